"""The life of plans: which text came into force when and by whom, and what differs in one run."""

from sqlalchemy import (
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Table,
    Text,
    Time,
)

from storage.tables.base import metadata
from storage.types import Id, UtcDateTime

# Each time that a text of a plan came into force; the newest row of a plan is in force.
plan_edition = Table(
    "plan_edition",
    metadata,
    Column("id", Id, primary_key=True),
    Column("plan", String, nullable=False),
    Column("version", String, nullable=False),
    Column("how", String, nullable=False),  # saved | applied | rolled_back
    Column("author", String, nullable=False),
    Column("reason", Text, nullable=False, server_default=""),
    Column("at", UtcDateTime, nullable=False),
    ForeignKeyConstraint(["plan", "version"], ["plan.name", "plan.version"]),
)
Index("ix_plan_edition_plan_id", plan_edition.c.plan, plan_edition.c.id)

# A person's word on a step of one run, also on one that is not laid out yet.
run_override = Table(
    "run_override",
    metadata,
    Column("id", Id, primary_key=True),
    Column("run_id", Id, ForeignKey("run.id"), nullable=False),
    Column("step", String, nullable=False),
    Column("local_date", Date),  # by the plan; null: whenever the step comes in this run
    Column("kind", String, nullable=False),  # skip | move
    Column("to_date", Date),  # a wall time in the run's zone
    Column("to_time", Time),
    Column("author", String, nullable=False),
    Column("reason", Text, nullable=False, server_default=""),
    Column("at", UtcDateTime, nullable=False),
)
Index("ix_run_override_run_id_step", run_override.c.run_id, run_override.c.step)

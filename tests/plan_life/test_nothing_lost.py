"""Pausing and resuming loses nothing silently: what was not said is told, and told by its name.

The oracle knows the plan by heart and asks nobody: which steps there are, and when each is due.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.support.plan_world import World, text_of

GRACE = timedelta(minutes=15)
SHANGHAI = timedelta(hours=8)
PLAN = {
    "day": 2,
    "hour": 10,
    "beat": 9,
    "word": "早",
    "on_late": "skip",
    "zone": "Asia/Shanghai",
    "without": set(),
}
# what is due in a run, by the plan: the third day's step, each day's, the one of day 2
SLOTS = [
    ("greet", datetime(2026, 3, 3, 2, 0, tzinfo=UTC)),
    ("third", datetime(2026, 3, 4, 2, 30, tzinfo=UTC)),
    *[("daily", datetime(2026, 3, 2 + day, 1, 0, tzinfo=UTC)) for day in range(5)],
]


class Pauses(RuleBasedStateMachine):
    """A run that is paused and resumed, short and long, by day and by night."""

    backend: object = None

    @initialize(on_late=st.sampled_from(["skip", "send", "ask"]))
    def begins(self, on_late):
        self.world = World(self.backend, PLAN | {"on_late": on_late}, by_hand=False)
        self.told: dict[int, list[Any]] = {}  # by run: what resuming told
        self.paused: dict[int, datetime] = {}
        self.over: dict[int, list[tuple[datetime, datetime]]] = {}

    def teardown(self):
        if hasattr(self, "world"):
            self.world.close()

    @rule(minutes=st.sampled_from([5, 16, 59, 61, 300, 700]))
    def time_passes(self, minutes):
        self.world.tick(minutes)
        self.world.let_go_out("sent")

    @rule(minutes=st.sampled_from([5, 16, 61]))
    def posts_wait_in_the_outbox(self, minutes):
        self.world.tick(minutes)

    @precondition(lambda self: len(self.paused) == 2)
    @rule()
    def what_waits_becomes_too_late_in_the_pause(self):
        self.world.let_go_out("expired", "too late")
        self.world.tick(1)

    @precondition(lambda self: self.paused)
    @rule(hours=st.sampled_from([13, 30, 49, 80]))
    def nobody_looks_for_long(self, hours):
        if len(self.paused) == 2:  # a service that stands still is another matter
            self.world.tick(hours * 60)

    @rule(room=st.sampled_from(["群1", "群2", "群*"]))
    def pauses(self, room):
        for run in self.world.do(self.world.stage.run("pause", names=(room,))):
            self.paused[run.id] = self.world.stage.now

    @rule(room=st.sampled_from(["群1", "群2", "群*"]))
    def resumes(self, room):
        self._resume(room)

    @rule()
    def the_service_restarts(self):
        self.world.stage.new_desk()

    def _resume(self, room):
        self.world.stage.now += timedelta(seconds=1)  # each has an alert of its own
        before = len(self.world.do(self.world.stage.alerts()))
        done = self.world.do(self.world.stage.run("resume", names=(room,)))
        for run in done.runs:
            self.over.setdefault(run.id, []).append((self.paused.pop(run.id), self.world.stage.now))
        for one in done.missed:
            self.told.setdefault(one.run, []).append(one)
        alerts = len(self.world.do(self.world.stage.alerts())) - before
        assert alerts == (1 if done.missed else 0)

    @precondition(lambda self: hasattr(self, "world"))
    @invariant()
    def what_is_past_is_said_or_told(self):
        rows = self.world.do(self.world.stage.steps())
        for run in (1, 2):
            if run in self.paused:
                continue
            for step, due in SLOTS:
                self._accounted(run, step, due, rows)

    def _accounted(self, run, step, due, rows):
        lost = due + GRACE
        within = [pause for pause in self.over.get(run, ()) if pause[0] <= lost < pause[1]]
        here = [r for r in rows if (r.run, r.step) == (run, step) and self._is(r, due)]
        told = [one for one in self.told.get(run, ()) if self._covers(one, step, due)]
        said = any(row.state in {"queued", "done"} for row in here)
        if within and not said:
            assert told, f"{step} of {due} fell into the pause {within} and nobody was told"
        if lost < self.world.stage.now:
            assert told or here, f"{step} of {due} is neither in the calendar nor told of"
        for row in here:
            if row.state in {"skipped", "failed", "held"}:
                assert row.outcome, f"{step} of {due} is {row.state} and does not say why"
            if row.state == "skipped" and self._in_a_pause(run, row.settled_at):
                assert told, f"{step} of {due} was given up in a pause and nobody was told"

    def _in_a_pause(self, run, at):
        return any(since <= at < until for since, until in self.over.get(run, ()))

    def _is(self, row, due):
        return (row.due, row.occasion) == (due, "")

    def _covers(self, one, step, due):
        return one.step == step and one.first <= due <= one.last


def live(backend, examples, steps):
    """Try many sequences of pauses."""

    class Here(Pauses):
        pass

    Here.backend = backend
    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            phases=(Phase.generate,),  # shrinking takes minutes: add Phase.shrink to read a find
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.timeout(300)
def test_no_pause_loses_a_step_that_nobody_hears_of(sqlite_file: Path):
    live(sqlite_file, examples=25, steps=25)


@pytest.mark.timeout(300)
def test_no_pause_loses_a_step_that_nobody_hears_of_on_postgres(postgres_server):
    live(postgres_server, examples=5, steps=20)


def test_the_oracle_knows_the_plan():
    """Its slots are those that the plan's text has."""
    text = text_of(PLAN)

    assert 'day: 2, at: "10:00"' in text
    assert 'day: 3, at: "10:30"' in text
    assert 'every: day, at: "09:00", until: 5' in text
    walls = [(name, f"{due + SHANGHAI:%d %H:%M}") for name, due in SLOTS]
    assert walls[:3] == [("greet", "03 10:00"), ("third", "04 10:30"), ("daily", "02 09:00")]

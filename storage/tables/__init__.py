"""Every table, by subject. Importing this package fills `metadata`."""

from storage.tables import (
    access,
    campaigns,
    conduct,
    content,
    delivery,
    errands,
    judging,
    learning,
    links,
    people,
    profiles,
    service,
    sop,
    sop_life,
    talk,
    tasks,
    watches,
)
from storage.tables.base import metadata

__all__ = [
    "access",
    "campaigns",
    "conduct",
    "content",
    "delivery",
    "errands",
    "judging",
    "learning",
    "links",
    "metadata",
    "people",
    "profiles",
    "service",
    "sop",
    "sop_life",
    "talk",
    "tasks",
    "watches",
]

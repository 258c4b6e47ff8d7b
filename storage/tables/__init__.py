"""Every table, by subject. Importing this package fills `metadata`."""

from storage.tables import delivery, judging, people, service, sop, talk
from storage.tables.base import metadata

__all__ = ["delivery", "judging", "metadata", "people", "service", "sop", "talk"]

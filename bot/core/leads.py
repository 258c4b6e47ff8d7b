"""Leads 线索: somebody wants something that we have."""

from enum import StrEnum


class LeadState(StrEnum):
    """Where a lead stands."""

    OPEN = "open"
    CLAIMED = "claimed"
    WON = "won"
    LOST = "lost"

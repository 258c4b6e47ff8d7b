"""Answers about how rooms stand."""

from datetime import datetime

from bot.core.events import AccountState
from bot.core.rights import Right
from bot.core.rooms import Mode
from bot.web.views.base import View


class RulesHere(View):
    """What holds in a room, in short; GET /rooms/{id} has all of it."""

    mode: Mode
    series: str
    tags: list[str]
    zone: str
    staff: list[str]
    watch: bool


class RoomStanding(View):
    """A room, and how it stands."""

    id: int
    channel: str
    ref: str
    name: str
    members: int
    last: datetime | None  # when somebody said something
    today: int  # messages of members
    usual: float | None  # by this hour of this weekday; null: there is no history
    usual_weeks: int  # on which that rests; below 3 it says little
    cases: int
    leads: int
    alerts: int
    questions: int
    present: bool
    account: AccountState | None
    able: bool
    gap_since: datetime | None
    gap_until: datetime | None
    quiet_until: datetime | None  # in its quiet hours nothing is said by itself
    rules: RulesHere
    attention: int  # how much waits here; 0: nothing
    rights: list[Right]

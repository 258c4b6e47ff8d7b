"""The `sop:` section of config.yaml."""

from datetime import timedelta
from fnmatch import fnmatchcase
from typing import Literal

from pydantic import BaseModel, Field

from bot.core.days import CalendarDay
from bot.core.lengths import Length


class StartEntry(BaseModel, frozen=True, extra="forbid"):
    """A plan that runs in some rooms, started by the configuration itself."""

    plan: str = Field(min_length=1)
    rooms: tuple[str, ...] = Field(min_length=1)  # room names or platform ids, with * and ?
    # day 1: a date, the day this entry is first seen, or the day the bot came into the room
    starts_on: CalendarDay | Literal["today", "first_seen"] = "today"

    def fits(self, ref: str, name: str) -> bool:
        """Whether this entry speaks of the room."""
        return any(match == ref or fnmatchcase(name, match) for match in self.rooms)


class SopSettings(BaseModel, frozen=True, extra="forbid"):
    """Where the plans are, how far ahead they are laid out, and what starts by itself."""

    folder: str = "sop/plans"  # beside config.yaml
    campaigns: str = "sop/campaigns"  # beside config.yaml too
    content: str = "sop/content"  # the content library, beside config.yaml too
    reload_seconds: float = Field(default=2, ge=0.1, le=3600)  # how soon a changed file counts
    horizon_hours: int = Field(default=48, ge=1, le=24 * 14)
    grace: Length = timedelta(minutes=15)  # later than this, a step's on_late decides
    rooms_per_tick: int = Field(default=100, ge=1, le=10_000)  # planned in one transaction
    posts_per_tick: int = Field(default=500, ge=1, le=10_000)  # fired in one transaction
    # what plans and people may say in a room a day, all plans together; None: no limit
    posts_per_day: int | None = Field(default=None, ge=1, le=1000)
    # of the time a task gives, after which its person is reminded; 1: never
    remind_share: float = Field(default=0.5, gt=0, le=1)
    # how alike a post must be to its task to count as done; from half of it on they are asked
    receipt_likeness: float = Field(default=0.5, ge=0.1, le=1)
    # at this wall time each colleague gets the day's work list; "": nobody does
    work_list_at: str = Field(default="", pattern=r"^(([01]\d|2[0-3]):[0-5]\d)?$")
    # whether a saved plan counts at once, or when somebody says `groupkeeper sop apply`
    apply: Literal["on_save", "by_hand"] = "on_save"
    start: tuple[StartEntry, ...] = ()

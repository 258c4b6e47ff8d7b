"""How a room deals with adverts and newcomers: settings of a room, each over its defaults."""

from datetime import timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, Field

from bot.core.lengths import Length

Share = Annotated[float, Field(gt=0, le=1)]
Points = Annotated[float, Field(gt=0, le=1000)]


class WarnBy(StrEnum):
    """Where a member is warned."""

    ROOM = "room"  # in the room, mentioning them
    DIRECT = "direct"  # to them alone


class Night(StrEnum):
    """What becomes of a warning in the quiet hours of a room."""

    WAIT = "wait"  # it is said in the morning
    SILENT = "silent"  # the message is held instead, without a word


class LadderRules(BaseModel, frozen=True, extra="forbid"):
    """The ladder 处置阶梯 of a room with `mode: enforce`: note, warn, hold, remove, deny."""

    warn: bool = True
    warn_at: Share = 0.8
    warn_by: WarnBy = WarnBy.ROOM
    warn_again_after: Length = Field(default=timedelta(hours=24), ge=timedelta(minutes=1))
    warning: str = Field(default="", max_length=500)
    hold_at: Share = 0.9
    hold_points: Points = 3.0
    remove_points: Points = 6.0
    deny_points: Points = 9.0
    sure_cases: int = Field(default=2, ge=2, le=100)
    half_life: Length = Field(default=timedelta(days=30), ge=timedelta(hours=1))
    remove_after: Length = Field(default=timedelta(), le=timedelta(days=1))
    deny_for: Length = Field(default=timedelta(days=180), ge=timedelta(hours=1))
    night: Night = Night.WAIT

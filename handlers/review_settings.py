"""The `judging.review`, `judging.reports` and `judging.appeals` sections of config.yaml."""

from datetime import timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, Field

from bot.core.lengths import Length

Share = Annotated[float, Field(gt=0, le=1)]
Words = tuple[Annotated[str, Field(min_length=1, max_length=20)], ...]


class Thanks(StrEnum):
    """How somebody who reports is thanked. In the room nobody is named."""

    OFF = "off"
    ROOM = "room"
    DIRECT = "direct"


class ReviewSettings(BaseModel, frozen=True, extra="forbid"):
    """What a person's word on a case does."""

    context: int = Field(default=3, ge=0, le=20)  # messages shown before and after
    removes: bool = True  # "advert" also removes its authors, from every room they are in
    deny: bool = True  # whoever is removed so is denied, for as long as the ladder says
    samples: int = Field(default=5, ge=0, le=100)  # different texts of a case that are learned


class ReportSettings(BaseModel, frozen=True, extra="forbid"):
    """Reports 举报: a member quotes a message and says one of the words."""

    enabled: bool = True
    words: Words = ("举报", "广告", "有广告", "是广告", "report", "spam")
    per_day: int = Field(default=5, ge=1, le=1000)  # of one member; more are not counted
    weight: Share = 0.4  # how much a report by somebody who is always right proves
    newcomer_weight: Share = 0.2  # of what it would be worth otherwise
    newcomer: Length = timedelta(days=1)  # somebody is new for so long
    ignore_below: float = Field(default=0.25, ge=0, lt=0.5)  # share of right reports; less counts 0
    alert_at: Share = 0.15  # from here on staff are told
    thanks: Thanks = Thanks.OFF


class AppealSettings(BaseModel, frozen=True, extra="forbid"):
    """Appeals 申诉: somebody writes to the bot alone that they were wronged."""

    enabled: bool = True
    words: Words = ("申诉", "appeal")  # with which such a message begins
    within: Length = Field(default=timedelta(days=30), ge=timedelta(hours=1))  # of what was done
    per_day: int = Field(default=3, ge=1, le=100)  # of one person; more are not answered

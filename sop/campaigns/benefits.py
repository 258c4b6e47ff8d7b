"""Benefits 福利 of a campaign: on one day, from when until when, for whom and how many."""

from datetime import time
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, Field, model_validator

from sop.model.names import Name, WallTime

Word = Annotated[str, Field(min_length=1, max_length=20)]


class Kind(StrEnum):
    """How a benefit is given away."""

    COUPON = "coupon"  # everybody who asks gets a code, while there are any
    FIRST_COME = "first_come"  # 先到先得: a numbered list
    LOTTERY = "lottery"  # 抽奖: everybody may enter, the lot decides


_WORDS = {
    Kind.COUPON: ("领券",),
    Kind.FIRST_COME: ("抢", "接龙"),
    Kind.LOTTERY: ("抽奖",),
}


class Benefit(BaseModel, frozen=True, extra="forbid"):
    """Something small that is given away on a day before (or after) the event."""

    id: Name
    kind: Kind
    title: str = Field(default="", max_length=200)
    event_day: int = Field(ge=-400, le=400, description="-7: seven days before the event's day")
    opens: WallTime = Field(alias="from")
    closes: WallTime = Field(alias="until")
    words: tuple[Word, ...] = Field(
        default=(), max_length=20, description="none: 领券, 抢 or 接龙, 抽奖, by the kind"
    )
    amount: int = Field(ge=1, le=100_000, description="coupons, places of the list, or winners")
    prize: str = Field(default="", max_length=200, description="what is given, where no coupon is")
    coupon: Name | None = Field(default=None, description="from which of `coupons` the codes are")
    draw: WallTime | None = Field(default=None, description="of a lottery; None: at `until`")
    signed_up_only: bool = Field(default=False, description="only for those who have a place")
    announce: bool = Field(default=True, description="said in the rooms; a lottery always is")
    say: str = Field(default="", max_length=2000, description='"": the usual words')

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if self.closes <= self.opens:
            msg = f"`until` ({self.closes:%H:%M}) comes after `from` ({self.opens:%H:%M})"
            raise ValueError(msg)
        if self.kind is Kind.COUPON and self.coupon is None:
            msg = "a benefit of kind coupon says which: coupon: <an entry of `coupons`>"
            raise ValueError(msg)
        if (self.coupon is None) == (not self.prize):
            msg = "a benefit gives either a `prize` or a `coupon`"
            raise ValueError(msg)
        if self.draw is not None and (self.kind is not Kind.LOTTERY or self.draw < self.closes):
            msg = "`draw` is a lottery's, and not before its `until`"
            raise ValueError(msg)
        return self

    @property
    def claimed_by(self) -> tuple[str, ...]:
        """The words that ask for it."""
        return self.words or _WORDS[self.kind]

    @property
    def closing(self) -> time:
        """The last wall time of its day at which anything happens."""
        return self.draw or self.closes

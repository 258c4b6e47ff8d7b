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

    id: Name = Field(description="这项福利的 id。What commands and records call it")
    kind: Kind = Field(description="怎么给：领券、先到先得、抽奖。How it is given away")
    title: str = Field(default="", max_length=200, description="人们怎么叫它。What people call it")
    event_day: int = Field(
        ge=-400,
        le=400,
        description="活动前（-7）或后（3）第几天。Days before (-7) or after (3) the event's day",
    )
    opens: WallTime = Field(alias="from", description="几点开始。From this wall time")
    closes: WallTime = Field(alias="until", description="几点截止。Until this wall time")
    words: tuple[Word, ...] = Field(
        default=(),
        max_length=20,
        description="发这些词来领；不写：领券、抢或接龙、抽奖。"
        "Words that ask for it; none: by the kind",
    )
    amount: int = Field(
        ge=1,
        le=100_000,
        description="多少张券、多少份、多少人中奖。Coupons, places of the list, or winners",
    )
    prize: str = Field(
        default="",
        max_length=200,
        description="给什么（不是券的话）。What is given, where no coupon is",
    )
    coupon: Name | None = Field(
        default=None, description="给 `coupons` 里的哪一种券。Which of `coupons`"
    )
    draw: WallTime | None = Field(
        default=None, description="抽奖几点开奖；不写：截止时。When it is drawn; none: at `until`"
    )
    signed_up_only: bool = Field(
        default=False, description="只给已报名的人。Only for those who have a place"
    )
    announce: bool = Field(
        default=True,
        description="开始时在群里说；抽奖总要说。Said in the rooms; a lottery always is",
    )
    say: str = Field(
        default="",
        max_length=2000,
        description="群里怎么说；不写：用通常的话。What is said; none: the usual words",
    )

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

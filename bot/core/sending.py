"""Rules of sending: the `delivery:` section and each channel's send budget."""

from datetime import timedelta
from typing import Self

from pydantic import BaseModel, Field, model_validator

from bot.core.lengths import Length


class SendBudget(BaseModel, frozen=True, extra="forbid"):
    """How fast one account may speak; WeChat restricts accounts that send too fast."""

    per_minute: int = Field(default=20, ge=1, le=10_000)
    spacing_seconds: float = Field(default=1.5, ge=0, le=600)  # at least, between two posts
    jitter_seconds: float = Field(default=1.0, ge=0, le=600)  # up to this much more, at random
    per_day: int = Field(default=1000, ge=1, le=1_000_000)  # in the last 24 hours


class DeliverySettings(BaseModel, frozen=True, extra="forbid"):
    """How posts get out, once."""

    lease_seconds: float = Field(default=30, gt=0, le=600)
    send_timeout_seconds: float = Field(default=12, gt=0, le=300)  # below half the lease
    echo_grace_seconds: float = Field(default=90, gt=0, le=3600)
    echo_window: Length = timedelta(days=1)  # an echo this late still settles its post
    clock_skew: Length = timedelta(minutes=2)  # how far a platform's clock may be behind
    foreign_pause: Length = timedelta(minutes=15)  # when someone else posts what we post
    grace: Length = timedelta(minutes=15)  # later than this, `on_late` decides
    away_retry_seconds: float = Field(default=5, gt=0, le=600)
    max_per_room_hour: int = Field(default=30, ge=1)  # after an outage, no flood

    @model_validator(mode="after")
    def _time_out_first(self) -> Self:
        if self.send_timeout_seconds >= self.lease_seconds / 2:
            msg = "send_timeout_seconds must be below half of lease_seconds"
            raise ValueError(msg)
        return self

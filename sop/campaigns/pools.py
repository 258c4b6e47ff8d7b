"""Coupons 优惠券 as operators write them: how many codes, or which, and how long they hold."""

from datetime import date
from typing import Annotated, Self

from pydantic import BaseModel, Field, model_validator


class Pool(BaseModel, frozen=True, extra="forbid"):
    """Codes of one worth: so many made up by groupkeeper, or a shop's own."""

    worth: str = Field(min_length=1, max_length=200, description="一张值什么。What one is good for")
    count: int | None = Field(
        default=None,
        ge=1,
        le=100_000,
        description="生成多少个券码，猜不出来。So many codes are made up, unguessable",
    )
    codes: tuple[Annotated[str, Field(min_length=4, max_length=64)], ...] = Field(
        default=(), max_length=100_000, description="门店自己的券码。A shop's own codes"
    )
    valid_until: date | None = Field(
        default=None, description="最后有效的一天；不写：一直有效。The last day; none: for ever"
    )

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if (self.count is None) == (not self.codes):
            msg = "coupons are either a `count` of codes to be made up, or a list of `codes`"
            raise ValueError(msg)
        return self

    @property
    def size(self) -> int:
        """How many codes there are."""
        return self.count if self.count is not None else len(self.codes)

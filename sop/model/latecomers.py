"""What a plan has for people who join when it has begun."""

from datetime import timedelta
from typing import Self

from pydantic import BaseModel, Field, model_validator

from bot.core.lengths import Length
from sop.model.names import Name
from sop.model.say import CONTENT, MEDIA, SAYS, Attachment, Say, messages_of


class Latecomers(BaseModel, frozen=True, extra="forbid"):
    """Said once to each who joins from that day on; `missed` names what was said before."""

    seat: Name = Field(description="由哪个席位说。Who says it.")
    say: Say = Field(default="", description=SAYS)
    media: Attachment | None = Field(default=None, description=MEDIA)
    content: Name | None = Field(default=None, description=CONTENT)
    from_day: int = Field(
        default=2, ge=1, le=3660, description="第几天起算晚到。From this day on one is late."
    )
    delay: Length = Field(
        default=timedelta(minutes=2), description="进群多久之后。So long after they joined."
    )
    mention_members: bool = Field(default=False, description="@ 他们。They are named.")

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not messages_of(self.say, self.media, self.content):
            msg = "`latecomers` says nothing; give it `say`, `media` or `content`"
            raise ValueError(msg)
        return self

"""What a plan has for people who join when it has begun."""

from datetime import timedelta
from typing import Self

from pydantic import BaseModel, Field, model_validator

from bot.core.lengths import Length
from sop.model.names import Name
from sop.model.say import Attachment, Say, messages_of


class Latecomers(BaseModel, frozen=True, extra="forbid"):
    """Said once to each who joins from that day on; `missed` names what was said before."""

    seat: Name
    say: Say = ""
    media: Attachment | None = None
    content: Name | None = None
    from_day: int = Field(default=2, ge=1, le=3660)
    delay: Length = timedelta(minutes=2)
    mention_members: bool = False

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not messages_of(self.say, self.media, self.content):
            msg = "`latecomers` says nothing; give it `say`, `media` or `content`"
            raise ValueError(msg)
        return self

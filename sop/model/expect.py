"""What a step is expected to bring about, and what follows from it."""

import re
from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    Field,
    PlainSerializer,
    WithJsonSchema,
    model_validator,
)

from bot.core.feedback import Reacting
from bot.core.lengths import Length
from sop.model.names import Name
from sop.model.say import CONTENT, MEDIA, SAYS, Attachment, Say, messages_of


class Against(StrEnum):
    """What a number is a number of."""

    COUNT = "count"
    MEMBERS = "members"  # a share of the room's members, 0 to 1
    USUAL = "usual"  # times the room's own usual level at that hour


class Level(BaseModel, frozen=True):
    """How much is enough."""

    amount: float
    of: Against = Against.COUNT

    def __str__(self) -> str:
        """As operators write it."""
        match self.of:
            case Against.MEMBERS:
                return f"{self.amount * 100:g}%"
            case Against.USUAL:
                return "usual" if self.amount == 1 else f"{self.amount:g}x usual"
            case Against.COUNT:
                return f"{self.amount:g}"


_SHARE = re.compile(r"(\d{1,3}(?:\.\d+)?)\s*%\Z")
_USUAL = re.compile(r"(?:(\d{1,2}(?:\.\d+)?)\s*x\s+)?usual\Z")
_MOST = 1_000_000


def read_level(value: Any) -> Level:  # noqa: ANN401 (a YAML value)
    """A level from its text; raises ValueError with what would be right."""
    if isinstance(value, Level):
        return value
    if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= _MOST:
        return Level(amount=value)
    if isinstance(value, str):
        share, usual = _SHARE.match(value), _USUAL.match(value)
        if share and 0 < float(share[1]) <= 100:  # noqa: PLR2004 (per cent)
            return Level(amount=float(share[1]) / 100, of=Against.MEMBERS)
        if usual and float(usual[1] or 1) > 0:
            return Level(amount=float(usual[1] or 1), of=Against.USUAL)
    msg = (
        f"{str(value)[:40]!r} is no level; write a number (5), a share of the members (10%),"
        " or the room's usual level (usual, 1.5x usual)"
    )
    raise ValueError(msg)


Enough = Annotated[
    Level,
    BeforeValidator(read_level),
    PlainSerializer(str),
    WithJsonSchema(
        {
            "type": ["integer", "string"],
            "pattern": r"^(\d+(\.\d+)?\s*%|(\d+(\.\d+)?\s*x\s+)?usual)$",
            "minimum": 1,
            "examples": [5, "10%", "usual", "1.5x usual"],
        }
    ),
]


class Expectation(BaseModel, frozen=True, extra="forbid"):
    """A reaction within a time; of several numbers every one has to be reached."""

    replies: Enough | None = Field(default=None, description="几条回复。Messages of members.")
    speakers: Enough | None = Field(default=None, description="几个人说话。Members who wrote.")
    matches: Enough | None = Field(
        default=None, description="几个人说了 `words` 之一。Members who wrote one of `words`."
    )
    clicks: Enough | None = Field(
        default=None, description="几次点击（需 count_clicks）。Unique clicks, with count_clicks."
    )
    sign_ups: Enough | None = Field(
        default=None, description="几个人报名。Sign-ups for the run's campaign."
    )
    words: tuple[Annotated[str, Field(min_length=1, max_length=40)], ...] = Field(
        default=(), max_length=100, description="配 matches。With `matches`."
    )
    within: Length = Field(default=timedelta(hours=2), description="多长时间以内。Within so long.")

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not self.levels:
            kinds = ", ".join(one.value for one in Reacting)
            msg = f"`expect` names at least one of {kinds}: expect: {{speakers: 5, within: 2h}}"
            raise ValueError(msg)
        if bool(self.words) != (self.matches is not None):
            msg = "`matches` and `words` belong together: {matches: 3, words: [打卡]}"
            raise ValueError(msg)
        if self.within <= timedelta():
            msg = "`within` is longer than nothing: within: 2h"
            raise ValueError(msg)
        return self

    @property
    def levels(self) -> dict[Reacting, Level]:
        """What has to be reached."""
        asked = {one: getattr(self, one.value) for one in Reacting}
        return {one: level for one, level in asked.items() if level is not None}


class Follow(BaseModel, frozen=True, extra="forbid"):
    """What is done then: somebody speaks, a person gets a task, or the staff is alerted."""

    seat: Name | None = Field(
        default=None, description="由谁说；不写：同一席位。Left out: the seat of the step itself."
    )
    say: Say = Field(default="", description=SAYS)
    media: Attachment | None = Field(default=None, description=MEDIA)
    content: Name | None = Field(default=None, description=CONTENT)
    alert: str = Field(
        default="", max_length=500, description="提醒群的同事。Told to the staff of the room."
    )
    delay: Length = Field(default=timedelta(), description="再过多久。So long after.")
    deadline: Length | None = Field(
        default=None, description="真人的任务期限。For a person: how long it may take."
    )

    @model_validator(mode="after")
    def _one_thing(self) -> Self:
        says = bool(messages_of(self.say, self.media, self.content))
        if says == bool(self.alert.strip()):
            msg = "give either something to say (`say`, `media`, `content`) or an `alert`"
            raise ValueError(msg)
        return self

"""One step of a plan."""

from datetime import timedelta
from enum import StrEnum
from typing import Self

from pydantic import BaseModel, Field, model_validator

from bot.core.effects import OnLate, OnUnknown
from bot.core.lengths import Length
from sop.model.expect import Expectation, Follow
from sop.model.names import Name
from sop.model.say import Attachment, Message, Say, Variant, WaitForPause, messages_of
from sop.model.when import When


class Late(StrEnum):
    """What becomes of a step later than its grace."""

    SKIP = "skip"
    SEND = "send"
    ASK = "ask"  # held, with an alert: a person decides
    PLAN_B = "plan_b"  # skipped, and its `otherwise` is done


class Priority(StrEnum):
    """Whether a step counts against the room's posts a day."""

    NORMAL = "normal"
    MUST = "must"  # said even when the room has heard enough today


class Step(BaseModel, frozen=True, extra="forbid"):
    """One thing that is said, given to a person to say, or told to the staff."""

    id: Name
    title: str = Field(default="", max_length=100, description="what people call it")
    seat: Name
    when: When
    say: Say = ""
    media: Attachment | None = None
    content: Name | None = Field(default=None, description="an id of the content library")
    variants: dict[Name, Variant] = Field(default_factory=dict, max_length=20)
    alert: str = Field(default="", max_length=500, description="told to the staff of the room")
    mention_all: bool = False
    mention: tuple[int, ...] = Field(
        default=(), max_length=50, description="student IDs; on an event also see mention_members"
    )
    mention_members: bool = Field(default=False, description="on an event: those it is about")
    only_if: str = Field(default="", max_length=500, description="counts.members >= 20")
    wait_for_pause: WaitForPause | None = None
    expect: Expectation | None = None
    otherwise: tuple[Follow, ...] = Field(default=(), max_length=20, description="plan B")
    then: tuple[Follow, ...] = Field(default=(), max_length=20)
    count_clicks: bool = False
    priority: Priority = Priority.NORMAL
    grace: Length | None = None  # None: sop.grace of config.yaml
    on_late: Late = Late.SKIP
    on_unknown: OnUnknown | None = None  # None: hold with mention_all, else resend
    requires: tuple[Name, ...] = Field(default=(), max_length=20)
    deadline: Length = timedelta(hours=2)  # for a person: how long the task may take

    @model_validator(mode="after")
    def _one_thing(self) -> Self:
        says = bool(messages_of(self.say, self.media, self.content))
        wordings = [name for name, one in self.variants.items() if not one.messages]
        if not (says or self.variants or self.alert.strip()):
            msg = f"step {self.id!r} says nothing; give it `say` or `media`"
            raise ValueError(msg)
        if wordings:
            msg = f"variant {wordings[0]!r} says nothing; give it `say` or `media`"
            raise ValueError(msg)
        if self.alert.strip() and (says or self.variants):
            msg = "a step speaks in the room or alerts the staff; make two steps of it"
            raise ValueError(msg)
        if self.variants and not says and not any(one.weight for one in self.variants.values()):
            msg = "rooms that no variant names would hear nothing; give one a weight, or `say`"
            raise ValueError(msg)
        return self

    @model_validator(mode="after")
    def _expected_first(self) -> Self:
        if self.then and self.expect is None:
            msg = "`then` follows when `expect` is met; without it make a step {after: ...}"
            raise ValueError(msg)
        if self.otherwise and self.expect is None and self.on_late is not Late.PLAN_B:
            msg = "`otherwise` is done when `expect` is missed; write what is expected"
            raise ValueError(msg)
        if self.on_late is Late.PLAN_B and not self.otherwise:
            msg = "`on_late: plan_b` needs `otherwise`: what is done instead"
            raise ValueError(msg)
        return self

    @property
    def messages(self) -> tuple[Message, ...]:
        """What it says where no variant is said."""
        return messages_of(self.say, self.media, self.content)

    @property
    def wordings(self) -> tuple[tuple[Message, ...], ...]:
        """Everything it may say: its own messages, and those of each variant."""
        every = (self.messages, *(one.messages for one in self.variants.values()))
        return tuple(one for one in every if one)

    @property
    def unknown_policy(self) -> OnUnknown:
        """What happens with a post of which nobody knows whether it went out."""
        return self.on_unknown or (OnUnknown.HOLD if self.mention_all else OnUnknown.RESEND)

    @property
    def delivery_late(self) -> OnLate:
        """What the outbox does with a post that is late."""
        return OnLate.SKIP if self.on_late is Late.PLAN_B else OnLate(self.on_late.value)

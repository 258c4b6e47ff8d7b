"""One step of a plan."""

from datetime import timedelta
from enum import StrEnum
from typing import Self

from pydantic import BaseModel, Field, model_validator

from bot.core.effects import OnLate, OnUnknown
from bot.core.lengths import Length
from sop.model.expect import Expectation, Follow
from sop.model.names import Name
from sop.model.say import (
    CONTENT,
    MEDIA,
    SAYS,
    Attachment,
    Message,
    Say,
    Variant,
    WaitForPause,
    messages_of,
)
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

    id: Name = Field(description="这一步的 id，改了就是新的一步。A new id is a new step.")
    title: str = Field(default="", max_length=100, description="人们怎么叫它。What people call it.")
    seat: Name = Field(description="由哪个席位说。Who says it: a name under `seats`.")
    when: When = Field(description="什么时候。When it is said.")
    say: Say = Field(default="", description=SAYS)
    media: Attachment | None = Field(default=None, description=MEDIA)
    content: Name | None = Field(default=None, description=CONTENT)
    variants: dict[Name, Variant] = Field(
        default_factory=dict,
        max_length=20,
        description="几种说法：按群点名，其余按份额抽签。Wordings, by room, else by lot.",
    )
    alert: str = Field(
        default="",
        max_length=500,
        description="不在群里说，提醒群的同事。Told to the staff instead.",
    )
    mention_all: bool = Field(default=False, description="@所有人。@ everybody.")
    mention: tuple[int, ...] = Field(
        default=(), max_length=50, description="@ 哪些学号。Student IDs of those who are named."
    )
    mention_members: bool = Field(
        default=False, description="@ 事件涉及的人。On an event: those whom it is about."
    )
    only_if: str = Field(
        default="",
        max_length=500,
        description="条件，不成立就跳过。Skipped where it does not hold: counts.members >= 20",
    )
    wait_for_pause: WaitForPause | None = Field(
        default=None, description="大家在聊时等停顿再说。Not while people talk."
    )
    expect: Expectation | None = Field(
        default=None, description="预期的反应。What it is to bring about."
    )
    otherwise: tuple[Follow, ...] = Field(
        default=(), max_length=20, description="没达到预期时做什么（plan B）。When it is missed."
    )
    then: tuple[Follow, ...] = Field(
        default=(), max_length=20, description="达到预期时做什么。When it is met."
    )
    count_clicks: bool = Field(
        default=False,
        description="把链接换成短链接数点击。Links are counted: needs web.public_url.",
    )
    priority: Priority = Field(
        default=Priority.NORMAL,
        description="must：当天说够了也说。must: said even when the room has heard enough today.",
    )
    grace: Length | None = Field(
        default=None, description="最多晚多久。How late it may be; left out: sop.grace."
    )
    on_late: Late = Field(
        default=Late.SKIP,
        description="更晚时：skip 跳过、send 照发、ask 问人、plan_b 做 otherwise。Later than that.",
    )
    on_unknown: OnUnknown | None = Field(
        default=None,
        description="不知道发没发出去时：resend 补发一次、hold 等人决定。"
        "When nobody knows whether it went out; left out: hold with mention_all, else resend.",
    )
    requires: tuple[Name, ...] = Field(
        default=(), max_length=20, description="这些步骤做完才说。Steps that must be done before."
    )
    deadline: Length = Field(
        default=timedelta(hours=2),
        description="真人的任务期限。For a person: how long it may take.",
    )

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

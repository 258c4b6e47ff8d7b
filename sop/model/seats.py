"""Who speaks: seats, what they are to the group, who holds them and who stands in."""

from enum import StrEnum
from typing import Self

from pydantic import BaseModel, Field, model_validator


class Role(StrEnum):
    """What a seat is to the group."""

    STAR = "star"
    EXPERT = "expert"
    FAN = "fan"
    LEADER = "leader"
    CONSULTANT = "consultant"
    CHALLENGER = "challenger"
    CLOSER = "closer"
    OWN = "own"


class ContentKind(StrEnum):
    """What can be said in a group."""

    TEXT = "text"
    IMAGE = "image"
    FILE = "file"
    VIDEO = "video"
    LINK = "link"
    MINI_PROGRAM = "mini_program"


CUSTOMER_ROLES = frozenset({Role.FAN, Role.CHALLENGER, Role.CLOSER})
ROOM_ACCOUNT = "room"


class Holder(BaseModel, frozen=True, extra="forbid"):
    """A bot account, which speaks as staff, or a person, who gets a task with the text."""

    account: str | None = Field(
        default=None,
        min_length=1,
        description='机器人账号："room" 是群里的那个，或 config.yaml 的渠道名。'
        'A bot account: a channel of config.yaml, or "room", the one that sits there.',
    )
    person: str | None = Field(
        default=None,
        min_length=1,
        description="同事（staff 里的名字）：到点收到任务。A name listed under staff: gets a task.",
    )

    @model_validator(mode="after")
    def _one_holder(self) -> Self:
        if (self.account is None) == (self.person is None):
            msg = "a seat is held by exactly one of `account` (a bot) and `person` (a colleague)"
            raise ValueError(msg)
        return self


class Seat(Holder, frozen=True, extra="forbid"):
    """A part in the cast of a plan."""

    role: Role = Field(
        default=Role.OWN,
        description="在群里的角色；fan、challenger、closer 只能是真人。What it is to the group.",
    )
    stand_ins: tuple[Holder, ...] = Field(
        default=(),
        max_length=10,
        description="本人不在时的替补，按顺序。Who speaks while the holder is away, in this order.",
    )
    may: frozenset[ContentKind] | None = Field(
        default=None,
        description="可以说的内容种类；不写：都可以。The kinds it may say; left out: all of them.",
    )

    @model_validator(mode="after")
    def _no_posing(self) -> Self:
        if self.role not in CUSTOMER_ROLES:
            return self
        if any(holder.account is not None for holder in self.holders):
            msg = (
                f"a bot account never poses as a customer: a seat with role {self.role.value}"
                " is held by a person; write `person: <staff name>` instead of `account`"
            )
            raise ValueError(msg)
        return self

    @property
    def holders(self) -> tuple[Holder, ...]:
        """Who may speak for this seat, the first first."""
        return (Holder(account=self.account, person=self.person), *self.stand_ins)

"""The content library: what is said, written ahead, approved, and not said past its date.

A file a piece, in a folder of its own. A step names it (`content: week-2-poster`) and says it as
it was approved; whoever edits it has it approved again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Self

from pydantic import BaseModel, Field, model_validator

from bot.core.content import Approval
from bot.core.lengths import Length
from sop.model import Attachment, ContentKind, Message, Name, Role
from sop.model.say import MEDIA, Text


class Content(BaseModel, frozen=True, extra="forbid"):
    """A piece as its author writes it."""

    id: Name = Field(description="计划里怎么叫它。What plans call it.")
    kind: ContentKind = Field(description="种类：文字、图片、文件……What it is.")
    title: str = Field(min_length=1, max_length=200, description="给人看的名字。What people read.")
    version: str | int = Field(
        default=1, description="作者自己的版本号，给人看。The author's own count, for people."
    )
    author: str = Field(
        min_length=1, description="作者（staff 里的名字）：没备好时收到任务。Gets the task."
    )
    lead_time: Length = Field(
        default=timedelta(days=3),
        description="第一次用到之前多久要备好。So long before it is first said it is to be ready.",
    )
    expires: date | None = Field(
        default=None, description="最后能用的一天。The last day on which it may be said."
    )
    seats: tuple[Name, ...] = Field(
        default=(), max_length=50, description="哪些席位能说；不写：都能。Seats that may say it."
    )
    roles: frozenset[Role] = Field(
        default=frozenset(), description="哪些角色能说；不写：都能。Roles that may say it."
    )
    text: Text = Field(default="", description="文字，可用群名等内容。Its text, with facts.")
    media: Attachment | None = Field(default=None, description=MEDIA)

    @model_validator(mode="after")
    def _as_its_kind(self) -> Self:
        if self.kind is ContentKind.TEXT and (not self.text.strip() or self.media is not None):
            msg = "content of kind text has `text`, and no `media`"
            raise ValueError(msg)
        if self.kind is not ContentKind.TEXT and (
            self.media is None or self.media.kind is not self.kind
        ):
            msg = f"content of kind {self.kind.value} has `media: {{{self.kind.value}: ...}}`"
            raise ValueError(msg)
        return self

    def may_be_said_by(self, seat: str, role: Role) -> bool:
        """Whether a seat may say it."""
        named = not self.seats or seat in self.seats
        return named and (not self.roles or role in self.roles)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedContent:
    """A sound piece, with the text it was read from."""

    content: Content
    version: str  # changes whenever the file does
    file: str
    source: str
    attached: str = ""  # where its file really is
    mistake: str = ""  # why its file cannot be posted


class Lacks(StrEnum):
    """Why a piece cannot be said."""

    MISSING = "missing"
    UNAPPROVED = "unapproved"
    EXPIRED = "expired"
    FILE = "file"
    SEAT = "seat"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """A piece that may be said; `path` is where its file lies, "" without one."""

    message: Message
    path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unready:
    """A piece that must not be said, and why, in words for colleagues."""

    lacks: Lacks
    why: str
    author: str = ""  # who has to see to it; "": nobody is known


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """Every piece in force, and what was approved of them."""

    pieces: Mapping[str, LoadedContent] = field(default_factory=dict)
    approvals: Mapping[str, Approval] = field(default_factory=dict)  # the newest of each

    def resolve(
        self, name: str, on: date, *, seat: str | None = None, role: Role = Role.OWN
    ) -> Ready | Unready:
        """What a step says that names a piece, on a day of its room (`seat` None: any seat)."""
        loaded = self.pieces.get(name)
        if loaded is None:
            return Unready(lacks=Lacks.MISSING, why=f"内容库里没有 {name}")
        content = loaded.content
        lacks = self._lacks(loaded, on)
        if lacks is None and seat is not None and not content.may_be_said_by(seat, role):
            lacks = (Lacks.SEAT, f"内容 {name} 不能由席位 {seat}（{role.value}）来说")
        if lacks is not None:
            return Unready(lacks=lacks[0], why=lacks[1], author=content.author)
        said = Message.model_construct(
            text=content.text, media=content.media, content=None, pause=None
        )
        return Ready(message=said, path=loaded.attached)

    def approved(self, name: str) -> bool:
        """Whether the piece may be said as it stands."""
        loaded, approval = self.pieces.get(name), self.approvals.get(name)
        return loaded is not None and approval is not None and approval.version == loaded.version

    def _lacks(self, loaded: LoadedContent, on: date) -> tuple[Lacks, str] | None:
        content = loaded.content
        if content.expires is not None and on > content.expires:
            return Lacks.EXPIRED, f"内容 {content.id} 到 {content.expires} 为止，{on} 不能再发"
        if loaded.mistake:
            return Lacks.FILE, f"内容 {content.id} 的文件发不出去：{loaded.mistake}"
        if not self.approved(content.id):
            known = content.id in self.approvals
            how = "改过之后还没有重新批准" if known else "还没有批准"
            return Lacks.UNAPPROVED, f"内容 {content.id} {how}"
        return None

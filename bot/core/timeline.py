"""What of a room people want to read."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.core.ids import IdentityId


class Shown(StrEnum):
    """Messages of one kind, or who came and went."""

    TEXT = "text"
    IMAGE = "image"
    FILE = "file"
    AUDIO = "audio"
    VIDEO = "video"
    LINK = "link"
    CARD = "card"
    MINI_PROGRAM = "mini_program"
    SYSTEM = "system"
    OTHER = "other"
    EVENT = "event"  # who came and went, and how the room was called


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineFilter:
    """What of a room; None asks nothing. `until` itself is not included."""

    kind: Shown | None = None
    identities: tuple[IdentityId, ...] | None = None  # whose accounts
    since: datetime | None = None
    until: datetime | None = None
    own: bool | None = None
    has_lead: bool = False
    has_case: bool = False

    @property
    def is_rare(self) -> bool:
        """Whether it is found faster from what was made of messages, or from who said them."""
        return self.identities is not None or self.has_lead or self.has_case

    @property
    def looks(self) -> bool:
        """Whether messages must be looked through, one by one."""
        kind = self.kind is not None and self.kind is not Shown.EVENT
        return (kind or self.own is not None) and not self.is_rare

    @property
    def with_events(self) -> bool:
        """Whether who came and went is shown as well."""
        asks = self.is_rare or self.own is not None
        return self.kind in {None, Shown.EVENT} and not asks

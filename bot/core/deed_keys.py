"""Keys of deeds that are found again: to call them off, to know that they are done already."""

from datetime import datetime

from bot.core.ids import IdentityId, ListingId, MessageId, RoomId

WARNING = "warn"  # with it begin the keys of warnings to members


def removal_key(room: RoomId, member: IdentityId, message: MessageId) -> str:
    """The key of the removal for a message: by it the removal is found again, to call it off."""
    return f"remove:{room}:{member}:{message}"


def warning_key(room: RoomId, member: IdentityId, message: MessageId) -> str:
    """The key of the warning for a message."""
    return f"{WARNING}:{room}:{member}:{message}"


def recall_key(room: RoomId, message: MessageId) -> str:
    """The key of the taking back of a message."""
    return f"recall:{room}:{message}"


def denial_key(listing: ListingId, room: RoomId, member: IdentityId, occasion: str) -> str:
    """The key of the removal of somebody denied, each time they join or speak again."""
    return f"{denials(listing)}{room}:{member}:{occasion}"


def denials(listing: ListingId) -> str:
    """With it begin the keys of all removals that an entry of the deny list led to."""
    return f"deny:{listing}:"


def quiz_removal_key(room: RoomId, member: IdentityId, asked: datetime) -> str:
    """The key of the removal of somebody who did not pass the quiz they were asked then."""
    return f"quiz-out:{room}:{member}:{asked:%Y%m%dT%H%M%S%f}"


def conduct_keys(room: RoomId, member: IdentityId, message: MessageId) -> tuple[str, ...]:
    """Everything that a rule may have ordered against the author of a message."""
    return (
        removal_key(room, member, message),
        warning_key(room, member, message),
        recall_key(room, message),
    )

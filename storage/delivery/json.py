"""Deeds as JSON and back, without loss."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any, assert_never

from bot.core.effects import (
    AcceptInvitation,
    Deed,
    DirectMessage,
    InviteMember,
    NotifyStaff,
    RecallMessage,
    RemoveMember,
    Say,
    SetAnnouncement,
)
from bot.core.events import Media
from bot.core.ids import AlertId, ChannelName, IdentityId, MessageId, RoomId, StaffName

Json = dict[str, Any]
UNREADABLE = (ValueError, KeyError, TypeError, AttributeError)  # what reading may raise

_PLACED = (Say, RemoveMember, RecallMessage, InviteMember, SetAnnouncement)


def write_deed(deed: Deed) -> Json:
    """The deed as JSON; `kind` is its class's name."""
    match deed:
        case Say():
            fields = asdict(deed) | {"mentions": list(deed.mentions)}
        case (
            DirectMessage()
            | RemoveMember()
            | RecallMessage()
            | InviteMember()
            | SetAnnouncement()
            | AcceptInvitation()
            | NotifyStaff()
        ):
            fields = asdict(deed)
        case _:
            assert_never(deed)
    return {"kind": type(deed).__name__} | fields


def read_deed(written: Mapping[str, Any]) -> Deed:
    """The deed that `write_deed` wrote; ValueError for anything else."""
    fields = {key: value for key, value in written.items() if key != "kind"}
    build = _BUILDERS.get(str(written.get("kind")))
    if build is None:
        msg = f"unknown deed {written.get('kind')!r} in the outbox"
        raise ValueError(msg)
    return build(fields)


def read_if_readable(written: Any) -> Deed | None:  # noqa: ANN401 (whatever the column holds)
    """The deed; None for a row that no release of ours, or another one, wrote."""
    try:
        return read_deed(written)
    except UNREADABLE:
        return None


def _say(f: Json) -> Say:
    return Say(
        room=RoomId(f["room"]),
        text=f["text"],
        mentions=tuple(IdentityId(i) for i in f["mentions"]),
        mention_all=f["mention_all"],
        media=_media(f["media"]),
        count_clicks=bool(f.get("count_clicks")),
    )


def _media(f: Json | None) -> Media | None:
    return None if f is None else Media(**f)


_BUILDERS: dict[str, Callable[[Json], Deed]] = {
    "Say": _say,
    "DirectMessage": lambda f: DirectMessage(
        to=IdentityId(f["to"]), text=f["text"], media=_media(f["media"])
    ),
    "RemoveMember": lambda f: RemoveMember(room=RoomId(f["room"]), member=IdentityId(f["member"])),
    "RecallMessage": lambda f: RecallMessage(
        room=RoomId(f["room"]), message=MessageId(f["message"])
    ),
    "InviteMember": lambda f: InviteMember(room=RoomId(f["room"]), member=IdentityId(f["member"])),
    "SetAnnouncement": lambda f: SetAnnouncement(room=RoomId(f["room"]), text=f["text"]),
    "AcceptInvitation": lambda f: AcceptInvitation(
        channel=ChannelName(f["channel"]), invitation=f["invitation"]
    ),
    "NotifyStaff": lambda f: NotifyStaff(
        staff=StaffName(f["staff"]),
        alert=AlertId(f["alert"]),
        target=f["target"],
        channel=None if f.get("channel") is None else ChannelName(f["channel"]),
    ),
}


def room_of(deed: Deed) -> RoomId | None:
    """The room a deed is done in."""
    return deed.room if isinstance(deed, _PLACED) else None


def people_of(deed: Deed) -> tuple[IdentityId, ...]:
    """The accounts a deed speaks to, or is about."""
    match deed:
        case Say():
            return deed.mentions
        case DirectMessage():
            return (deed.to,)
        case RemoveMember() | InviteMember():
            return (deed.member,)
        case RecallMessage() | SetAnnouncement() | AcceptInvitation() | NotifyStaff():
            return ()
        case _:
            assert_never(deed)


def words_of(deed: Deed) -> str | None:
    """The text by which the echo of a deed is known; None where none will come."""
    return deed.text if isinstance(deed, Say | DirectMessage) else None

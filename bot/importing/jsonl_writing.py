"""Events as lines of our JSONL, which `bot.importing.jsonl` reads back equal."""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from bot.core.events import (
    ErrandDone,
    Event,
    Media,
    MemberSeen,
    MembersJoined,
    MembersLeft,
    MessageEdited,
    MessageKind,
    MessageRecalled,
    MessageReceived,
    TopicChanged,
)


def to_line(event: Event, room_name: str = "") -> str:
    """One line without its end; "" for an event that is about our own accounts, not talk."""
    fields = _message(event) if isinstance(event, MessageReceived) else _event(event, room_name)
    if not fields:
        return ""
    kept = {key: value for key, value in fields.items() if value not in ("", None, [], False, {})}
    if event_room(event) is None:
        kept["room"] = None
    return json.dumps(kept, ensure_ascii=False)


def event_room(event: Event) -> str | None:
    """The platform's id of the room, where there is one."""
    return getattr(event, "room", None)


def _head(channel: str, ref: str, at: datetime, room: str | None, name: str) -> dict[str, Any]:
    return {
        "at": at.isoformat(),
        "channel": channel,
        "room": name,
        "room_ref": room if room != name else None,
        "ref": ref,
    }


def _message(event: MessageReceived) -> dict[str, Any]:
    return _head(event.channel, event.ref, event.at, event.room, event.room_name) | {
        "sender": event.sender,
        "sender_name": event.sender_name,
        "nickname": event.sender_nickname,
        "kind": event.kind.value if event.kind is not MessageKind.TEXT else "",
        "text": event.text or None,
        "mentions": list(event.mentions),
        "reply_to_ref": event.quoted,
        "quoted_text": event.quoted_text,
        "media": _media(event.media),
        "own": event.own,
    }


def _event(event: Event, room_name: str) -> dict[str, Any]:
    kind: str
    rest: dict[str, Any]
    match event:
        case MembersJoined(members=members, inviter=by):
            kind, rest = "joined", {"members": [_member(one) for one in members], "by": by}
        case MembersLeft(members=gone, remover=by):
            kind, rest = "left", {"members": list(gone), "by": by}
        case TopicChanged(topic=topic, by=by):
            kind, rest = "topic", {"topic": topic, "by": by}
        case MessageRecalled(recalled=recalled, by=by):
            kind, rest = "recalled", {"recalled_ref": recalled, "by": by}
        case MessageEdited(message=edited, text=now_reads, by=by):
            kind, rest = "edited", {"edited_ref": edited, "text": now_reads, "by": by}
        case ErrandDone(message=about, answer=answer):
            kind, rest = "found_out", {"about_ref": about, "answer": asdict(answer)}
        case _:
            return {}
    name = event.room_name if isinstance(event, MembersJoined) else room_name
    head = _head(event.channel, event.ref, event.at, event.room, name)
    return {"event": kind} | head | rest


def _member(shown: MemberSeen) -> dict[str, Any]:
    fields = {
        "user": shown.user,
        "name": shown.name,
        "nickname": shown.nickname,
        "own": shown.own,
    }
    return {key: value for key, value in fields.items() if value}


def _media(media: Media | None) -> dict[str, Any]:
    if media is None:
        return {}
    fields = {
        "name": media.name,
        "url": media.url,
        "mime": media.mime,
        "size": media.size,
        "description": media.description,
    }
    return {key: value for key, value in fields.items() if value not in ("", None)}

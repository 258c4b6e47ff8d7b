"""Exports of chat programs, as their programs write them: for tests of the importers."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.core.events import (
    Event,
    MembersJoined,
    MembersLeft,
    MessageKind,
    MessageReceived,
    TopicChanged,
)
from bot.core.ids import ChannelName
from bot.importing.formats import find_format, open_source, read
from bot.importing.values import Aside, Item, Options

SHANGHAI = ZoneInfo("Asia/Shanghai")


def items_of(  # noqa: PLR0913 (the options of the command, by name)
    folder: Path,
    content: str | bytes,
    *,
    name: str = "export.txt",
    encoding: str = "utf-8",
    room: str = "",
    zone: ZoneInfo = SHANGHAI,
    format: str = "auto",  # noqa: A002 (the option's name)
    channel: str = "",
) -> list[Any]:
    """What the importer makes of a file."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    source = open_source(path)
    known = find_format(source, format)
    options = Options(zone=zone, room=room, channel=ChannelName(channel) if channel else None)
    return list(read(source, known, options))


def said(items: Iterable[Item]) -> list[tuple[str, str]]:
    """Who said what."""
    return [(i.sender_name, i.text) for i in items if isinstance(i, MessageReceived)]


def asides(items: Iterable[Item]) -> list[tuple[int, str]]:
    """What was not taken, and where."""
    return [(i.line, i.kind) for i in items if isinstance(i, Aside)]


def telegram(events: Iterable[Event], *, name: str, number: int, names: dict[str, str]) -> str:
    """One chat as Telegram Desktop exports it."""
    return json.dumps(
        {
            "name": name,
            "type": "private_supergroup",
            "id": number,
            "messages": [_telegram_message(event, names) for event in events],
        },
        ensure_ascii=False,
        indent=1,
    )


def _telegram_message(event: Event, names: dict[str, str]) -> dict[str, Any]:
    head = {
        "id": int(event.ref.rsplit(":", 1)[1]),
        "date": event.at.strftime("%Y-%m-%dT%H:%M:%S"),
        "date_unixtime": str(int(event.at.timestamp())),
    }
    match event:
        case MessageReceived():
            return head | _telegram_said(event)
        case MembersJoined(members=members, inviter=by):
            shown = [one.name for one in members]
            return head | _telegram_service("invite_members", by, names, members=shown)
        case MembersLeft(members=gone, remover=by):
            shown = [names[one] for one in gone]
            return head | _telegram_service("remove_members", by, names, members=shown)
        case TopicChanged(topic=topic, by=by):
            return head | _telegram_service("edit_group_title", by, names, title=topic)
        case _:
            raise ValueError(event)


def _telegram_service(action, actor, names, **more: Any) -> dict[str, Any]:
    return {
        "type": "service",
        "actor": names[actor],
        "actor_id": actor,
        "action": action,
        **more,
        "text": "",
        "text_entities": [],
    }


def _telegram_said(event: MessageReceived) -> dict[str, Any]:
    found: dict[str, Any] = {
        "type": "message",
        "from": event.sender_name,
        "from_id": event.sender,
    }
    if event.quoted:
        found["reply_to_message_id"] = int(event.quoted.rsplit(":", 1)[1])
    if event.media and event.kind is MessageKind.IMAGE:
        found["photo"] = event.media.url
    elif event.media:
        found |= {"file": event.media.url, "mime_type": event.media.mime}
        found["media_type"] = {
            MessageKind.AUDIO: "voice_message",
            MessageKind.VIDEO: "video_file",
        }.get(event.kind, "")
    plain: list[Any] = [event.text] if event.text else []
    plain += [
        {"type": "mention_name", "text": "", "user_id": int(ref[4:])} for ref in event.mentions
    ]
    found["text"] = plain if event.mentions else event.text
    found["text_entities"] = [
        part if isinstance(part, dict) else {"type": "plain", "text": part} for part in plain
    ]
    return found

"""WeChat as text, in the forms people have it in.

留痕 (WeChatMsg, MemoTrace):       2024-05-01 09:30:00 王老师      (without a name: a grey line)
copied out of WeChat for Windows:  王老师 2024/5/1 9:30:00
with the time in brackets:         [2024-05-01 09:30:00] 王老师: 大家早
sent by mail from the phone:       —————  2024-05-01  —————   and then   王老师  09:30

Only names are given, so a name is the account. 留痕's "AI" text has no times and is refused.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core.events import Event, MessageReceived
from bot.core.events import MessageKind as Kind
from bot.core.ids import RoomRef, UserRef
from bot.core.text import storable
from bot.importing.blocks import Block, Header, Judge, Notice, blocks, needs_gap
from bot.importing.markers import kind_of
from bot.importing.refs import SYSTEM, SYSTEM_NAME, Ordinals, short_name, short_ref
from bot.importing.source import Source
from bot.importing.times import CLOCK, DATE, WALL, wall
from bot.importing.values import Aside, Format, Item, Options
from bot.importing.wechat_grey import grey_event

_TIME_FIRST = re.compile(rf"({WALL})(?:[ \t]+(\S.{{0,80}}?))?[ \t]*")
_NAME_FIRST = re.compile(rf"(\S.{{0,60}}?)[ \t]+({WALL})[ \t]*")
_BRACKETS = re.compile(rf"\[({WALL})\] ?(\S[^:：\n]{{0,60}}?) ?[:：] ?(.*)")
_DAY = re.compile(rf"[—\-─*]{{3,}}\s*({DATE})\s*[—\-─*]{{3,}}\s*")
_CLOCK_LAST = re.compile(rf"(\S.{{0,60}}?)(?: {{2,}}|\t)({CLOCK})\s*")
_STARS = re.compile(rf"\*{{10,}}{DATE}\*{{10,}}")
_NUMBERED = re.compile(r"(.{1,60}?)[(（]([A-Za-z0-9_@\-]{5,40})[)）]")
_LOOK = 400  # lines


def _misfit(sample: str) -> str:
    if _STARS.search(sample) and not _TIME_FIRST.search(sample):
        return "留痕's AI text has no times: export TXT or CSV there"
    lines = sample.split("\n")[:_LOOK]
    judge = _judge(ZoneInfo("UTC"))
    found = any(isinstance(judge(line.rstrip("\r")), Header) for line in lines)
    return "" if found else "no line like 2024-05-01 09:30:00 name, nor name 2024/5/1 9:30"


def _judge(zone: ZoneInfo) -> Judge:
    """Knows headers; remembers the day that a mail export names once."""
    day = ""

    def judge(line: str) -> Header | Notice | Aside | None:
        nonlocal day
        if not _may_be_header(line):
            return None
        if found := _DAY.fullmatch(line):
            day = found[1]
            return Notice()
        parts = _parts(line, day)
        return _header(*parts, zone) if parts else None

    return judge


def _parts(line: str, day: str) -> tuple[str, str, str] | None:
    """Time, name and words of a header line."""
    if found := _TIME_FIRST.fullmatch(line):
        return found[1], found[2] or "", ""
    if found := _BRACKETS.fullmatch(line):
        return found[1], found[2], found[3]
    if found := _NAME_FIRST.fullmatch(line):
        return found[2], found[1], ""
    if day and (found := _CLOCK_LAST.fullmatch(line)):
        return f"{day} {found[2]}", found[1], ""
    return None


def _may_be_header(line: str) -> bool:
    """Cheap, because every line of a long file is asked."""
    return 4 < len(line) < 4000 and (":" in line or line[0] in "—-─*")  # noqa: PLR2004 (bounds of a line)


def _header(when: str, name: str, words: str, zone: ZoneInfo) -> Header | Aside:
    at = wall(when, zone)
    if at is None:
        return Aside(line=0, kind="no time that can be read")
    numbered = _NUMBERED.fullmatch(name)
    sender = short_ref(numbered[2] if numbered else short_name(name))
    shown = short_name(numbered[1] if numbered else name)
    return Header(at=at, sender=sender, name=shown, words=words)


def _read(source: Source, options: Options) -> Iterator[Item]:
    gap = needs_gap(source.sample(), _judge(options.zone))
    ordinals = Ordinals()
    for block in blocks(source, _judge(options.zone), gap=gap):
        match block:
            case Block():
                yield _event(block, options, ordinals)
            case Aside():
                yield block
            case Notice():
                pass


def _event(block: Block, options: Options, ordinals: Ordinals) -> Event:
    at: datetime = block.header.at
    room = RoomRef(f"wechat:{options.room_name}")
    sender, said = block.header.sender, storable(block.text)
    ref = ordinals.message(room, at, sender, said)
    grey = not sender or block.header.name in {SYSTEM_NAME, "系统消息"}
    if grey and (event := grey_event(said, at, options.channel_name, room, ref)):
        return event
    kind, media = (Kind.SYSTEM, None) if grey else kind_of(said)
    return MessageReceived(
        channel=options.channel_name,
        ref=ref,
        at=at,
        room=room,
        room_name=options.room_name,
        sender=SYSTEM if grey else UserRef(sender),
        sender_name=SYSTEM_NAME if grey else block.header.name,
        text=said,
        kind=kind,
        media=media,
        own=grey,
    )


WECHAT_TXT = Format(name="wechat-txt", title="WeChat text export", misfit=_misfit, read=_read)

"""WeChat as text, in the forms people have it in.

留痕 (WeChatMsg, MemoTrace):       2024-05-01 09:30:00 王老师      (without a name: a grey line)
copied out of WeChat for Windows:  王老师 2024/5/1 9:30:00
with the time in brackets:         [2024-05-01 09:30:00] 王老师: 大家早
sent by mail from the phone:       —————  2024-05-01  —————   and then   王老师  09:30

Only names are given, so a name is the account. 留痕's "AI" text has no times and is refused.
"""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core.events import Event, MessageReceived
from bot.core.events import MessageKind as Kind
from bot.core.ids import RoomRef, UserRef
from bot.core.quoting import unquote
from bot.core.text import storable
from bot.importing.blocks import Block, Header, Judge, Notice, blocks, needs_gap
from bot.importing.markers import kind_of
from bot.importing.refs import SYSTEM, SYSTEM_NAME, Ordinals, short_name, short_ref
from bot.importing.source import Source
from bot.importing.times import CLOCK, DATE, WALL, wall
from bot.importing.values import Aside, Format, Item, Options
from bot.importing.wechat_grey import grey_event

_TIME_FIRST = re.compile(rf"(?P<at>{WALL})(?:[ \t]+(?P<name>\S.{{0,80}}?))?[ \t]*")
_FORMS = {
    "time first": _TIME_FIRST,
    "brackets": re.compile(
        rf"\[(?P<at>{WALL})\] ?(?P<name>\S[^:：\n]{{0,60}}?) ?[:：] ?(?P<words>.*)"
    ),
    "name first": re.compile(rf"(?P<name>\S.{{0,60}}?)[ \t]+(?P<at>{WALL})[ \t]*"),
    "mailed": re.compile(rf"(?P<name>\S.{{0,60}}?)(?: {{2,}}|\t)(?P<at>{CLOCK})\s*"),
}
_DAY = re.compile(rf"[—\-─*]{{3,}}\s*({DATE})\s*[—\-─*]{{3,}}\s*")
_STARS = re.compile(rf"\*{{10,}}{DATE}\*{{10,}}")
_NUMBERED = re.compile(r"(.{1,60}?)[(（]([A-Za-z0-9_@\-]{5,40})[)）]")


def _misfit(sample: str) -> str:
    if _STARS.search(sample) and not _TIME_FIRST.search(sample):
        return "留痕's AI text has no times: export TXT or CSV there"
    found = _form_of(sample)
    return "" if found else "no line like 2024-05-01 09:30:00 name, nor name 2024/5/1 9:30"


def _form_of(sample: str) -> str:
    """The way in which most headers of this file are written; "" where there are none."""
    counts: Counter[str] = Counter()
    day = ""
    for line in sample.split("\n"):
        bare = line.rstrip("\r")
        if _may_be_header(bare):
            day = day or (bare if _DAY.fullmatch(bare) else "")
            counts.update(form for form in _FORMS if _parts(bare, form, day))
    return max(counts, key=counts.__getitem__) if counts else ""


def _judge(zone: ZoneInfo, form: str) -> Judge:
    """Knows the headers of one form; remembers the day that a mailed talk names once."""
    day = ""

    def judge(line: str) -> Header | Notice | Aside | None:
        nonlocal day
        if not _may_be_header(line):
            return None
        if form == "mailed" and (found := _DAY.fullmatch(line)):
            day = found[1]
            return Notice()
        parts = _parts(line, form, day)
        return _header(*parts, zone) if parts else None

    return judge


def _parts(line: str, form: str, day: str) -> tuple[str, str, str] | None:
    """Time, name and words of a header line written in this form."""
    found = _FORMS[form].fullmatch(line)
    if found is None or (form == "mailed" and not day):
        return None
    if form == "mailed":
        return f"{day} {found['at']}", found["name"], ""
    return found["at"], found["name"] or "", found["words"] if form == "brackets" else ""


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
    sample = source.sample()
    form = _form_of(sample) or "time first"
    gap = needs_gap(sample, _judge(options.zone, form))
    ordinals = Ordinals()
    for block in blocks(source, _judge(options.zone, form), gap=gap):
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
    reply = unquote(said)
    return MessageReceived(
        channel=options.channel_name,
        ref=ref,
        at=at,
        room=room,
        room_name=options.room_name,
        sender=SYSTEM if grey else UserRef(sender),
        sender_name=SYSTEM_NAME if grey else block.header.name,
        text=reply.text,
        quoted_text=reply.quoted,
        kind=kind,
        media=media,
        own=grey,
    )


WECHAT_TXT = Format(name="wechat-txt", title="WeChat text export", misfit=_misfit, read=_read)

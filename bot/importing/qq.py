"""QQ's own export (消息管理器 → 导出消息记录 → 文本文件).

消息记录（此消息记录为文本格式，不支持重新导入）
消息分组:我的群聊
消息对象:小区业主群
2024-05-01 09:30:00 【管理员】王老师(10001)
大家早
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core.events import Event, MemberSeen, MembersJoined, MembersLeft, MessageReceived
from bot.core.events import MessageKind as Kind
from bot.core.ids import ChannelName, EventRef, MessageRef, RoomRef, UserRef
from bot.core.text import storable
from bot.importing.blocks import Block, Header, Judge, Notice, blocks, needs_gap
from bot.importing.markers import kind_of
from bot.importing.refs import SYSTEM, SYSTEM_NAME, Ordinals, short_name, short_ref
from bot.importing.source import Source
from bot.importing.times import wall
from bot.importing.values import Aside, Format, Item, Options

_TITLE = "消息记录（此消息记录为文本格式"
_HEADER = re.compile(
    r"(\d{4}-\d{1,2}-\d{1,2} +\d{1,2}:\d{2}:\d{2}(?: [AaPp][Mm])?) +"
    r"(?:【[^】\n]{1,20}】)?(.{0,120}?)(?:\((\d{3,12})\)|<([^<>\s]{3,80})>)\s*"
)
_NAMED = re.compile(
    r"(\d{4}-\d{1,2}-\d{1,2} +\d{1,2}:\d{2}:\d{2}(?: [AaPp][Mm])?) (?! )(.{1,60}?)\s*"
)
_OBJECT = re.compile(r"消息对象[:：](.{1,300})")
_NOTICE = re.compile(r"={64}|消息分组[:：].*|消息记录（此消息记录为文本格式.*|\u200b?日期[:：].*")
_SYSTEM_NUMBERS = {"10000", "1000000"}
_JOINED = re.compile(
    r"(?:.{0,80} ?邀请 ?)?([^()（）\s]{1,60}) ?[(（](\d{5,12})[)）] ?已?加入了?本?群.{0,20}"
)
_LEFT = re.compile(r"([^()（）\s]{1,60}) ?[(（](\d{5,12})[)）].{0,20}(?:移出|退出)了?本?群.{0,20}")


def _misfit(sample: str) -> str:
    if _TITLE in sample[:2000]:
        return ""
    lines = sample.split("\n")[:400]
    headers = sum(1 for line in lines if _HEADER.fullmatch(line.rstrip("\r")))
    return "" if headers else "no 消息记录 title, and no line like 2024-05-01 09:30:00 name(10001)"


def _judge(zone: ZoneInfo, *, named: bool) -> Judge:
    """`named`: the export of a talk between two writes no numbers."""

    def judge(line: str) -> Header | Notice | Aside | None:
        if not line or not (line[0].isdigit() or line[0] in "=消日\u200b"):
            return None
        found = _HEADER.fullmatch(line)
        if found is not None:
            return _header(found[1], found[2], found[3] or found[4], zone)
        if named and (plain := _NAMED.fullmatch(line)):
            return _header(plain[1], plain[2], plain[2], zone)
        if title := _OBJECT.fullmatch(line):
            return Notice(room=short_name(title[1]))
        return Notice() if _NOTICE.fullmatch(line) else None

    return judge


def _header(when: str, name: str, number: str, zone: ZoneInfo) -> Header | Aside:
    at = wall(" ".join(when.split()), zone)
    if at is None:
        return Aside(line=0, kind="no time that can be read")
    return Header(at=at, sender=short_ref(number), name=short_name(name))


def _read(source: Source, options: Options) -> Iterator[Item]:
    sample = source.sample()
    judge = _judge(options.zone, named=False)
    if not any(isinstance(judge(line.rstrip("\r")), Header) for line in sample.split("\n")):
        judge = _judge(options.zone, named=True)
    room, wanted = options.room_name, True
    ordinals = Ordinals()
    for block in blocks(source, judge, gap=needs_gap(sample, judge)):
        match block:
            case Notice(room=""):
                pass
            case Notice(room=name):
                room, wanted = name, options.wants(name)
            case Aside():
                yield block
            case Block(line=line) if not wanted:
                yield Aside(line=line, kind="not the room asked for")
            case Block():
                yield _event(block, room, options, ordinals)


def _event(block: Block, room_name: str, options: Options, ordinals: Ordinals) -> Event:
    room = RoomRef(f"qq:{room_name}")
    header, said = block.header, storable(block.text)
    ref = ordinals.message(room, header.at, header.sender, said)
    grey = header.sender in _SYSTEM_NUMBERS
    if grey and (moved := _moved(said, header.at, Place(options.channel_name, room), ref)):
        return moved
    kind, media = (Kind.SYSTEM, None) if grey else kind_of(said)
    return MessageReceived(
        channel=options.channel_name,
        ref=ref,
        at=header.at,
        room=room,
        room_name=room_name,
        sender=SYSTEM if grey else UserRef(header.sender),
        sender_name=SYSTEM_NAME if grey else header.name,
        text=said,
        kind=kind,
        media=media,
        own=grey,
    )


@dataclass(frozen=True, slots=True)
class Place:
    """A room of a channel."""

    channel: ChannelName
    room: RoomRef


def _moved(said: str, at: datetime, place: Place, ref: MessageRef) -> Event | None:
    """A join or leave, where the grey line gives the number of who it was."""
    if joined := _JOINED.fullmatch(said.strip()):
        return MembersJoined(
            channel=place.channel,
            ref=EventRef(ref),
            at=at,
            room=place.room,
            members=(MemberSeen(user=UserRef(joined[2]), name=short_name(joined[1])),),
        )
    if left := _LEFT.fullmatch(said.strip()):
        return MembersLeft(
            channel=place.channel,
            ref=EventRef(ref),
            at=at,
            room=place.room,
            members=(UserRef(left[2]),),
        )
    return None


QQ = Format(name="qq-txt", title="QQ text export", misfit=_misfit, read=_read)

"""WeChat as CSV: 留痕/WeChatMsg (old and new columns), PyWxDump, and tables made by hand.

Columns are found by their names; needed are a time, a text and a sender.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.core.events import Event, Media, MessageReceived
from bot.core.events import MessageKind as Kind
from bot.core.ids import MessageRef, RoomRef, UserRef
from bot.core.quoting import unquote
from bot.core.text import storable
from bot.importing.markers import kind_named, kind_of
from bot.importing.refs import SYSTEM, SYSTEM_NAME, Ordinals, short_name, short_ref
from bot.importing.source import Source
from bot.importing.table import Row, rows
from bot.importing.times import moment
from bot.importing.values import Aside, Format, Item, Options

# What each column may be called, the better name first; compared in lower case.
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "time": ("createtime", "strtime", "时间", "发送时间", "消息时间", "time", "timestamp", "date"),
    "text": ("strcontent", "内容", "消息内容", "msg", "content", "text", "消息", "message"),
    "sender": ("sender", "talker", "wxid", "from_id", "sender_id", "发送人", "发送者", "昵称"),
    "name": (
        "nickname",
        "昵称",
        "发送人",
        "发送者",
        "from_nickname",
        "sender_name",
        "remark",
        "备注",
    ),
    "kind": ("type", "type_name", "类型", "消息类型", "content_type"),
    "subtype": ("subtype",),
    "mine": ("issender", "is_sender"),
    "room": ("room_name", "group_name", "群名", "群聊"),
    "id": ("msgsvrid", "消息id"),
}
_NUMBERS = {
    1: Kind.TEXT,
    3: Kind.IMAGE,
    34: Kind.AUDIO,
    42: Kind.CARD,
    43: Kind.VIDEO,
    47: Kind.IMAGE,
    48: Kind.OTHER,
    49: Kind.LINK,
    50: Kind.OTHER,
    62: Kind.VIDEO,
    10000: Kind.SYSTEM,
    10002: Kind.SYSTEM,
}
_LINK_KINDS = {
    "1": Kind.TEXT,
    "6": Kind.FILE,
    "33": Kind.MINI_PROGRAM,
    "36": Kind.MINI_PROGRAM,
    "57": Kind.TEXT,
}
_APP = 49
_TITLE = re.compile(r"<title>(?:<!\[CDATA\[)?(.{0,2000}?)(?:\]\]>)?</title>", re.DOTALL)
_URL = re.compile(r"<url>(?:<!\[CDATA\[)?(https?://[^<\]]{1,2000})")
_ME = "me"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Columns:
    places: Mapping[str, int]
    width: int

    def cell(self, row: Row, name: str) -> str:
        place = self.places.get(name)
        return row.cells[place].strip() if place is not None and place < len(row.cells) else ""


def _columns(header: Row) -> _Columns:
    titles = [
        re.sub(r"[(（].*", "", cell.strip().lstrip("\ufeff").lower()) for cell in header.cells
    ]
    places = {
        name: titles.index(known)
        for name, choices in _COLUMNS.items()
        if (known := next((choice for choice in choices if choice in titles), None))
    }
    return _Columns(places=places, width=len(titles))


def _lacking(columns: _Columns) -> list[str]:
    lacking = [name for name in ("time", "text") if name not in columns.places]
    return lacking if {"sender", "mine"} & set(columns.places) else [*lacking, "sender"]


def _misfit(sample: str) -> str:
    first = sample.lstrip("\ufeff").split("\n", 1)[0].rstrip("\r").replace('"', "")
    if first.count(",") < 2:  # noqa: PLR2004 (three columns are needed)
        return "the first line is no row of column names"
    lacking = _lacking(_columns(Row(cells=tuple(first.split(",")), line=1)))
    return f"no column for {', '.join(lacking)}" if lacking else ""


def _read(source: Source, options: Options) -> Iterator[Item]:
    columns: _Columns | None = None
    ordinals = Ordinals()
    for row in rows(source):
        if isinstance(row, Aside):
            yield row
        elif columns is None:
            columns = _columns(row)
        else:
            made = _event(row, columns, options, ordinals)
            yield Aside(line=row.line, kind=made) if isinstance(made, str) else made


def _event(row: Row, columns: _Columns, options: Options, ordinals: Ordinals) -> Event | str:
    if len(row.cells) > columns.width or len(row.cells) < columns.places["time"]:
        return "more or fewer columns than the header"
    at = moment(columns.cell(row, "time"), options.zone)
    if at is None:
        return "no time that can be read"
    named = short_name(columns.cell(row, "room"))
    if named and not options.wants(named):
        return "not the room asked for"
    room_name = named or options.room_name.removesuffix("_utf8")
    kind, said, media = _content(row, columns)
    sender, name = _sender(row, columns, room_name, kind)
    if not sender:
        return "nobody is named as the sender"
    room = RoomRef(f"wechat:{room_name}")
    reply = unquote(said)
    return MessageReceived(
        channel=options.channel_name,
        ref=_ref(columns.cell(row, "id"), ordinals, room, at, sender, said),
        at=at,
        room=room,
        room_name=room_name,
        sender=sender,
        sender_name=name,
        text=reply.text,
        quoted_text=reply.quoted,
        kind=kind,
        media=media,
        own=sender == SYSTEM,
    )


def _ref(
    number: str, ordinals: Ordinals, room: RoomRef, at: datetime, sender: UserRef, said: str
) -> MessageRef:
    if number.isdigit() and number != "0":
        return MessageRef(f"wechat:{short_ref(number)}")
    return ordinals.message(room, at, sender, said)


def _sender(row: Row, columns: _Columns, room_name: str, kind: Kind) -> tuple[UserRef, str]:
    name = short_name(columns.cell(row, "name"))
    ref = short_ref(columns.cell(row, "sender")) or short_ref(name)
    if kind is Kind.SYSTEM:
        return SYSTEM, SYSTEM_NAME
    if ref:
        return UserRef(ref), name or short_name(ref)
    mine = columns.cell(row, "mine")
    if mine == "1":
        return UserRef(_ME), "我"
    # A talk between two names nobody: who is not me is the one the file is named after.
    return (UserRef(short_ref(room_name)), room_name) if mine == "0" else (UserRef(""), "")


def _content(row: Row, columns: _Columns) -> tuple[Kind, str, Media | None]:
    said = storable(columns.cell(row, "text"))
    word, subtype = columns.cell(row, "kind"), columns.cell(row, "subtype")
    kind, media = kind_of(said)
    if word.isdecimal():
        number = int(word[:6])
        kind = (
            _LINK_KINDS.get(subtype, Kind.LINK)
            if number == _APP
            else _NUMBERS.get(number, Kind.OTHER)
        )
    elif "系统" in word:
        kind = Kind.SYSTEM
    elif word:
        kind = kind_named(word) or kind
    if not said.lstrip().startswith("<"):
        return kind, said, media
    return _from_xml(kind, said)


def _from_xml(kind: Kind, said: str) -> tuple[Kind, str, Media | None]:
    """What a person would see of it: the title. The rest is the program's own."""
    title, url = _TITLE.search(said), _URL.search(said)
    name = short_name(title[1]) if title else ""
    media = Media(name=name, url=storable(url[1]) if url else "")
    return kind, name, None if media == Media() else media


WECHAT_CSV = Format(name="wechat-csv", title="WeChat CSV export", misfit=_misfit, read=_read)

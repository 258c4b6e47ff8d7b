"""WeChat's grey lines: who came, who went, what the group is called now."""

import re
from datetime import datetime

from bot.core.events import Event, MemberSeen, MembersJoined, MembersLeft, TopicChanged
from bot.core.ids import ChannelName, EventRef, RoomRef, UserRef
from bot.importing.refs import short_name, short_ref

_QUOTED = "[\"“”'「」]"
_NAME = rf"{_QUOTED}(.{{1,400}}?){_QUOTED}"
_INVITED = re.compile(rf"(?:{_NAME}|你|我)邀请{_NAME}加入了?群聊.{{0,40}}")
_SCANNED = re.compile(rf"{_NAME}通过扫描(?:{_NAME}|你|我)分享的二维码加入群聊.{{0,40}}")
_TOPIC = re.compile(rf"(?:{_NAME}|你|我)修改群名为{_NAME}")
_REMOVED = re.compile(rf"(?:{_NAME}|你|我)将{_NAME}移出了?群聊")


def grey_event(
    line: str, at: datetime, channel: ChannelName, room: RoomRef, ref: str
) -> Event | None:
    """The event of a grey line whose names are accounts; None where it tells of none."""
    line = line.strip()
    if found := _INVITED.fullmatch(line) or _SCANNED.fullmatch(line):
        invited = "邀请" in line
        names, inviter = (found[2], found[1]) if invited else (found[1], found[2])
        return MembersJoined(
            channel=channel,
            ref=EventRef(ref),
            at=at,
            room=room,
            members=tuple(MemberSeen(user=_ref(n), name=short_name(n)) for n in _split(names)),
            inviter=_ref(inviter) if inviter else None,
        )
    if found := _REMOVED.fullmatch(line):
        return MembersLeft(
            channel=channel,
            ref=EventRef(ref),
            at=at,
            room=room,
            members=tuple(map(_ref, _split(found[2]))),
            remover=_ref(found[1]) if found[1] else None,
        )
    if found := _TOPIC.fullmatch(line):
        return TopicChanged(
            channel=channel,
            ref=EventRef(ref),
            at=at,
            room=room,
            topic=short_name(found[2]),
            by=_ref(found[1]) if found[1] else None,
        )
    return None


def _split(names: str) -> list[str]:
    return [name for name in names.split("、") if name.strip()] or [names]


def _ref(name: str) -> UserRef:
    return UserRef(short_ref(short_name(name)))

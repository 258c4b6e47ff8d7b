"""Builders for alerts and colleagues."""

from datetime import time
from typing import Any

from bot.core.alerting import (
    Alert,
    AlertMessage,
    AlertPerson,
    AlertRoom,
    AlertSettings,
    AlertState,
)
from bot.core.effects import Severity
from bot.core.ids import AlertId, ChannelName, MessageId, RoomId, RoomRef, StaffName, StudentId
from bot.core.rooms import QuietHours
from bot.core.staff import Staff, StaffAccount
from tests.support.builders import NOON

SETTINGS = AlertSettings()
NIGHT = QuietHours(start=time(22), end=time(8))
ROOM = AlertRoom(id=RoomId(1), channel=ChannelName("sim"), ref=RoomRef("r1"), name="英语学习打卡群")
PERSON = AlertPerson(student=StudentId(10023), name="小明")
MESSAGE = AlertMessage(id=MessageId(7), text="加V领资料", sender="小明", at=NOON, recalled=False)


def colleague(name: str, **other: Any) -> Staff:
    """Somebody with an account on "sim", unless told otherwise."""
    account = StaffAccount(channel=ChannelName("sim"), user=f"user-{name}")
    return Staff(**({"name": name, "accounts": (account,)} | other))


def team(*colleagues: Staff) -> dict[StaffName, Staff]:
    """Colleagues by name."""
    return {c.name: c for c in colleagues}


def alert(**other: Any) -> Alert:
    """An open alert about an advert."""
    given: dict[str, Any] = {
        "id": AlertId(12),
        "kind": "advert",
        "severity": Severity.WARNING,
        "reason": "同一内容 10 分钟内发送 4 次",
        "advice": "核实后移出",
        "group": "advert:1",
        "state": AlertState.OPEN,
        "count": 1,
        "raised_at": NOON,
        "repeated_at": NOON,
        "round": 1,
        "level": 0,
        "next_at": NOON,
        "room": ROOM,
        "person": PERSON,
        "message": MESSAGE,
    }
    return Alert(**given | other)

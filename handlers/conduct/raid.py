"""Raids 冲群: many strangers at once, or a burst of messages by them."""

from datetime import datetime

from bot.core.conduct import Burst
from bot.core.conduct_effects import AlarmRoom
from bot.core.effects import Effect, RaiseAlert, Severity
from bot.core.seen import Room
from handlers.conduct.words import Tell, moment, tell
from handlers.wording import Wording


def raid(room: Room, burst: Burst, now: datetime, wording: Wording) -> list[Effect]:
    """An alarm where more happens than a room knows; one call to staff, when it begins."""
    why = _why(room, burst, now, wording)
    if not why:
        return []
    rules = room.rules.raid
    until = now + rules.lasts
    if burst.alarm is not None and burst.alarm.until >= until:
        return []
    alarm = AlarmRoom(room=room.id, until=until, why=why)
    if burst.alarm is not None:
        return [alarm]
    alert = RaiseAlert(
        kind="raid",
        severity=Severity.CRITICAL,
        reason=tell(wording, Tell.RAID, why=why, until=moment(until, room.rules.zone)),
        advice=tell(wording, Tell.RAID_ADVICE),
        group=f"raid:{room.id}:{now:%Y-%m-%dT%H:%M}",
        room=room.id,
    )
    return [alarm, alert]


def _why(room: Room, burst: Burst, now: datetime, wording: Wording) -> str:
    rules = room.rules.raid
    if burst.since is not None and now - burst.since < rules.young:
        return ""  # a room that has just been made fills up; nobody knows yet what is usual in it
    minutes = int(rules.within.total_seconds() // 60)
    if _is_much(burst.joins, rules.joins, rules.usual * burst.usual_joins):
        return tell(
            wording,
            Tell.RAID_JOINS,
            minutes=minutes,
            count=burst.joins,
            usual=f"{burst.usual_joins:.1f}",
        )
    if _is_much(burst.said, rules.messages, rules.usual * burst.usual_said):
        return tell(
            wording,
            Tell.RAID_TALK,
            minutes=minutes,
            count=burst.said,
            usual=f"{burst.usual_said:.1f}",
        )
    return ""


def _is_much(count: int, limit: int, usual: float) -> bool:
    return count >= limit and count >= usual

"""Poison: an event that could not be handled is set aside, and staff are told. Pure."""

from bot.core.effects import RaiseAlert, Severity
from bot.core.events import Event


def poison_alert(event: Event, error: Exception) -> RaiseAlert:
    """The alert about an event that was set aside; one a channel and kind of error.

    It names no room: the mistake is ours, and the people of the room can do nothing about it.
    """
    mistake = type(error).__name__
    return RaiseAlert(
        kind="poison",
        severity=Severity.WARNING,
        reason=f"账号 {event.channel} 收到的内容有一条处理出错（{mistake}），已放到一边",
        advice="groupkeeper 照常运行，其他消息不受影响。内容和错误见接口 /api/v1/poison；"
        "问题修好后用 POST /api/v1/poison/<编号>/retry 再试一次。",
        group=f"poison:{event.channel}:{mistake}",
    )

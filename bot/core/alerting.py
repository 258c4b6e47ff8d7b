"""Rules of alerting: the `alerts:` section of config.yaml."""

from datetime import timedelta

from pydantic import BaseModel, Field

from bot.core.ids import StaffName


class AlertSettings(BaseModel, frozen=True, extra="forbid"):
    """Who hears of what, and how soon the next person is asked."""

    escalate_after: timedelta = timedelta(minutes=15)
    group_window: timedelta = timedelta(hours=1)  # repeats within it are counted, not told again
    fallback_staff: tuple[StaffName, ...] = ()  # told where a room names nobody
    direct_message: bool = True
    min_severity: str = Field(default="info", pattern="^(info|warning|critical)$")

"""Times on the command line: 7d, 24h, 2024-05-01, 2024-05-01T09:30."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import typer

from bot.importing.times import moment

_MINUTE = ("%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M")

_AGO = re.compile(r"(\d{1,5})\s*([mhdw])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def point(text: str | None, *, zone: ZoneInfo, now: datetime, option: str) -> datetime | None:
    """A moment in UTC; None where nothing is given."""
    if text is None:
        return None
    if found := _AGO.fullmatch(text.strip()):
        try:
            return now - timedelta(**{_UNITS[found[2]]: int(found[1])})
        except OverflowError:
            pass
    elif at := moment(text, zone):
        return at
    msg = f"{text!r} is no time: write 7d, 24h, 30m, 2w, or a date such as 2024-05-01"
    raise typer.BadParameter(msg, param_hint=option)


def span(
    since: str | None, until: str | None, *, zone: ZoneInfo, now: datetime
) -> tuple[datetime | None, datetime | None]:
    """What --since and --until say, in UTC."""
    first = point(since, zone=zone, now=now, option="--since")
    last = point(until, zone=zone, now=now, option="--until")
    if first is not None and last is not None and last <= first:
        msg = f"{until!r} is not after --since {since!r}"
        raise typer.BadParameter(msg, param_hint="--until")
    return first, last


def zone_named(name: str) -> ZoneInfo:
    """A time zone by its IANA name."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        msg = f"unknown time zone {name!r}; use an IANA name such as Asia/Shanghai"
        raise typer.BadParameter(msg, param_hint="--zone") from None


def day(text: str | datetime) -> datetime:
    """A day on the wall, as an option has it: midnight, without a zone."""
    return _wall(text, ("%Y-%m-%d",), "no date; write it as 2026-03-05")


def minute(text: str | datetime) -> datetime:
    """A time on the wall, as an option has it, without a zone."""
    return _wall(text, _MINUTE, 'no time; write it as "2026-03-05 20:00"')


def _wall(text: str | datetime, formats: tuple[str, ...], wrong: str) -> datetime:
    if isinstance(text, datetime):
        return text
    for one in formats:
        try:
            return datetime.strptime(text.strip(), one)  # noqa: DTZ007 (the room says the zone)
        except ValueError:
            continue
    msg = f"{text!r} is {wrong}"
    raise typer.BadParameter(msg)

"""What is wrong with the set-up, and what to do about it: one finding a check, never a crash."""

import asyncio
import importlib.util
import shutil
import socket
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from zoneinfo import available_timezones

from bot.alerts.notifier import invalid_targets
from bot.alerts.routing import on_duty, ways_to
from bot.channels.wechaty.settings import WechatySettings, split_endpoint
from bot.config import Settings
from bot.core.ids import StaffName
from bot.core.outbound import ALERTS
from bot.core.staff import Staff
from bot.web.settings import STRONG

_ROOM_WANTED = 500 * 1024 * 1024  # bytes on the disk; below it a busy month may fill it
_ROOM_NEEDED = 50 * 1024 * 1024
_SKEW = timedelta(seconds=5)  # between this machine and the database
_ANSWER = 3.0  # seconds a gateway has to take a connection


class Health(StrEnum):
    """How a check came out."""

    OK = "ok"
    WARNING = "warning"  # works, and will hurt somebody one day
    WRONG = "wrong"  # does not work


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One check: what was found, and what to do where it is not well."""

    check: str
    health: Health
    found: str
    advice: str = ""


def fine(check: str, found: str) -> Finding:
    """All is well."""
    return Finding(check=check, health=Health.OK, found=found)


def warning(check: str, found: str, advice: str) -> Finding:
    """Works, and will hurt somebody one day."""
    return Finding(check=check, health=Health.WARNING, found=found, advice=advice)


def wrong(check: str, found: str, advice: str) -> Finding:
    """Does not work."""
    return Finding(check=check, health=Health.WRONG, found=found, advice=advice)


def check_python() -> Finding:
    """The Python that runs this; pip refuses to install us on one that is too old."""
    return fine("python", ".".join(str(part) for part in sys.version_info[:3]))


def check_zones() -> Finding:
    """Whether wall times can be computed."""
    count = len(available_timezones())
    if count == 0:
        return wrong("time zones", "none are installed", "pip install tzdata")
    return fine("time zones", f"{count} zones")


def check_secrets(settings: Settings) -> Finding:
    """Tokens that anybody on this machine could guess."""
    weak = sorted(n for n, token in settings.web.authors.items() if len(token) < STRONG)
    if not settings.web.enabled or not weak:
        return fine("secrets", "set")
    return warning(
        "secrets",
        f"the token of {', '.join(weak)} is short",
        "good enough to try things on this machine; for real use set web.token to"
        " ${GK_TOKEN} and GK_TOKEN to the answer of `openssl rand -hex 24`",
    )


def check_disk(settings: Settings) -> Finding:
    """Room for the database file."""
    path = sqlite_file(settings.storage.url)
    if path is None:
        return fine("disk", "the database is elsewhere")
    folder = next((p for p in path.resolve().parents if p.exists()), Path("/"))
    free = shutil.disk_usage(folder).free
    shown = f"{free // (1024 * 1024)} MB free"
    if free < _ROOM_NEEDED:
        return wrong("disk", shown, "make room: writes will fail, and nothing more is stored")
    if free < _ROOM_WANTED:
        return warning("disk", shown, "make room before the disk is full")
    return fine("disk", shown)


def sqlite_file(url: str) -> Path | None:
    """The file of a SQLite address; None for other databases and for memory."""
    scheme, _, rest = url.partition(":///")
    name = rest.partition("?")[0]
    if not scheme.startswith("sqlite") or name in {"", ":memory:"}:
        return None
    return Path(name)


def check_clocks(skew: timedelta) -> Finding:
    """Our clock against the database's."""
    shown = f"{skew.total_seconds():+.1f} s against the database"
    if abs(skew) > _SKEW:
        return wrong("clock", shown, "set both clocks by NTP: posts are due by the database's")
    return fine("clock", shown)


def check_channels(settings: Settings) -> list[Finding]:
    """Whether there is an account at all, and what its platform needs."""
    if not settings.channels:
        advice = "add one under channels: kind simulator to try, kind wechaty for WeChat"
        return [warning("channels", "no account is configured", advice)]
    if not any(isinstance(one, WechatySettings) for one in settings.channels):
        return [fine("channels", ", ".join(str(one.name) for one in settings.channels))]
    missing = [n for n in ("wechaty", "wechaty_grpc") if importlib.util.find_spec(n) is None]
    if missing:
        advice = "pip install 'groupkeeper[wechaty]'"
        return [wrong("wechaty", f"{', '.join(missing)} is not installed", advice)]
    return [fine("wechaty", "installed")]


def check_senders(settings: Settings, waiting: Mapping[str, int]) -> Finding:
    """Deliveries that nobody will send: of accounts that are no longer in config.yaml."""
    known = {str(one.name) for one in settings.channels} | {ALERTS}
    lost = {sender: count for sender, count in waiting.items() if sender not in known}
    if not lost:
        return fine(
            "deliveries", f"{sum(waiting.values())} wait, each for an account that is there"
        )
    shown = ", ".join(f"{count} for {sender}" for sender, count in sorted(lost.items()))
    return warning(
        "deliveries",
        f"{shown} wait for an account that is not in config.yaml",
        "put the account back under channels, or cancel them: POST /api/v1/deliveries/<id>/cancel",
    )


async def check_gateways(settings: Settings) -> list[Finding]:
    """Whether each Wechaty gateway takes a connection."""
    accounts = [one for one in settings.channels if isinstance(one, WechatySettings)]
    return list(await asyncio.gather(*(_gateway(account) for account in accounts)))


async def _gateway(account: WechatySettings) -> Finding:
    check = f"gateway of {account.name}"
    host, port = split_endpoint(account.endpoint)
    try:
        async with asyncio.timeout(_ANSWER):
            _, writer = await asyncio.open_connection(host, port)
    except (OSError, TimeoutError) as error:
        found = f"{account.endpoint} does not answer ({str(error) or 'no answer in time'})"
        return wrong(check, found, "start the gateway, or correct its endpoint")
    writer.close()
    return fine(check, f"{account.endpoint} takes connections")


def check_staff(settings: Settings) -> list[Finding]:
    """Whether every alert finds somebody."""
    staff = {one.name: one for one in settings.staff}
    findings = [_mute(one, settings) for one in settings.staff]
    if not _anybody(on_duty((), staff, settings.alerts), staff, settings):
        advice = (
            "add a colleague under staff with an account or a target, and name them in"
            " alerts.fallback_staff (or give them the role admin)"
        )
        found = "alerts that belong to no room are told to nobody; the API lists them"
        findings.append(warning("staff", found, advice))
    return [one for one in findings if one is not None] or [fine("staff", f"{len(staff)} people")]


def _anybody(
    names: Sequence[StaffName], staff: Mapping[StaffName, Staff], settings: Settings
) -> bool:
    return any(ways_to(staff[name], settings.alerts) for name in names if name in staff)


def _mute(colleague: Staff, settings: Settings) -> Finding | None:
    if not ways_to(colleague, settings.alerts):
        found = f"{colleague.name} cannot be told anything"
        return warning("staff", found, "give them accounts or targets")
    channels = {one.name for one in settings.channels}
    lost = sorted(str(a.channel) for a in colleague.accounts if a.channel not in channels)
    if lost:
        found = f"{colleague.name} has an account on {', '.join(lost)}, which is no channel"
        return wrong("staff", found, f"channels are: {', '.join(map(str, channels)) or 'none'}")
    return None


def check_targets(settings: Settings) -> list[Finding]:
    """Whether apprise understands every target."""
    findings = []
    for one in settings.staff:
        bad = invalid_targets([target.get_secret_value() for target in one.targets])
        findings += [
            wrong(
                "alert targets",
                f"target {place + 1} of {one.name} is not an apprise address",
                "see github.com/caronc/apprise/wiki for how each service is written",
            )
            for place in bad
        ]
    count = sum(len(one.targets) for one in settings.staff)
    return findings or [fine("alert targets", f"{count} are understood")]


def check_port(settings: Settings) -> Finding:
    """Whether the API can listen."""
    web = settings.web
    if not web.enabled:
        return fine("port", "the API is switched off")
    where = f"{web.host}:{web.port}"
    family = socket.AF_INET6 if ":" in web.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((web.host, web.port))
        except OSError as error:
            found = f"{where} cannot be listened on ({error.strerror})"
            return warning(
                "port",
                found,
                "fine if groupkeeper runs already; else choose another web.port (0: any)",
            )
    return fine("port", f"{where} is free")

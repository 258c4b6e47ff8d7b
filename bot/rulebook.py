"""The settings in force: compiled once, read by everybody, changed as a whole or not at all.

A changed config.yaml is taken up while the service runs. A broken one is refused, the last
good version stays, and that is said in an alert.
"""

from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

import structlog

from bot.config import Settings, load_settings
from bot.core.alerting import AlertSettings
from bot.core.effects import Effect, RaiseAlert, Severity
from bot.core.errors import ConfigError
from bot.core.ids import ChannelName
from bot.core.rooms import RoomRules
from bot.core.seen import Closer, Context, Seen
from bot.core.staff import StaffDirectory
from bot.log import set_level
from bot.settings.own_secrets import secrets_beside
from handlers.decide import Looked, Rules, compile_rules, look, settle
from handlers.invitations import InvitationRules
from handlers.learned.model import Model
from handlers.review_settings import AppealSettings, ReportSettings, ReviewSettings
from handlers.wording import Wording

log = structlog.get_logger("rulebook")

# What takes effect at once; the other sections hold connections and need a restart.
LIVE = frozenset({"rooms", "staff", "judging", "leads", "alerts", "delivery", "sop", "log"})
# And what needs one in sections that otherwise take effect at once: folders that are watched, how
# long an account is held and a call may take, how lines of the log look.
_FIXED = {
    "delivery": ("lease_seconds", "send_timeout_seconds"),
    "sop": ("folder", "campaigns", "content"),
    "log": ("format",),
}


def needs_restart(old: Settings, new: Settings) -> list[str]:
    """What of a change takes effect only after a restart: sections, and settings of others."""
    sections = [n for n in Settings.model_fields if n not in LIVE]
    places: list[tuple[str, ...]] = [(name,) for name in sections]
    places += [(name, one) for name, ones in _FIXED.items() for one in ones]
    return [".".join(place) for place in places if _at(old, place) != _at(new, place)]


def is_live(path: Sequence[str | int]) -> bool:
    """Whether a setting takes effect at once."""
    section, *rest = path
    return section in LIVE and not (rest and rest[0] in _FIXED.get(str(section), ()))


def _at(settings: Settings, place: Sequence[str]) -> object:
    found: object = settings
    for name in place:
        found = getattr(found, name)
    return found


def in_force(old: Settings, fresh: Settings) -> Settings:
    """The settings of a changed file, as far as they take effect without a restart."""
    taken = {}
    for name in LIVE:
        kept = {one: getattr(getattr(old, name), one) for one in _FIXED.get(name, ())}
        section = getattr(fresh, name)
        taken[name] = section.model_copy(update=kept) if kept else section
    return old.model_copy(update=taken)


class Rulebook:
    """The settings and everything compiled from them."""

    def __init__(
        self,
        settings: Settings,
        *,
        path: Path | None = None,
        recalls: Iterable[ChannelName] = (),
        model: Model | None = None,
    ) -> None:
        self._path = path
        self._model = model  # None: nothing learned, the rules judge alone
        self._recalls = frozenset(recalls)  # channels that take back what others said
        self._stamp = self._looked = _stamp(path)
        self._take(settings)

    def _take(self, settings: Settings) -> None:
        invited = settings.rooms.invitations
        rules = compile_rules(
            settings.judging,
            settings.leads,
            invitations=InvitationRules(accept=invited.accept, rooms=invited.rooms),
            recalls=self._recalls,
            model=self._model,
        )
        staff = StaffDirectory.of(settings.staff)
        # From here on nothing fails: the settings change as a whole, or not at all.
        self.settings = settings
        self.rules: Rules = rules
        self.staff = staff
        self._room_rules: dict[tuple[str, str, str], RoomRules] = {}

    @property
    def path(self) -> Path | None:
        """The config.yaml that is followed; None: there is none."""
        return self._path

    @property
    def repeat_window(self) -> timedelta:
        """How far back repeats are looked for."""
        return self.settings.judging.repeats.window

    @property
    def alerting(self) -> AlertSettings:
        """Which alerts are told, and when repeats are told again."""
        return self.settings.alerts

    @property
    def review(self) -> ReviewSettings:
        """What a person's word on a case does."""
        return self.settings.judging.review

    @property
    def reports(self) -> ReportSettings:
        """How reports are counted."""
        return self.settings.judging.reports

    @property
    def appeals(self) -> AppealSettings:
        """Whose appeals are heard."""
        return self.settings.judging.appeals

    @property
    def wording(self) -> Wording:
        """What staff and members are told."""
        return self.rules.wording

    @property
    def recalls(self) -> Collection[ChannelName]:
        """Channels that take back what others said."""
        return self.rules.recalls

    @property
    def deny_for(self) -> timedelta:
        """How long somebody is denied whom a person removes from every room."""
        return self.settings.rooms.defaults.ladder.deny_for

    def rules_for(self, channel: str, ref: str, name: str) -> RoomRules:
        """The rules of one room."""
        key = (channel, ref, name)
        found = self._room_rules.get(key)
        if found is None:
            found = self._room_rules[key] = self.settings.rooms.rules_for(channel, ref, name)
        return found

    def kin(self, channel: ChannelName) -> Sequence[ChannelName]:
        """The other accounts on WeChat; every simulator is a world of its own."""
        wechat = [one.name for one in self.settings.channels if one.kind == "wechaty"]
        return [name for name in wechat if name != channel] if channel in wechat else []

    @property
    def model(self) -> Model | None:
        """The learned model that texts are judged by; None: the rules judge alone."""
        return self._model

    def judge_by(self, model: Model) -> None:
        """Judge by another version of the learned model from now on."""
        self._model = model
        self._take(self.settings)

    def look(self, seen: Sequence[Seen], context: Context) -> Looked:
        """Read a batch, as `handlers` read it under the rules in force."""
        return look(seen, context, self.rules)

    def settle(self, looked: Looked, closer: Closer, now: datetime) -> list[Effect]:
        """All decisions of `handlers` on a batch."""
        return settle(looked, closer, self.rules, now)

    def reload(self) -> list[Effect]:
        """Take up a changed file; an alert when it is broken or wants a restart.

        Said again at the next look, until `confirm` says that the alert is stored.
        """
        stamp = _stamp(self._path)
        if self._path is None or stamp == self._stamp:
            return []
        self._looked = stamp
        try:
            fresh = load_settings(self._path)
        except ConfigError as error:
            log.error("config_refused", path=self._path.name)
            return [_refused(str(error), stamp)]
        old = self.settings
        self._take(in_force(old, fresh))
        if fresh.log.level is not old.log.level:
            set_level(fresh.log.level)
        log.info("config_taken_up")
        waiting = needs_restart(old, fresh)
        return [_restart(waiting, stamp)] if waiting else []

    def confirm(self) -> None:
        """What `reload` gave back is committed."""
        self._stamp = self._looked


def _stamp(path: Path | None) -> str:
    """What changes when config.yaml does, or the secrets that it names."""
    if path is None:
        return ""
    try:
        stats = [path.stat()]
    except OSError:
        return "absent"
    with suppress(OSError):
        stats.append(secrets_beside(path).stat())
    return " ".join(f"{one.st_mtime_ns}.{one.st_size}.{one.st_ino}" for one in stats)


def _refused(mistakes: str, stamp: str) -> RaiseAlert:
    return RaiseAlert(
        kind="config",
        severity=Severity.WARNING,
        reason=f"config.yaml 有错误，未生效：\n{mistakes[:2000]}",
        advice="改正后保存即可；在此之前沿用上一个正确的版本。",
        group=f"config:{stamp}",
    )


def _restart(sections: Sequence[str], stamp: str) -> RaiseAlert:
    return RaiseAlert(
        kind="config",
        severity=Severity.INFO,
        reason=f"config.yaml 的 {', '.join(sections)} 已修改，但重启后才会生效。",
        advice="方便时重启服务。",
        group=f"config-restart:{stamp}",
    )

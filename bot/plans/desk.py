"""The SOP desk: takes up edited plans, starts runs, lays steps out, fires what is due.

Everything it does in one tick is one transaction: a step is marked as queued together with its
post in the outbox or its task, so neither is ever there without the other.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from bot.core.effects import Effect, RaiseAlert, Severity
from bot.core.located import BrokenFile
from bot.core.plans import PlanRoom, PlanVersion
from bot.core.seen import Seen
from bot.core.staff import StaffDirectory
from bot.pacing import is_time
from bot.plans.due import Around, RulesFor, same_rules
from bot.plans.firing import fire, settle
from bot.plans.hearing import hear, hear_consent, hear_silence
from bot.plans.layout import lay_out
from bot.plans.ports import FolderPort, SopWork
from bot.plans.starts import start_configured
from sop.checks import Cast
from sop.content import Library
from sop.parse import LoadedPlan, parse_plan
from sop.settings import SopSettings
from sop.shelf import PlanFile, Refused, Shelf, stock

_START_EVERY = timedelta(seconds=10)


class SopDesk:
    """One desk for the whole service; it remembers the plans in force."""

    def __init__(  # noqa: PLR0913 (the parts of a desk, each given by its name)
        self,
        *,
        settings: Callable[[], SopSettings],
        folder: FolderPort,
        cast: Callable[[], Cast],
        zone_for: Callable[[PlanRoom], str],
        rules_for: RulesFor = same_rules,
        staff: Callable[[], StaffDirectory] = StaffDirectory,
        library: Callable[[], Library] = Library,
    ) -> None:
        self._settings = settings
        self._folder = folder
        self._cast = cast
        self._zone_for = zone_for
        self._rules_for = rules_for
        self._staff = staff
        self._library = library
        self._written = Shelf()  # what the folder says
        self._shelf = Shelf()  # what counts
        self._files: tuple[PlanFile, ...] = ()
        self._told: set[str] = set()
        self._telling: set[str] = set()  # given back by this tick, not committed yet
        self._read_at: datetime | None = None
        self._started_at: datetime | None = None

    @property
    def shelf(self) -> Shelf:
        """The plans in force."""
        return self._shelf

    async def tick(self, work: SopWork, now: datetime) -> list[Effect]:
        """Look after everything that concerns plans; gives back what is to be done."""
        effects: list[Effect] = []
        self._telling = set()
        if is_time(self._read_at, timedelta(seconds=self._settings().reload_seconds), now):
            effects += await self._reload(work, now)
            self._read_at = now
        if is_time(self._started_at, _START_EVERY, now):
            effects += self._unknown_starts()
            await start_configured(work.runs, self._shelf, self._settings(), self._zone_for, now)
            self._started_at = now
        await work.runs.steps.hold()  # two processes would each say the last post of a day
        await hear_silence(work, self._shelf, now)
        await settle(work, self._shelf, now)
        await lay_out(work.runs, self._shelf, self._settings(), now)
        effects += await fire(work, self._around(), now)
        return effects

    def _around(self) -> Around:
        return Around(
            settings=self._settings(),
            shelf=self._shelf,
            folder=self._folder,
            rules_for=self._rules_for,
            library=self._library(),
        )

    def confirm(self) -> None:
        """What the last tick gave back is committed: its alerts are told."""
        self._told |= self._telling
        self._telling = set()

    async def heard(
        self, work: SopWork, seen: Sequence[Seen], effects: Sequence[Effect], now: datetime
    ) -> list[Effect]:
        """Write down the steps that answer to what was seen, in the pipeline's transaction."""
        await hear(work, self._shelf, seen, effects, self._staff())
        return await hear_consent(work, seen, now)

    async def _reload(self, work: SopWork, now: datetime) -> list[Effect]:
        files = await asyncio.to_thread(self._folder.changed)
        cast = self._cast()
        if files is not None or cast != self._written.cast:
            self._files = self._files if files is None else files
            # a plan of a thousand steps takes seconds to read
            self._written = await asyncio.to_thread(stock, self._written, self._files, cast)
        kept = {version.name: version for version in await work.runs.editions.in_force()}
        live = await work.runs.live_plans()
        for name in sorted(live & kept.keys() - self._written.plans.keys()):
            self._restore(kept[name])
        self._shelf = self._in_force(kept)
        for loaded in self._shelf.plans.values():
            newest = kept.get(loaded.plan.name)
            if newest is None or newest.version != loaded.version:
                await work.runs.editions.put(_version(loaded, now))
        alerts = [_refused(one) for one in self._shelf.refused]
        alerts += self._not_applied()
        alerts += [_gone(name) for name in sorted(live & self._shelf.gone)]
        alerts += [_lost(name) for name in sorted(live - self._shelf.plans.keys())]
        return self._new(alerts)

    def _in_force(self, kept: Mapping[str, PlanVersion]) -> Shelf:
        """What counts: what is written, or what was applied by hand, by `sop.apply`."""
        if self._settings().apply == "on_save":
            return self._written
        readable = (*self._written.plans.values(), *self._shelf.plans.values())
        known = {(one.plan.name, one.version): one for one in readable}
        return self._written.with_applied(
            {
                name: known.get((name, version.version)) or _sound(version)
                for name, version in kept.items()
                if name in self._written.plans
            }
        )

    def _not_applied(self) -> list[RaiseAlert]:
        """Plans whose files say something else than what counts."""
        return [
            _waiting(loaded)
            for name, loaded in sorted(self._written.plans.items())
            if name in self._shelf.plans and self._shelf.plans[name].version != loaded.version
        ]

    def _restore(self, kept: PlanVersion) -> None:
        """Go on with the last sound version of a plan whose file is broken or gone."""
        loaded = _sound(kept)
        if loaded is not None:
            self._written = self._written.with_kept(loaded)

    def _unknown_starts(self) -> list[Effect]:
        wanted = {entry.plan for entry in self._settings().start}
        return self._new([_unknown(name) for name in sorted(wanted - self._shelf.plans.keys())])

    def _new(self, alerts: Sequence[RaiseAlert]) -> list[Effect]:
        """Those not raised before by this process: once a version."""
        fresh = [alert for alert in alerts if alert.group not in self._told]
        self._telling |= {alert.group for alert in fresh}
        return list(fresh)


def _sound(kept: PlanVersion) -> LoadedPlan | None:
    try:
        return parse_plan(kept.source, file=kept.path)
    except BrokenFile:
        return None  # this release reads plans more strictly; `_lost` says that its runs wait


def _version(loaded: LoadedPlan, now: datetime) -> PlanVersion:
    return PlanVersion(
        name=loaded.plan.name,
        version=loaded.version,
        path=loaded.file,
        source=loaded.source,
        loaded_at=now,
    )


def _refused(one: Refused) -> RaiseAlert:
    return _alert(
        f"计划文件有错误，未生效：\n{one.error.told('zh')[:2000]}",
        "改正后保存即可；在此之前沿用上一个正确的版本。",
        f"config:{one.file}:{one.version}",
    )


def _waiting(loaded: LoadedPlan) -> RaiseAlert:
    name = loaded.plan.name
    return _alert(
        f"计划 {name} 的文件有修改，还没有应用；正在运行的群沿用已应用的版本。",
        f"groupkeeper sop diff {name} 查看会有什么变化，groupkeeper sop apply {name} 应用。",
        f"config:{name}:waits:{loaded.version}",
    )


def _gone(name: str) -> RaiseAlert:
    return _alert(
        f"计划 {name} 的文件不在了，正在运行的群沿用最后一个正确的版本。",
        f"放回文件，或用 groupkeeper sop stop {name} 停止。",
        f"config:gone:{name}",
    )


def _lost(name: str) -> RaiseAlert:
    return _alert(
        f"计划 {name} 没有可用的版本，正在运行的群暂时什么都不会发。",
        f"改正计划文件，或用 groupkeeper sop stop {name} 停止。",
        f"config:lost:{name}",
    )


def _unknown(name: str) -> RaiseAlert:
    return _alert(
        f"config.yaml 的 sop.start 写了计划 {name}，但计划文件夹里没有它。",
        "检查计划名（文件里的 name），或放入这个计划文件。",
        f"config:start:{name}",
    )


def _alert(reason: str, advice: str, group: str) -> RaiseAlert:
    return RaiseAlert(
        kind="config", severity=Severity.WARNING, reason=reason, advice=advice, group=group
    )

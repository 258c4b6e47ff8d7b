"""Learning beside the pipeline: decisions become samples, samples a new version of the model.

Nothing here is in a hurry, and nothing here may wreck what is in use: a version takes over after
it was checked, the ones before are kept, and one that does worse than its predecessor goes back.
"""

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

import structlog

from bot.beside import again_and_again
from bot.core.ids import GROUPKEEPER, VersionId
from bot.core.learning import Sample, Version, VersionState
from bot.core.ports import Clock
from handlers.learned import adapt, telling
from handlers.learned.adapt import Adaptation, BadAdaptation, Shipped
from handlers.learned.lessons import lessons
from handlers.learned.model import Model
from handlers.learned.precision import Share, share_of, went_wrong
from handlers.learned.settings import LearningSettings
from handlers.learned.takeover import examine, objection
from handlers.learned.telling import Language
from storage.learning.samples import Stamp
from storage.learning.versions import Candidate
from storage.unit import Store, Unit

SHIPPED = VersionId(0)
_REST = 5.0  # seconds between looks
_BEFORE = 200  # decided cases of the versions before, to compare with
_DETECTOR = "learned"
_LATELY = timedelta(days=14)
_TALK = 1000  # messages

log = structlog.get_logger("learning")


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """A candidate, and what speaks against it ("" for nothing)."""

    candidate: Candidate
    adaptation: Adaptation
    against: str


@dataclass(kw_only=True)
class Learner:
    """Follows the samples; `judge_by` is told which model messages are judged by from now on."""

    store: Store
    clock: Clock
    shipped: Callable[[], Shipped]  # reads files; called in a thread
    settings: Callable[[], LearningSettings]
    language: Callable[[], Language]
    judge_by: Callable[[Model], None]
    in_use: VersionId = SHIPPED
    _learned: Stamp | None = field(default=None)
    _active: Adaptation | None = field(default=None)

    async def run(self, failed: Callable[[str], None]) -> None:
        """Look again and again, until cancelled."""
        await again_and_again("learning", self.step, failed)

    async def step(self) -> float:
        """Follow what changed since the last look; the seconds to rest."""
        await self.follow()
        await self.watch()
        if self.settings().enabled:
            await self.learn()
        else:
            await self._forget_revoked()
        return _REST

    # ---- which version is in use ----------------------------------------------------------

    async def follow(self) -> None:
        """Judge by the version that the database says: at start, after a roll-back elsewhere."""
        async with self.store.read() as unit:
            active = await unit.versions.active()
            number = SHIPPED if active is None else active.id
            if number == self.in_use:
                return
            stored = None if active is None else await unit.versions.weights(active.id)
        if active is None:
            await self._use(SHIPPED, None)
            return
        try:
            shipped = await asyncio.to_thread(self.shipped)
            adaptation = adapt.read(stored or b"", shipped)
        except BadAdaptation as error:
            await self._give_up(active, str(error))
        else:
            await self._use(active.id, adaptation)

    async def _use(self, number: VersionId, adaptation: Adaptation | None) -> None:
        shipped = await asyncio.to_thread(self.shipped)
        model = shipped.model if adaptation is None else adaptation.on(shipped.model)
        self.judge_by(model)
        self.in_use, self._active = number, adaptation
        log.info("model_in_use", version=number)

    async def _give_up(self, version: Version, why: str) -> None:
        log.error("model_broken", version=version.id, why=why)
        async with self.store.write() as unit:
            await self._back(unit, SHIPPED, why)
            await unit.versions.drop_weights(version.id)
            await unit.apply(
                [telling.broken(version.id, why, self.language())], now=self.clock.now()
            )
        self._learned = None  # the samples are learned anew
        await self._use(SHIPPED, None)

    async def _back(self, unit: Unit, to: VersionId, why: str) -> None:
        now = self.clock.now()
        await unit.versions.go_back(to, reason=why, author=GROUPKEEPER, now=now)

    # ---- learning -------------------------------------------------------------------------

    async def learn(self) -> None:
        """Fit and check a new version, once the samples have not changed for a while."""
        read = self.clock.now()  # what is revoked after it is known to the fit
        async with self.store.read() as unit:
            stamp = await unit.samples.stamp()
            if stamp == self._learned or not self._rested(stamp):
                return
            samples = await unit.samples.live()
            active = await unit.versions.active()
            # What knows something that was taken back is no measure, and does not stay in use.
            tainted = active is not None and await unit.versions.knows_revoked(active.id)
        if len(samples) < self.settings().from_samples:
            await self._forget_all("too few samples are left")
        else:
            settings, language = self.settings(), self.language()
            shipped = await asyncio.to_thread(self.shipped)
            before = None if tainted else self._active
            talk = await self._talk()
            found = await asyncio.to_thread(
                learn, shipped, samples, before, settings, language, talk
            )
            await self._settle(replace(found, candidate=replace(found.candidate, read=read)))
            if tainted and found.against:
                await self._forget_all("it knew samples that were revoked")
        self._learned = stamp

    async def _talk(self) -> Sequence[str]:
        """What was said in the rooms lately, and was no case."""
        now = self.clock.now()
        async with self.store.read() as unit:
            return await unit.reviews.ordinary(now - _LATELY, now, _TALK)

    def _rested(self, stamp: Stamp) -> bool:
        return stamp.changed is None or (self.clock.now() - stamp.changed >= self.settings().wait)

    async def _forget_all(self, why: str) -> None:
        """Judge by the shipped model: what was learned is to be known no more."""
        if self.in_use == SHIPPED:
            return
        async with self.store.write() as unit:
            await self._back(unit, SHIPPED, why)
        await self._use(SHIPPED, None)

    async def _forget_revoked(self) -> None:
        """Nothing new is learned; what was revoked is unlearned all the same."""
        if self.in_use == SHIPPED:
            return
        async with self.store.read() as unit:
            tainted = await unit.versions.knows_revoked(self.in_use)
        if tainted:
            await self._forget_all("it knew samples that were revoked")

    async def _settle(self, found: Learned) -> None:
        now, candidate = self.clock.now(), found.candidate
        async with self.store.write() as unit:
            if await _is_known(unit, candidate):
                return
            if found.against:
                version = await unit.versions.refuse(candidate, now)
                await unit.apply([telling.refused(found.against, self.language())], now=now)
            else:
                version = await unit.versions.take_up(candidate, now)
                await unit.alerts.resolve(telling.REFUSED, author=GROUPKEEPER, now=now)
        log.info("model_learned", version=version.id, state=version.state.value)
        if not found.against:
            await self._use(version.id, found.adaptation)

    # ---- watching -------------------------------------------------------------------------

    async def watch(self) -> None:
        """Go back to the version before where the cases of this one were worse."""
        if self.in_use == SHIPPED:
            return
        async with self.store.read() as unit:
            version = await unit.versions.version(self.in_use)
            if version is None or version.taken_up is None:
                return
            now, before = await self._shares(unit, version)
        enough = self.settings().watch_cases
        if not went_wrong(now, before, enough):
            return
        alert = telling.rolled_back(version.id, now, before, self.language())
        async with self.store.write() as unit:
            target = await _target(unit, version)
            await self._back(unit, target, alert.reason)
            await unit.apply([alert], now=self.clock.now())
        log.warning("model_rolled_back", version=version.id, to=target)
        await self.follow()

    async def _shares(self, unit: Unit, version: Version) -> tuple[Share, Share]:
        enough = self.settings().watch_cases
        since = version.taken_up
        now = await unit.reviews.decided(_DETECTOR, since=since, until=None, limit=enough)
        before = await unit.reviews.decided(_DETECTOR, since=None, until=since, limit=_BEFORE)
        return share_of(now), share_of(before)


async def _is_known(unit: Unit, candidate: Candidate) -> bool:
    """Whether the newest version is the same: nothing changed, or another process was faster.

    One whose weights could not be read is fitted anew.
    """
    newest = await unit.versions.newest()
    if newest is None or newest.fingerprint != candidate.fingerprint:
        return False
    refused = newest.state is VersionState.REFUSED
    return refused or await unit.versions.weights(newest.id) is not None


async def _target(unit: Unit, version: Version) -> VersionId:
    """The version before, if its weights are still kept and it knows nothing that was revoked."""
    before = version.before
    if before is None or await unit.versions.weights(before) is None:
        return SHIPPED
    return SHIPPED if await unit.versions.knows_revoked(before) else before


def learn(
    shipped: Shipped,
    samples: Sequence[Sample],
    active: Adaptation | None,
    settings: LearningSettings,
    language: Language,
    talk: Sequence[str] = (),
) -> Learned:
    """Fit the model to samples, and check it, also by the talk of the rooms."""
    what = lessons(samples, settings)
    adaptation = adapt.fit(shipped, what.taught, settings)
    figures = examine(shipped, adaptation, active, taught=what.taught, aside=what.aside, talk=talk)
    found = objection(figures, settings)
    told = (
        telling.taken_up(figures, len(samples), language)
        if found is None
        else telling.against(found, language)
    )
    of = f"{shipped.checksum}:{what.fingerprint}:{settings.model_dump_json()}"
    candidate = Candidate(
        base=shipped.checksum,
        samples=len(samples),
        fingerprint=hashlib.sha256(of.encode()).hexdigest()[:32],
        figures=figures.plain,
        weights=adapt.write(adaptation),
        reason=told,
        author=GROUPKEEPER,
    )
    return Learned(
        candidate=candidate, adaptation=adaptation, against="" if found is None else told
    )

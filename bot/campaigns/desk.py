"""The campaign desk: takes up edited files, hears members, and does what is due.

Everything of one tick, and everything of one batch of messages, is one transaction.
"""

import asyncio
import secrets
from collections.abc import Callable, Iterable, Sequence, Set
from datetime import datetime, time, timedelta

from bot.campaigns.answers import answers
from bot.campaigns.asks import speaks
from bot.campaigns.hearing import hear_members
from bot.campaigns.here import Here, House
from bot.campaigns.life import LifeDesk
from bot.campaigns.lotteries import BenefitDesk, Entropy
from bot.campaigns.ports import CampaignWork, Folder
from bot.campaigns.saying import Memory, trouble
from bot.core.effects import Effect, RaiseAlert, Severity
from bot.core.ids import RoomId
from bot.core.located import BrokenFile
from bot.core.seen import Seen
from bot.core.signups import CampaignText
from bot.pacing import is_time
from sop.campaigns.checks import Known
from sop.campaigns.codes import BYTES, codes_of, lookup_form
from sop.campaigns.model import Campaign
from sop.campaigns.parse import LoadedCampaign, parse_campaign
from sop.campaigns.pools import Pool
from sop.campaigns.shelf import CampaignShelf, stock_campaigns
from sop.settings import SopSettings
from sop.shelf import PlanFile, Refused

_SWEEP_EVERY = timedelta(minutes=1)
_ROOMS_EVERY = timedelta(seconds=10)
_WARM_UP_EVERY = timedelta(seconds=10)
_AFTER = timedelta(days=60)  # a campaign that is over so long is only kept for the forecast


class CampaignDesk:
    """One desk for the whole service; it remembers the campaigns in force."""

    def __init__(
        self,
        *,
        settings: Callable[[], SopSettings],
        folder: Folder,
        house: House,
        plans: Callable[[], Iterable[str]],
        entropy: Entropy = secrets.token_bytes,
    ) -> None:
        self._settings = settings
        self._folder = folder
        self._house = house
        self._plans = plans
        self._entropy = entropy
        self._memory = Memory()
        self._files: tuple[PlanFile, ...] = ()
        self._read_at: datetime | None = None
        self._swept_at: datetime | None = None
        self._warmed_at: datetime | None = None
        self._unsaved = False  # the shelf was changed by a tick that is not committed yet
        self.shelf = CampaignShelf()
        self._known = Here(shelf=self.shelf, house=house)
        self._known_at: datetime | None = None

    # ---- hearing ----------------------------------------------------------------------------

    async def hear(
        self, work: CampaignWork, seen: Sequence[Seen], _effects: Sequence[Effect], now: datetime
    ) -> list[Effect]:
        """Settle what members say to campaigns, in the pipeline's transaction."""
        if not self.shelf.words:
            return []
        if not speaks(seen, Here(shelf=self.shelf, house=self._house)):
            return []
        places = {one.room for one in seen if one.room is not None}
        return await hear_members(work, await self._here(work, now, places), seen, now)

    async def _here(self, work: CampaignWork, now: datetime, places: Set[RoomId]) -> Here:
        """What is known now; the rooms anew now and then, and where one is not known yet."""
        known = self._known
        stale = is_time(self._known_at, _ROOMS_EVERY, now) or known.shelf is not self.shelf
        if stale or not places <= known.rooms.keys():
            self._known = known = await here_now(work, self.shelf, self._house)
            self._known_at = now
        return known

    # ---- ticking ----------------------------------------------------------------------------

    async def tick(self, work: CampaignWork, now: datetime) -> list[Effect]:
        """Look after everything that concerns campaigns; gives back what is to be done."""
        self._memory.begin()
        effects: list[Effect] = []
        wait = timedelta(seconds=self._settings().reload_seconds)
        if self._unsaved or is_time(self._read_at, wait, now):
            effects += await self._reload(work, now)
            self._read_at = now
        if not self.shelf.loaded:
            return effects
        here = await self._here(work, now, frozenset())
        sweeps = is_time(self._swept_at, _SWEEP_EVERY, now)
        warms = is_time(self._warmed_at, _WARM_UP_EVERY, now)
        # By name, as the pipeline holds their lists: two who wait for each other get nowhere.
        for _, campaign in sorted(self.shelf.campaigns.items()):
            if now < campaign.ends_at + _AFTER:
                effects += await self._look_after(work, here, campaign, now, sweeps=sweeps)
                if warms:
                    await self._life(work, here, now).warm_up(campaign)
        effects += await answers(work, here, now)
        self._swept_at = now if sweeps else self._swept_at
        self._warmed_at = now if warms else self._warmed_at
        return effects

    async def _look_after(
        self, work: CampaignWork, here: Here, campaign: Campaign, now: datetime, *, sweeps: bool
    ) -> list[Effect]:
        life = self._life(work, here, now)
        benefits = BenefitDesk(
            work=work, here=here, memory=self._memory, now=now, entropy=self._entropy
        )
        swept = await life.sweep(campaign) if sweeps else []
        return [
            *swept,
            *await benefits.look_after(campaign),
            *await life.remind(campaign),
            *await life.follow_up(campaign),
        ]

    def _life(self, work: CampaignWork, here: Here, now: datetime) -> LifeDesk:
        return LifeDesk(work=work, here=here, memory=self._memory, now=now)

    def confirm(self) -> None:
        """What the last tick gave back is committed."""
        self._unsaved = False
        self._memory.confirm()

    # ---- files ------------------------------------------------------------------------------

    async def _reload(self, work: CampaignWork, now: datetime) -> list[Effect]:
        files = await asyncio.to_thread(self._folder.changed)
        known = Known(
            staff=frozenset(str(one.name) for one in self._house.staff),
            plans=frozenset(self._plans()),
        )
        first = self.shelf.known is None
        if files is None and known == self.shelf.known and not self._unsaved:
            return []
        self._unsaved = True
        self._files = self._files if files is None else files
        self.shelf = stock_campaigns(self.shelf, self._files, known)
        kept = {one.name: one for one in await work.campaigns.kept()}
        effects: list[Effect] = []
        for _, loaded in sorted(self.shelf.loaded.items()):
            known_as = kept.get(loaded.campaign.name)
            if known_as is None or known_as.version != loaded.version:
                await work.campaigns.save(text_of(loaded, now))
            effects += await self._stock_coupons(work, loaded.campaign)
        if first:
            self._restore(kept.values())
        alerts = [_refused(one) for one in self.shelf.refused]
        written = {one.file for one in self._files}
        alerts += [
            _gone(one)
            for one in self.shelf.loaded.values()
            if one.file not in written and now < one.campaign.starts_at
        ]
        return [*effects, *(one for one in alerts if self._memory.first(one.group))]

    def _restore(self, kept: Iterable[CampaignText]) -> None:
        """Go on with the last sound version of a campaign whose file is broken or gone."""
        for text in kept:
            if text.name in self.shelf.loaded:
                continue
            try:
                loaded = parse_campaign(text.source, file=text.path)
            except BrokenFile:
                continue  # this release reads campaigns more strictly; its file says so too
            self.shelf = self.shelf.with_kept(loaded)

    async def _stock_coupons(self, work: CampaignWork, campaign: Campaign) -> list[Effect]:
        effects: list[Effect] = []
        if campaign.coupons:
            await work.sign_ups.book(campaign.name)  # another process makes codes before, or after
        for name, pool in campaign.coupons.items():
            until = valid_until(campaign, pool)
            there = await work.campaigns.codes_made(campaign.name, name)
            missing = 0
            if pool.count is not None and there < pool.count:
                made = codes_of(self._entropy(BYTES * (pool.count - there)))
                missing = len(made) - await self._add(work, campaign, name, made, until)
            elif pool.codes:
                kept = [lookup_form(code) for code in pool.codes]
                await work.campaigns.drop_codes(campaign.name, name, keep=kept)
                await self._add(work, campaign, name, pool.codes, until)
                there = await work.campaigns.codes_made(campaign.name, name)
                missing = max(0, len(pool.codes) - there)
            await work.campaigns.codes_hold(campaign.name, name, until=until)
            if missing > 0 and self._memory.first(f"codes:{campaign.name}:{name}:{missing}"):
                why = f"券 {name} 少 {missing} 个：这些券码在别的活动里已经有了"
                effects.append(trouble(campaign, why, f"codes:{name}"))
        return effects

    async def _add(
        self,
        work: CampaignWork,
        campaign: Campaign,
        pool: str,
        codes: Sequence[str],
        until: datetime | None,
    ) -> int:
        pairs = [(code, lookup_form(code)) for code in codes]
        return await work.campaigns.add_codes(campaign.name, pool, pairs, valid_until=until)


async def here_now(work: CampaignWork, shelf: CampaignShelf, house: House) -> Here:
    """What is known now, the rooms included."""
    rooms = {room.id: room for room in await work.runs.rooms()}
    restored = await work.outbox.restored()
    return Here(shelf=shelf, house=house, rooms=rooms, restored=restored)


def valid_until(campaign: Campaign, pool: Pool) -> datetime | None:
    """Until when (UTC) the codes of a pool hold: the end of their last day."""
    if pool.valid_until is None:
        return None
    offset = (pool.valid_until - campaign.starts.date).days + 1
    return campaign.on_day(offset, time())


def text_of(loaded: LoadedCampaign, now: datetime) -> CampaignText:
    """A campaign as the store keeps it."""
    campaign = loaded.campaign
    return CampaignText(
        name=campaign.name,
        version=loaded.version,
        source=loaded.source,
        path=loaded.file,
        loaded_at=now,
        title=campaign.title,
        place=campaign.place,
        starts_at=campaign.starts_at,
        zone=campaign.zone,
        places=campaign.sign_up.limit,
    )


def _gone(one: LoadedCampaign) -> RaiseAlert:
    return trouble(
        one.campaign,
        f"文件 {one.file} 不在了，沿用最后一个正确的版本。要取消活动，请写 called_off。",
        f"gone:{one.version}",
    )


def _refused(one: Refused) -> RaiseAlert:
    return RaiseAlert(
        kind="config",
        severity=Severity.WARNING,
        reason=f"活动文件有错误，未生效：\n{one.error.told('zh')[:2000]}",
        advice="改正后保存即可；在此之前沿用上一个正确的版本。",
        group=f"config:{one.file}:{one.version}",
    )

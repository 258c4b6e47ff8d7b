"""Benefits opened on their day; lotteries committed, closed and drawn."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.campaigns.hearing import barred_among
from bot.campaigns.here import Here
from bot.campaigns.keys import closing_key, drawn_key, opening_key
from bot.campaigns.ports import CampaignWork
from bot.campaigns.saying import Memory, Speaker, trouble
from bot.core.effects import Effect, OnUnknown, Severity
from bot.core.ids import GROUPKEEPER, StudentId
from bot.core.plans import PlanRoom
from bot.core.signups import Lottery
from sop.campaigns.benefits import Benefit, Kind
from sop.campaigns.booking import Told
from sop.campaigns.claims import code_text, window
from sop.campaigns.facts import facts_of, what_is_given
from sop.campaigns.lottery import SEED_BYTES, commitment, draw, entries_hash, mistakes
from sop.campaigns.model import Campaign
from sop.campaigns.posts import Drawn, drawn, list_closed, opened
from sop.campaigns.wording import Tell, tell

Entropy = Callable[[int], bytes]  # so many random bytes, which nobody can guess


@dataclass(frozen=True, slots=True, kw_only=True)
class BenefitDesk:
    """Looks after the benefits of the campaigns in one tick."""

    work: CampaignWork
    here: Here
    memory: Memory
    now: datetime
    entropy: Entropy = secrets.token_bytes

    async def look_after(self, campaign: Campaign) -> list[Effect]:
        """Everything that is due about a campaign's benefits."""
        effects: list[Effect] = []
        for benefit in () if campaign.called_off else campaign.benefits:
            opens, closes = window(campaign, benefit)
            if opens <= self.now < closes:
                effects += self._forgotten(campaign, benefit, opens)
                effects += await self._open(campaign, benefit, opens, closes)
            elif self.now >= closes and benefit.kind is Kind.LOTTERY:
                effects += await self.end(campaign, benefit)
        return effects

    # ---- opening ----------------------------------------------------------------------------

    async def _open(
        self, campaign: Campaign, benefit: Benefit, opens: datetime, closes: datetime
    ) -> list[Effect]:
        lottery = None
        if benefit.kind is Kind.LOTTERY:
            lottery = await self._committed(campaign, benefit)
        elif not benefit.announce:
            return []
        rooms = [
            room
            for room in self.here.rooms_of(campaign.name)
            if self.memory.first(f"open?{opening_key(campaign, benefit, room.id, lottery)}")
        ]
        if not rooms:
            return []
        figures = (await self.work.sign_ups.standing([campaign.name]))[campaign.name]

        def text(room: PlanRoom) -> str:
            facts = facts_of(campaign, figures, room.name, self.now, benefit)
            return opened(campaign, benefit, facts, lottery, self.here.house.language)

        return self._speaker.say(
            campaign,
            rooms,
            lambda room: opening_key(campaign, benefit, room.id, lottery),
            text,
            since=opens,
            expires=closes,
            on_unknown=OnUnknown.RESEND if lottery is None else OnUnknown.HOLD,
        )

    async def _committed(self, campaign: Campaign, benefit: Benefit) -> Lottery:
        """The lottery with its seed; the first to ask fixes it, in this transaction."""
        found = await self.work.campaigns.lottery(campaign.name, benefit.id)
        if found is not None:
            return found
        seed = self.entropy(SEED_BYTES).hex()
        return await self.work.campaigns.open_lottery(
            campaign.name, benefit.id, seed=seed, commitment=commitment(seed), now=self.now
        )

    def _forgotten(self, campaign: Campaign, benefit: Benefit, opens: datetime) -> list[Effect]:
        """What was given since the backup is forgotten, and may be given to others: staff know."""
        told = f"restored?{campaign.name}:{benefit.id}:{self.here.restored}"
        if not self.here.lost(opens) or not self.memory.first(told):
            return []
        why = (
            f"数据库从备份恢复，备份之后「{benefit.id}」发出的名额和券码没有记录：名额和商家自带的券码"
            "可能再发给别人，自动生成的券码换成新的再发，已经发出去的照样能用。"
            "请核对群里和私信里已经发出的；有疑问的券码先用 groupkeeper campaign redeem 作废"
        )
        return [trouble(campaign, why, f"restored:{benefit.id}:{self.here.restored}")]

    # ---- closing and drawing ----------------------------------------------------------------

    async def end(
        self, campaign: Campaign, benefit: Benefit, author: str = GROUPKEEPER
    ) -> list[Effect]:
        """Close a lottery whose time is over, and draw it when its time has come."""
        drawing = campaign.on_day(benefit.event_day, benefit.closing)
        over = f"ended?{campaign.name}:{benefit.id}:{drawing.isoformat()}"
        if not self.memory.first(over):
            return []
        lottery = await self.work.campaigns.lottery(campaign.name, benefit.id)
        hindered = self._hindered(campaign, benefit, lottery, author)
        if lottery is None or hindered:
            return hindered
        effects: list[Effect] = []
        if lottery.entries is None:
            lottery, effects = await self._close(campaign, benefit)
        if self.now < drawing:
            self.memory.again(over)
            return effects
        if lottery.winners is None:
            return [*effects, *await self._draw(campaign, benefit, lottery, author)]
        return effects

    def _hindered(
        self, campaign: Campaign, benefit: Benefit, lottery: Lottery | None, author: str
    ) -> list[Effect]:
        """Why a lottery is not ended by itself; empty where it is."""
        if lottery is None:
            why = f"抽奖 {benefit.id} 没有开始：开始到截止之间服务没有运行，或活动文件来得太晚"
            return [trouble(campaign, why, f"lottery:{benefit.id}:never")]
        if author != GROUPKEEPER or not self._may_be_over(campaign, benefit, lottery):
            return []
        why = (
            f"数据库从备份恢复，抽奖 {benefit.id} 可能已经截止或开奖。核对群里的公布；"
            f"没有开过奖的话，用 groupkeeper campaign draw {campaign.name} {benefit.id} 开奖"
        )
        return [trouble(campaign, why, f"lottery:{benefit.id}:restored")]

    def _may_be_over(self, campaign: Campaign, benefit: Benefit, lottery: Lottery) -> bool:
        """Whether it may have been closed or drawn since the backup, with another list."""
        if lottery.winners is not None:
            return False
        if lottery.entries is None:
            return self.here.lost(window(campaign, benefit)[1])
        return self.here.lost(campaign.on_day(benefit.event_day, benefit.closing))

    async def _close(self, campaign: Campaign, benefit: Benefit) -> tuple[Lottery, list[Effect]]:
        """Fix the list: nobody enters any more, and nobody is taken off it."""
        await self.work.sign_ups.book(campaign.name)  # whoever is being entered comes first
        entrants = await self.work.campaigns.entrants(campaign.name, benefit.id)
        barred = await barred_among(self.work, entrants.keys(), self.now)
        entries = sorted(entrants.keys() - barred)
        await self.work.campaigns.close_lottery(
            campaign.name,
            benefit.id,
            entries=entries,
            hashed=entries_hash(entries),
            now=self.now,
        )
        lottery = await self.work.campaigns.lottery(campaign.name, benefit.id)
        if lottery is None:
            msg = f"lottery {campaign.name}/{benefit.id} is gone"
            raise RuntimeError(msg)
        if self.now >= campaign.on_day(benefit.event_day, benefit.closing):
            return lottery, []  # drawn at once: the draw tells all of it
        fixed = lottery
        effects = self._speaker.say(
            campaign,
            self.here.rooms_of(campaign.name),
            lambda room: closing_key(campaign, benefit, room.id, fixed),
            lambda _room: list_closed(campaign, fixed, self.here.house.language),
            since=window(campaign, benefit)[1],
            on_unknown=OnUnknown.HOLD,
        )
        return lottery, effects

    async def _draw(
        self, campaign: Campaign, benefit: Benefit, lottery: Lottery, author: str
    ) -> list[Effect]:
        """Draw a closed lottery; where what was published does not agree, staff are told."""
        entries = lottery.entries or ()
        wrong = mistakes(
            lottery.seed, entries, committed=lottery.commitment, hashed=lottery.entries_hash
        )
        if entries and not await self._was_published(campaign, benefit, lottery):
            wrong.append(f"{lottery.commitment} is not the commitment that was published")
        if wrong:
            why = f"抽奖 {benefit.id} 没有开奖：{'；'.join(wrong)}"
            group = f"lottery:{benefit.id}:broken"
            return [trouble(campaign, why, group, severity=Severity.CRITICAL)]
        winners = draw(lottery.seed, entries, benefit.amount)
        fresh = await self.work.campaigns.draw_lottery(
            campaign.name, benefit.id, winners=winners, author=author, now=self.now
        )
        done = await self.work.campaigns.lottery(campaign.name, benefit.id)
        if not fresh or done is None:
            return []
        names = await self.work.campaigns.names_of(winners)
        language = self.here.house.language
        effects = self._speaker.say(
            campaign,
            self.here.rooms_of(campaign.name),
            lambda room: drawn_key(campaign, benefit, room.id, lottery),
            lambda _room: drawn(campaign, benefit, Drawn(lottery=done, names=names), language),
            since=self.now,
            on_unknown=OnUnknown.HOLD,
        )
        return [*effects, *await self._give(campaign, benefit, winners)]

    async def _was_published(self, campaign: Campaign, benefit: Benefit, lottery: Lottery) -> bool:
        for room in self.here.rooms_of(campaign.name):
            key = opening_key(campaign, benefit, room.id, lottery)
            if await self.work.outbox.was_done(key):
                return True
        return False

    async def _give(
        self, campaign: Campaign, benefit: Benefit, winners: Sequence[StudentId]
    ) -> list[Effect]:
        """Tell the winners alone, with their coupons where coupons are won."""
        language = self.here.house.language
        entrants = await self.work.campaigns.entrants(campaign.name, benefit.id)
        coupons = (
            await self.work.campaigns.free_coupons(campaign.name, benefit.coupon, len(winners))
            if benefit.coupon is not None
            else ()
        )
        told: list[Told] = []
        # Since the list was fixed somebody on it may have been merged with another, or parted.
        now_as = await self.work.campaigns.bearers(winners)
        gone: list[StudentId] = []
        for place, student in enumerate(winners):
            who = entrants.get(now_as[student])
            if who is None:
                gone.append(student)
                continue
            prize = what_is_given(campaign, benefit)
            text = tell(language, Tell.WON, title=campaign.title, prize=prize)
            if place < len(coupons):
                await self.work.campaigns.give_won(
                    campaign.name, benefit.id, student, coupons[place].id, self.now
                )
                text = f"{text}\n{code_text(campaign, benefit, coupons[place], language)}"
            told.append(Told(identity=who, room=None, text=text))
        await self.work.campaigns.tell(
            campaign.name, [(one.identity, None, one.text) for one in told], self.now
        )
        effects: list[Effect] = []
        if gone:
            names = "、".join(map(str, gone))
            why = f"抽奖 {benefit.id} 的中奖者 {names} 的学号已拆分，没有通知到，请人工通知"
            effects.append(trouble(campaign, why, f"lottery:{benefit.id}:gone"))
        if benefit.coupon is not None and len(coupons) < len(winners):
            missing = len(winners) - len(coupons)
            why = f"抽奖 {benefit.id} 的 {missing} 位中奖者没有券码可发：{benefit.coupon} 已用完"
            effects.append(trouble(campaign, why, f"lottery:{benefit.id}:coupons"))
        return effects

    @property
    def _speaker(self) -> Speaker:
        return Speaker(here=self.here, memory=self.memory, now=self.now)

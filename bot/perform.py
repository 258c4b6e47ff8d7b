"""The one place that acts: what the outbox holds is spoken here, once.

One serial loop per account. For every deed: claim it, look again whether it is still wanted,
commit `sending` with its entry in the ledger, verify that the claim still holds, call the
platform, write down what came of it. A call of which nobody knows the end is left to the echo.
Notices to colleagues may come twice; everything else may not. By direct message they go through
their account's own loop and budget, by other ways through the loop of "alerts".
"""

import asyncio
import random
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic

import structlog

from bot.core.effects import NotifyStaff
from bot.core.errors import ChannelAway, ChannelRefused, StorageAway
from bot.core.outbound import (
    ALERTS,
    Delivery,
    Failed,
    KeptBack,
    NotSent,
    Outcome,
    Pace,
    Sent,
    Unsure,
)
from bot.core.ports import Channel, ChannelTraits, Clock
from bot.core.sending import DeliverySettings, SendBudget
from bot.performing.begin import Terms, begin, settle
from bot.performing.orders import AlertCourier, Order, carry_out
from bot.performing.ports import OpenUnit
from bot.performing.recheck import RulesFor

POLL_SECONDS = 1.0  # other processes do not wake us
_WRITE_AGAIN = (0.02, 0.1, 0.5, 1.0)
_SHORT_WAIT = timedelta(minutes=1)  # waited for in the loop; a longer one is written down
_MAX_DOUBLINGS = 6  # of the time between tries while a platform is away
_MUTE = ChannelTraits(echoes=False)

log = structlog.get_logger("perform")


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """An account that speaks: its channel and budget."""

    channel: Channel
    budget: SendBudget


@dataclass(kw_only=True)
class Performer:
    """Speaks for every account until it is drained or cancelled."""

    open_unit: OpenUnit  # a transaction that commits
    look: OpenUnit  # a transaction that only reads
    voices: Sequence[Voice]
    courier: AlertCourier
    clock: Clock
    rules_for: RulesFor
    settings: Callable[[], DeliverySettings] = DeliverySettings
    public_url: str = ""  # of our web, for short links
    dice: random.Random = field(default_factory=random.Random)
    owner: str = field(default_factory=lambda: secrets.token_hex(8))  # of this process
    _bells: dict[str, asyncio.Event] = field(init=False, default_factory=dict)
    _gaps: dict[str, timedelta] = field(init=False, default_factory=dict)
    _driven: dict[str, float] = field(init=False, default_factory=dict)
    _flowing: set[str] = field(init=False, default_factory=set)  # just sent, without a gap
    _draining: bool = field(init=False, default=False)
    _stopped: asyncio.Event = field(init=False, default_factory=asyncio.Event)

    def wake(self) -> None:
        """Something may have become due: after a commit, after a tick."""
        for bell in self._bells.values():
            bell.set()

    async def run(self) -> None:
        """Speak until drained; cancelling leaves a call in flight to its echo."""
        speaking: dict[str, Voice | None] = {str(v.channel.name): v for v in self.voices}
        speaking[ALERTS] = None
        self._bells = {sender: asyncio.Event() for sender in speaking}
        try:
            async with asyncio.TaskGroup() as group:
                for sender, voice in speaking.items():
                    group.create_task(self._drive(sender, voice))
        finally:
            self._stopped.set()

    async def drain(self, seconds: float) -> bool:
        """Finish what is in flight and take nothing new; False if that took longer."""
        self._draining = True
        self.wake()
        try:
            async with asyncio.timeout(seconds):
                await self._stopped.wait()
        except TimeoutError:
            return False
        return True

    # ---- one loop per account -----------------------------------------------------------------

    async def _drive(self, sender: str, voice: Voice | None) -> None:
        self._roll(sender, voice)
        while not self._draining:
            try:
                seconds = await self._turn(sender, voice)
            except StorageAway as error:
                # Nothing is sent that cannot be written down first.
                log.warning("storage_away", sender=sender, error=type(error).__name__)
                seconds = POLL_SECONDS
            except Exception:
                log.exception("turn_failed", sender=sender)
                seconds = POLL_SECONDS
            if seconds > 0 and not self._draining:
                await self._rest(self._bells[sender], seconds)
        await self._leave(sender)

    async def _rest(self, bell: asyncio.Event, seconds: float) -> None:
        async with asyncio.TaskGroup() as group:
            alarm = group.create_task(self._ring(bell, seconds))
            await bell.wait()
            alarm.cancel()
        bell.clear()

    async def _ring(self, bell: asyncio.Event, seconds: float) -> None:
        await self.clock.sleep(seconds)
        bell.set()

    async def _leave(self, sender: str) -> None:
        try:
            async with self.open_unit() as unit:
                await unit.outbox.leave_account(sender, self.owner)
        except StorageAway:
            log.warning("account_not_left", sender=sender)  # its lease will end by itself

    async def _turn(self, sender: str, voice: Voice | None) -> float:
        """Send one delivery; the seconds until it is worth looking again."""
        now = self.clock.now()
        if not await self._drives(sender, now):
            return POLL_SECONDS
        pace = self._pace(sender, voice)
        flows = sender in self._flowing and (pace is None or not pace.gap)
        ahead = 0.0 if flows else await self._ahead(sender, pace, now)
        if ahead > 0:
            return ahead
        async with self.open_unit() as unit:
            claimed = await unit.outbox.claim(sender, self.owner, now)
            if claimed.alerts:
                await unit.apply(claimed.alerts, now=now)
        if claimed.deliveries:
            self._flowing.add(sender)
            return await self._deliver(claimed.deliveries[0], voice)
        self._flowing.discard(sender)
        if flows:
            return 0.0  # nothing is left of the burst: look what comes next
        self._driven.pop(sender, None)  # another process may have taken the account
        return POLL_SECONDS

    async def _ahead(self, sender: str, pace: Pace | None, now: datetime) -> float:
        """The seconds until something is due that the budget lets through; 0: now, try it."""
        free = now
        async with self.look() as unit:
            due = await unit.outbox.next_due(sender, self.owner, now)
            if due is not None and due <= now and pace is not None:
                free = await unit.outbox.free_at(sender, pace, now)
        if due is None or due > now:
            wait = POLL_SECONDS if due is None else (due - now).total_seconds()
            return min(POLL_SECONDS, wait)
        return (free - now).total_seconds() if now < free <= now + _SHORT_WAIT else 0.0

    async def _drives(self, sender: str, now: datetime) -> bool:
        """Whether this process speaks for the account; kept also while there is nothing to say."""
        if monotonic() < self._driven.get(sender, 0.0):
            return True
        async with self.open_unit() as unit:
            mine = await unit.outbox.drive(sender, self.owner, now)
        if mine:
            self._driven[sender] = monotonic() + self.settings().lease_seconds / 3
        return mine

    def _pace(self, sender: str, voice: Voice | None) -> Pace | None:
        return None if voice is None else Pace(budget=voice.budget, gap=self._gaps[sender])

    def _roll(self, sender: str, voice: Voice | None) -> None:
        """How far the next post keeps from the last: never quite the same."""
        if voice is not None:
            budget = voice.budget
            seconds = budget.spacing_seconds + self.dice.uniform(0, budget.jitter_seconds)
            self._gaps[sender] = timedelta(seconds=seconds)

    def _terms(self, sender: str, voice: Voice | None) -> Terms:
        return Terms(
            traits=_MUTE if voice is None else voice.channel.traits,
            pace=self._pace(sender, voice),
            rules_for=self.rules_for,
            grace=self.settings().grace,
            now=self.clock.now(),
            public_url=self.public_url,
        )

    # ---- one delivery -------------------------------------------------------------------------

    async def _deliver(self, delivery: Delivery, voice: Voice | None) -> float:
        try:
            async with self.open_unit() as unit:
                given = await begin(unit, delivery, self._terms(delivery.sender, voice))
        except StorageAway:
            raise
        except Exception:
            # It stands in nobody's way: its turn comes again after a while.
            log.exception("not_begun", delivery=delivery.id)
            later = self.clock.now() + _SHORT_WAIT
            await self._write_down(delivery, KeptBack(until=later, reason="internal error"))
            return 0.0
        if given is None:
            self._flowing.discard(delivery.sender)  # it may be the budget that kept it back
            return 0.0
        outcome = await self._call(delivery, given, voice)
        await self._write_down(delivery, outcome)
        log.info("delivery", delivery=delivery.id, outcome=type(outcome).__name__)
        if isinstance(outcome, NotSent):
            # A notice may be unable to go while the account is well: its colleague is unknown yet.
            alone = voice is None or isinstance(delivery.deed, NotifyStaff)
            return 0.0 if alone else self.settings().away_retry_seconds
        self._roll(delivery.sender, voice)
        return 0.0

    async def _call(self, delivery: Delivery, given: Order, voice: Voice | None) -> Outcome:
        """Call the platform, as long as the claim certainly holds until the call has ended."""
        seconds = self.settings().send_timeout_seconds
        asked = monotonic()
        try:
            async with self.look() as unit:
                left = await unit.outbox.may_send(delivery)
        except StorageAway:
            left = 0.0
        if monotonic() - asked + seconds > left:
            log.warning("lease_lost", delivery=delivery.id)
            return NotSent(until=self.clock.now(), reason="the claim was lost before the call")
        try:
            async with asyncio.timeout(seconds):
                receipt = await carry_out(given, voice.channel if voice else None, self.courier)
        except ChannelRefused as error:
            return Failed(reason=str(error) or "refused by the platform")
        except ChannelAway as error:
            return NotSent(until=self._back_off(delivery), reason=str(error) or "away")
        except Exception as error:
            # Whatever it was, the platform may have the post: only the echo can tell.
            log.warning("unsure", delivery=delivery.id, error=type(error).__name__)
            return Unsure(reason=f"{type(error).__name__}: {error}"[:500])
        return Sent(ref=receipt.ref)

    def _back_off(self, delivery: Delivery) -> datetime:
        doublings = min(delivery.attempts, _MAX_DOUBLINGS)
        wait = timedelta(seconds=self.settings().away_retry_seconds * 2**doublings)
        return self.clock.now() + wait

    async def _write_down(self, delivery: Delivery, outcome: Outcome) -> None:
        for seconds in (*_WRITE_AGAIN, None):
            try:
                async with self.open_unit() as unit:
                    await settle(unit, delivery, outcome, self.clock.now())
            except StorageAway:
                if seconds is None:
                    # The lease ends, and the echo or a person settles it.
                    log.error("not_written_down", delivery=delivery.id)
                    return
                await asyncio.sleep(seconds)
            else:
                return

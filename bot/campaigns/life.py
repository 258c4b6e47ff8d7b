"""What a campaign does by itself: warm-up runs, reminders, the waitlist, no-shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.campaigns.hearing import barred_among
from bot.campaigns.here import Here
from bot.campaigns.keys import BEGINNING, reminder_key
from bot.campaigns.ports import CampaignWork
from bot.campaigns.saying import Memory, Speaker, trouble
from bot.core.effects import AssignTask, DirectMessage, Effect, Intent, OnLate
from bot.core.ids import RunId
from bot.core.plans import NewRun, PlanRoom, Run, RunState
from bot.core.rooms import quiet_until
from bot.core.signups import SignedUp, SignUpFigures, SignUpState
from sop.campaigns.booking import Listing
from sop.campaigns.model import Campaign
from sop.campaigns.posts import reminder, reminder_alone, reminder_due
from sop.campaigns.wording import Tell, tell

AUTHOR = "campaign"
_LIVE = frozenset({RunState.ACTIVE, RunState.PAUSED})
_NAMED = 200  # people in the text of a task
_FOLLOWED_UP = timedelta(days=14)  # after its day a follow-up that was missed is given up
_FOR_A_DAY = timedelta(days=1)  # the follow-up's deadline


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeDesk:
    """Looks after the life of the campaigns in one tick."""

    work: CampaignWork
    here: Here
    memory: Memory
    now: datetime

    # ---- the waitlist -----------------------------------------------------------------------

    async def sweep(self, campaign: Campaign) -> list[Effect]:
        """Strike who is denied by now; give free places to those who wait."""
        if self.now >= campaign.starts_at:
            return []
        book = await self.work.sign_ups.book(campaign.name)
        if book is None or not (book.signed or book.waiting):
            return []
        people = {place.bearer for place in (*book.signed, *book.waiting)}
        listing = Listing(
            campaign,
            book,
            barred=await barred_among(self.work, people, self.now),
            language=self.here.house.language,
        )
        listing.strike_barred()
        listing.move_up(self.now)
        await self.work.campaigns.tell(
            campaign.name, [(one.identity, one.room, one.text) for one in listing.told], self.now
        )
        return [*listing.records]

    # ---- warming up -------------------------------------------------------------------------

    async def warm_up(self, campaign: Campaign) -> None:
        """Let the campaign's plan run in every room of it, with the event's time."""
        plan, begins = campaign.plan, campaign.starts.date - timedelta(days=campaign.warm_up_days)
        if plan is None or self.now >= campaign.starts_at:
            return
        begun = await self.work.runs.begun([plan])
        if campaign.called_off:
            mine = await self.work.sign_ups.bound(campaign.name)
            await self.work.runs.stop(mine, f"活动取消：{campaign.called_off}", self.now)
            return
        moved = await self.work.sign_ups.move_event(campaign.name, campaign.starts_at)
        new: list[NewRun] = []
        found: dict[RunId, str] = {}
        for room in self.here.rooms_of(campaign.name):
            before = begun.get((plan, room.id), [])
            ours = [run for run in before if _leads_to(run, campaign)]
            found |= {run.id: campaign.name for run in ours}
            known = ours or any(run.id in moved for run in before)
            if not known and not any(run.state in _LIVE for run in before):
                new.append(
                    NewRun(
                        plan=plan,
                        room=room.id,
                        starts_on=begins,
                        zone=campaign.zone,
                        event_at=campaign.starts_at,
                    )
                )
        for run in await self.work.runs.start(new, AUTHOR, self.now):
            found[run] = campaign.name
        await self.work.sign_ups.bind(found)

    # ---- reminders --------------------------------------------------------------------------

    async def remind(self, campaign: Campaign) -> list[Effect]:
        """The reminders whose time it is: to the rooms, and to everybody with a place."""
        return [*await self._remind_rooms(campaign), *await self._remind_people(campaign)]

    async def _remind_rooms(self, campaign: Campaign) -> list[Effect]:
        due = reminder_due(campaign, campaign.reminders.before, self.now)
        if due is None:
            return []
        before, until = due
        rooms = [
            room
            for room in self.here.rooms_of(campaign.name)
            if not self._is_quiet(room)
            and self.memory.first(f"remind?{reminder_key(campaign, before, room.id)}")
        ]
        if not rooms:
            return []
        figures = await self._figures(campaign)
        return self._speaker.say(
            campaign,
            rooms,
            lambda room: reminder_key(campaign, before, room.id),
            lambda room: reminder(campaign, figures, room.name, self.now, self.here.house.language),
            since=campaign.starts_at - before,
            expires=until,
        )

    async def _remind_people(self, campaign: Campaign) -> list[Effect]:
        due = reminder_due(campaign, campaign.reminders.direct, self.now)
        if due is None:
            return []
        before, until = due
        if not self.memory.first(f"alone?{reminder_key(campaign, before, None)}"):
            return []
        book = await self.work.sign_ups.book(campaign.name)
        figures = await self._figures(campaign)
        language = self.here.house.language
        text = reminder_alone(campaign, figures, self.now, language)
        return [
            Intent(
                deed=DirectMessage(to=place.identity, text=text),
                key=reminder_key(campaign, before, None, place.identity),
                reason=tell(language, Tell.REASON, title=campaign.title),
                due=self.here.due(campaign.starts_at - before),
                expires=until,
                on_late=OnLate.SEND,
            )
            for place in (book.signed if book is not None else ())
            if place.identity is not None
        ]

    def _is_quiet(self, room: PlanRoom) -> bool:
        return quiet_until(self.here.house.rules_of(room), self.now) is not None

    async def _figures(self, campaign: Campaign) -> SignUpFigures:
        return (await self.work.sign_ups.standing([campaign.name]))[campaign.name]

    # ---- after the event --------------------------------------------------------------------

    async def follow_up(self, campaign: Campaign) -> list[Effect]:
        """The day after, a task for the colleague in charge: who did not come."""
        day = campaign.on_day(campaign.follow_up.days, campaign.follow_up.at)
        if campaign.called_off or not day <= self.now < day + _FOLLOWED_UP:
            return []
        if not self.memory.first(f"no-shows?{campaign.name}:{day.isoformat()}"):
            return []
        people = await self.work.campaigns.people(campaign.name)
        signed = [one for one in people if one.state is SignUpState.SIGNED]
        if not signed or not await self.work.campaigns.follow_up(campaign.name, self.now):
            return []
        text = self._no_shows(campaign, signed)
        staff = self.here.staff_of(campaign.name)
        if staff is None:
            return [trouble(campaign, text, "no-shows")]
        task = AssignTask(
            key=f"{BEGINNING}:{campaign.name}:no-shows",
            staff=staff,
            title=tell(self.here.house.language, Tell.NO_SHOWS_TITLE, title=campaign.title),
            text=text,
            due=self.now + _FOR_A_DAY,
        )
        return [task]

    def _no_shows(self, campaign: Campaign, signed: Sequence[SignedUp]) -> str:
        language = self.here.house.language
        missing = [one for one in signed if one.attended is None]
        facts = {"title": campaign.title, "signed": len(signed), "name": campaign.name}
        if len(missing) == len(signed):
            return tell(language, Tell.NOBODY_CAME, **facts)
        if not missing:
            return tell(language, Tell.EVERYBODY_CAME, **facts)
        lines = [
            tell(language, Tell.NO_SHOW, student=one.student, name=one.name)
            for one in missing[:_NAMED]
        ]
        if len(missing) > _NAMED:
            lines.append(f"… groupkeeper campaign signups {campaign.name} --missing")
        counts = {"attended": len(signed) - len(missing), "missing": len(missing)}
        return tell(language, Tell.NO_SHOWS, people="\n".join(lines), **facts, **counts)

    @property
    def _speaker(self) -> Speaker:
        return Speaker(here=self.here, memory=self.memory, now=self.now)


def _leads_to(run: Run, campaign: Campaign) -> bool:
    return run.event_at is not None and run.event_at.astimezone(UTC) == campaign.starts_at

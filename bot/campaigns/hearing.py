"""Hearing what members say to campaigns, in the transaction that archives it.

Every campaign that a batch speaks to is held by its lock first, in the order of names; then the
requests are settled one by one, in the order of their arrival. What members are told is written
down here and said by the ticker (`bot.campaigns.answers`), many answers in one post.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from bot.campaigns.asks import Ask, asked
from bot.campaigns.here import Here
from bot.campaigns.keys import opening_key
from bot.campaigns.ports import CampaignWork
from bot.core.effects import Effect
from bot.core.ids import StudentId
from bot.core.seen import Seen, SeenMessage
from bot.core.signups import Attended, Book, Lottery
from sop.campaigns.benefits import Benefit, Kind
from sop.campaigns.booking import Listing, Request, Told, wall
from sop.campaigns.choosing import attendance, choose
from sop.campaigns.claims import Claiming, window
from sop.campaigns.model import Campaign
from sop.campaigns.wording import Tell, tell
from sop.campaigns.words import Deed, Meaning


async def hear_members(
    work: CampaignWork, here: Here, seen: Sequence[Seen], now: datetime
) -> list[Effect]:
    """Settle everything in a batch that is said to a campaign; what is to be written down."""
    asks = await asked(work, here, seen, now)
    if not asks:
        return []
    batch = await _Batch.open(work, here, asks, now)
    for ask in asks:
        await batch.take(ask)
    return await batch.close()


class _Batch:
    """Requests of one batch, and the lists that they change."""

    def __init__(self, work: CampaignWork, here: Here, now: datetime) -> None:
        self._work = work
        self._here = here
        self._now = now
        self._language = here.house.language
        self._barred: frozenset[StudentId] = frozenset()
        self._lists: dict[str, Listing] = {}
        self._claims: dict[tuple[str, str], Claiming] = {}
        self._came: dict[tuple[str, StudentId], Attended] = {}
        self._told: dict[str, list[Told]] = defaultdict(list)

    @classmethod
    async def open(
        cls, work: CampaignWork, here: Here, asks: Sequence[Ask], now: datetime
    ) -> "_Batch":
        """Hold the lists of every campaign that is spoken to."""
        batch = cls(work, here, now)
        books: dict[str, Book] = {}
        for name in sorted({one.campaign for ask in asks for one in ask.heard.meanings}):
            book = await work.sign_ups.book(name)
            if book is not None:  # a file that was not taken up by the ticker yet is none
                books[name] = book
        waiting = {place.bearer for book in books.values() for place in book.waiting}
        people = waiting | {ask.student for ask in asks}
        batch._barred = await barred_among(work, people, now)
        for name, book in books.items():
            batch._lists[name] = Listing(
                here.shelf.campaigns[name],
                book,
                barred=batch._barred,
                language=batch._language,
            )
        return batch

    async def take(self, ask: Ask) -> None:
        """Settle one message."""
        known = [one for one in ask.heard.meanings if one.campaign in self._lists]
        campaigns = self._here.shelf.campaigns
        wanted = choose(
            known,
            campaigns,
            at=ask.said.event.at,
            student=ask.student,
            listed=lambda name, student: self._lists[name].is_listed(student),
        )
        if not wanted:
            return
        if len(wanted) > 1 and wanted[0].deed is not Deed.MINE:
            self._ask_back(ask, wanted)
            return
        for one in wanted:
            await self._settle(ask, one)

    async def _settle(self, ask: Ask, meaning: Meaning) -> None:
        campaign = self._here.shelf.campaigns[meaning.campaign]
        request = Request(
            deed=meaning.deed,
            student=ask.student,
            identity=ask.said.sender.identity,
            room=ask.said.room,
            message=ask.said.id,
            at=ask.said.event.at,
            benefit=meaning.benefit,
        )
        if meaning.deed is Deed.ATTEND:
            self._attend(campaign, request)
        elif meaning.deed is Deed.CLAIM:
            await self._claim(campaign, request)
        else:
            self._lists[campaign.name].take(request)

    def _ask_back(self, ask: Ask, wanted: Sequence[Meaning]) -> None:
        campaigns = self._here.shelf.campaigns
        word = ask.said.event.text.split()[0][:20] if ask.said.event.text.split() else ""
        names = dict.fromkeys(campaigns[one.campaign].title for one in wanted)
        choices = " / ".join(f"{word} {name}" for name in names)
        text = tell(self._language, Tell.WHICH, choices=choices)
        self._tell(wanted[0].campaign, ask.said, text)

    # ---- coming -----------------------------------------------------------------------------

    def _attend(self, campaign: Campaign, request: Request) -> None:
        opens, closes = attendance(campaign)
        place = self._lists[campaign.name].place(request.student)
        facts: dict[str, object] = {}
        key = (campaign.name, request.student)
        if not opens <= request.at < closes:
            sentence = Tell.CAME_EARLY
            facts = {"opens": wall(campaign, opens), "closes": wall(campaign, closes)}
        elif place is None:
            sentence = Tell.CAME_UNSIGNED
        elif place.attended is not None or key in self._came:
            sentence = Tell.CAME_ALREADY
        else:
            sentence = Tell.CAME
            self._came[key] = Attended(
                campaign=campaign.name, student=request.student, at=request.at, author="word"
            )
        self._answer(campaign, request, sentence, facts)

    # ---- benefits ---------------------------------------------------------------------------

    async def _claim(self, campaign: Campaign, request: Request) -> None:
        benefit = campaign.benefit(request.benefit)
        if benefit is None:
            return
        claiming = await self._claiming(campaign, benefit)
        if benefit.kind is Kind.LOTTERY:
            refused = await self._not_drawing(campaign, benefit, request)
            if refused is not None:
                sentence, facts = refused
                text = tell(self._language, sentence, title=claiming.title, **facts)
                self._tell_request(campaign, request, text)
                return
        before = len(claiming.told)
        claiming.take(request)
        self._told[campaign.name] += claiming.told[before:]

    async def _not_drawing(
        self, campaign: Campaign, benefit: Benefit, request: Request
    ) -> tuple[Tell, Mapping[str, object]] | None:
        """Nobody enters before the commitment went out, nor after the list was fixed."""
        opens, closes = window(campaign, benefit)
        if not opens <= request.at < closes:
            return None  # the benefit itself says so
        lottery = await self._work.campaigns.lottery(campaign.name, benefit.id)
        if lottery is None or not await self._published(campaign, benefit, request, lottery):
            return Tell.NOT_YET_OPEN, {"opens": wall(campaign, opens)}
        if lottery.entries is not None:
            return Tell.OVER, {"closes": wall(campaign, closes)}
        return None

    async def _published(
        self, campaign: Campaign, benefit: Benefit, request: Request, lottery: Lottery
    ) -> bool:
        rooms = [request.room] if request.room is not None else []
        rooms = rooms or [room.id for room in self._here.rooms_of(campaign.name)]
        for room in rooms:
            key = opening_key(campaign, benefit, room, lottery)
            if await self._work.outbox.was_done(key):
                return True
        return False

    async def _claiming(self, campaign: Campaign, benefit: Benefit) -> Claiming:
        key = (campaign.name, benefit.id)
        found = self._claims.get(key)
        if found is None:
            want = 0 if benefit.kind is Kind.LOTTERY else benefit.amount
            book = await self._work.campaigns.claims(
                campaign.name, benefit.id, pool=benefit.coupon, want=want
            )
            found = self._claims[key] = Claiming(
                campaign,
                benefit,
                book,
                barred=self._barred,
                placed=self._lists[campaign.name].placed,
                language=self._language,
            )
        return found

    # ---- telling ----------------------------------------------------------------------------

    def _answer(
        self, campaign: Campaign, request: Request, sentence: Tell, facts: Mapping[str, object]
    ) -> None:
        text = tell(self._language, sentence, title=campaign.title, **facts)
        self._tell_request(campaign, request, text)

    def _tell_request(self, campaign: Campaign, request: Request, text: str) -> None:
        if request.identity is not None:
            told = Told(identity=request.identity, room=request.room, text=text)
            self._told[campaign.name].append(told)

    def _tell(self, name: str, said: SeenMessage, text: str) -> None:
        told = Told(identity=said.sender.identity, room=said.room, text=text)
        self._told[name].append(told)

    async def close(self) -> list[Effect]:
        """Keep what members are told; what changed on the lists."""
        effects: list[Effect] = []
        for name, listing in self._lists.items():
            effects += listing.records
            told = [*listing.told, *self._told[name]]
            await self._work.campaigns.tell(
                name, [(one.identity, one.room, one.text) for one in told], self._now
            )
        for claiming in self._claims.values():
            effects += claiming.records
        effects += self._came.values()
        return effects


async def barred_among(
    work: CampaignWork, students: Collection[StudentId], now: datetime
) -> frozenset[StudentId]:
    """Of these people, those who may not take part: on the deny list, or removed from a room."""
    lists = await work.conduct.lists_of(students, now)
    allowed = {student for student, standing in lists.items() if standing.allowed}
    denied = {student for student, standing in lists.items() if standing.denied}
    return frozenset(denied | ((await work.campaigns.removed(students)) - allowed))

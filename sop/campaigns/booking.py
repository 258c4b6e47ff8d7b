"""Giving places: who gets one, who waits, who moves up. Pure: the list comes in, changes go out.

The order is the order of arrival, over all rooms. The list is held by its database lock while
this is decided, so however many ask at once, never more get a place than there are.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core.ids import IdentityId, MessageId, RoomId, StudentId
from bot.core.signups import Book, Place, RecordSignUp, SignUpState
from sop.campaigns.model import Campaign
from sop.campaigns.wording import Tell, tell
from sop.campaigns.words import Deed


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Somebody asks for something. `room` None: to the bot alone."""

    deed: Deed
    student: StudentId
    identity: IdentityId | None  # None: nobody is told
    room: RoomId | None
    message: MessageId | None
    at: datetime
    benefit: str = ""
    by: str = ""  # the colleague who asks for them; they may, also when it is closed


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What somebody is told, in the room where they asked, or alone."""

    identity: IdentityId
    room: RoomId | None
    text: str


class Listing:
    """A campaign's list while a batch of requests is settled."""

    def __init__(
        self, campaign: Campaign, book: Book, *, barred: Collection[StudentId], language: str
    ) -> None:
        self._campaign = campaign
        self._barred = barred
        self._language = language
        self._signed = {place.bearer: place for place in book.signed}
        self._waiting = {place.bearer: place for place in book.waiting}
        self._seq = book.last_seq
        self.records: list[RecordSignUp] = []
        self.told: list[Told] = []
        self.answers: list[str] = []  # one a request, also where nobody is told

    @property
    def placed(self) -> Collection[StudentId]:
        """Who has a place now; follows what is settled."""
        return self._signed.keys()

    def place(self, student: StudentId) -> Place | None:
        """Somebody's place; None where they have none."""
        return self._signed.get(student)

    def number(self, student: StudentId) -> tuple[SignUpState, int] | None:
        """Where somebody stands, and as which; None: nowhere."""
        for people, state in (
            (self._signed, SignUpState.SIGNED),
            (self._waiting, SignUpState.WAITING),
        ):
            if student in people:
                return state, list(people).index(student) + 1
        return None

    def is_listed(self, student: StudentId) -> bool:
        """Whether somebody has a place, or waits for one."""
        return student in self._signed or student in self._waiting

    def take(self, request: Request) -> None:
        """Settle one request; the next sees what it changed."""
        if request.deed is Deed.SIGN_UP:
            self._sign_up(request)
        elif request.deed is Deed.CANCEL:
            self._cancel(request)
        else:
            self._answer(request, *self._standing(request.student))

    # ---- signing up ---------------------------------------------------------------------------

    def _sign_up(self, request: Request) -> None:
        student = request.student
        if student in self._signed or student in self._waiting:
            self._answer(request, *self._standing(student))
            return
        refused = self._refusal(request)
        if refused is not None:
            self._answer(request, *refused)
            return
        self.move_up(request.at)  # who waits comes first
        sign_up = self._campaign.sign_up
        if sign_up.limit is None or len(self._signed) < sign_up.limit:
            self._place(request, SignUpState.SIGNED)
            sentence = Tell.SIGNED if sign_up.limit is None else Tell.SIGNED_OF
            number = len(self._signed)
            self._answer(request, sentence, {"number": number, "limit": sign_up.limit})
        elif sign_up.waitlist is None or len(self._waiting) < sign_up.waitlist:
            self._place(request, SignUpState.WAITING)
            facts = {"number": len(self._waiting), "limit": sign_up.limit}
            self._answer(request, Tell.WAITING, facts)
        else:
            facts = {"limit": sign_up.limit, "waitlist": sign_up.waitlist}
            self._answer(request, Tell.FULL, facts)

    def _refusal(self, request: Request) -> tuple[Tell, Mapping[str, object]] | None:
        campaign = self._campaign
        opens, closes = campaign.sign_up.opens, campaign.moment(campaign.sign_up.closes)
        if campaign.called_off:
            return Tell.CALLED_OFF, {"why": campaign.called_off}
        if request.student in self._barred:
            return Tell.BARRED, {}
        if opens is not None and request.at < campaign.moment(opens):
            return Tell.EARLY, {"opens": wall(campaign, campaign.moment(opens))}
        if request.at >= closes and not request.by:
            return Tell.CLOSED, {"closes": wall(campaign, closes)}
        return None

    def _place(self, request: Request, state: SignUpState) -> None:
        self._seq += 1
        place = Place(
            student=request.student,
            bearer=request.student,
            seq=self._seq,
            identity=request.identity,
            room=request.room,
            at=request.at,
        )
        (self._signed if state is SignUpState.SIGNED else self._waiting)[request.student] = place
        self._note(place, state, request.message)

    # ---- cancelling, and moving up ------------------------------------------------------------

    def _cancel(self, request: Request) -> None:
        place = self._strike(request.student)
        if place is None:
            self._answer(request, Tell.NOT_SIGNED, {})
            return
        self._answer(request, Tell.CANCELLED, {})
        self.move_up(request.at)

    def _strike(self, student: StudentId) -> Place | None:
        place = self._signed.pop(student, None) or self._waiting.pop(student, None)
        if place is not None:
            for row in (place.student, *place.others):
                self._note(replace(place, student=row), SignUpState.CANCELLED, None)
        return place

    def strike_barred(self) -> None:
        """Take off the list who was put on the deny list since they signed up."""
        for student in [*self._signed, *self._waiting]:
            if student in self._barred:
                place = self._strike(student)
                if place is not None and place.identity is not None:
                    self._tell(place.identity, None, Tell.STRUCK, {})

    def move_up(self, now: datetime) -> None:
        """Give the places that are free to those who wait, in order, and tell them."""
        limit = self._campaign.sign_up.limit
        if now >= self._campaign.starts_at or self._campaign.called_off:
            return
        for student, place in list(self._waiting.items()):
            if limit is not None and len(self._signed) >= limit:
                return
            if student in self._barred:
                continue
            del self._waiting[student]
            self._seq += 1
            risen = replace(place, seq=self._seq)
            self._signed[student] = risen
            self._note(risen, SignUpState.SIGNED, None)
            if place.identity is not None:
                self._tell(place.identity, place.room, Tell.MOVED_UP, {"number": len(self._signed)})

    # ---- telling ------------------------------------------------------------------------------

    def _standing(self, student: StudentId) -> tuple[Tell, Mapping[str, object]]:
        found = self.number(student)
        if found is None:
            return Tell.NOT_SIGNED, {}
        sentence = Tell.ALREADY if found[0] is SignUpState.SIGNED else Tell.ALREADY_WAITING
        return sentence, {"number": found[1]}

    def _answer(self, request: Request, sentence: Tell, facts: Mapping[str, object]) -> None:
        text = tell(self._language, sentence, title=self._campaign.title, **facts)
        self.answers.append(text)
        if request.identity is not None:
            self.told.append(Told(identity=request.identity, room=request.room, text=text))

    def _tell(
        self, who: IdentityId, room: RoomId | None, sentence: Tell, facts: Mapping[str, object]
    ) -> None:
        text = tell(self._language, sentence, title=self._campaign.title, **facts)
        self.told.append(Told(identity=who, room=room, text=text))

    def _note(self, place: Place, state: SignUpState, message: MessageId | None) -> None:
        record = RecordSignUp(
            campaign=self._campaign.name,
            student=place.student,
            state=state,
            seq=place.seq,
            identity=place.identity,
            room=place.room,
            message=message,
            at=place.at,
        )
        self.records.append(record)


def settle(
    campaign: Campaign,
    book: Book,
    requests: Iterable[Request],
    *,
    barred: Collection[StudentId],
    language: str,
) -> Listing:
    """Settle requests in the order of their arrival."""
    listing = Listing(campaign, book, barred=barred, language=language)
    for request in requests:
        listing.take(request)
    return listing


def wall(campaign: Campaign, moment: datetime) -> str:
    """A moment as people of the campaign's zone read it."""
    return f"{moment.astimezone(ZoneInfo(campaign.zone)):%m-%d %H:%M}"

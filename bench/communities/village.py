"""Rooms and the innocent people in them: regulars, newcomers, helpers, neighbours who sell.

Behaviour alone gives nobody away here: innocent newcomers come in crowds, and post links, phone
numbers and offers at once; silent members wake up after months; helpers post one notice in several
rooms; sign-up chains grow from member to member.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from bench.communities.people import END, OPEN, START, Account, Arrival, Line, Truth
from bench.communities.texts import Text

Everyday = Callable[[random.Random], str]

REGULARS = 36  # of a room
NEWCOMERS = 14
_QUIET = 12  # members who never spoke yet
_BEFORE = 22  # messages a day and room, while nothing is measured
_DURING = 45


class Village:
    """A community; everything in it follows from the seed."""

    def __init__(self, seed: int, room_names: Sequence[str], everyday: Everyday) -> None:
        self.random = random.Random(seed)  # noqa: S311 (a simulation wants repeatable chance)
        self._everyday = everyday
        self.room_names = room_names
        self.regulars: dict[int, list[Account]] = {}
        self.newcomers: dict[int, list[Account]] = {}
        self.quiet: dict[int, list[Account]] = {}
        self.helpers: dict[int, list[Account]] = {}
        self.arrivals: list[Arrival] = []
        self._accounts = 0
        self._groups = seed * 10_000
        for room in range(len(room_names)):
            self._settle(room)

    @property
    def rooms(self) -> range:
        """The numbers of the rooms."""
        return range(len(self.room_names))

    def account(self, **joined: datetime | None) -> Account:
        """Somebody new; `r3=...` says that they joined room 3, and when."""
        self._accounts += 1
        rooms = {int(name[1:]): at for name, at in joined.items()}
        return Account(number=self._accounts, name=f"成员{self._accounts}", joined=rooms)

    def join(self, account: Account, room: int, at: datetime) -> None:
        """Somebody comes into a room while the bot looks on."""
        account.joined[room] = at
        self.arrivals.append(Arrival(at=at, account=account, room=room))

    def everyday(self) -> str:
        """Something that people say all day."""
        return self._everyday(self.random)

    def group(self) -> int:
        """A number for messages that are one advert."""
        self._groups += 1
        return self._groups

    def moment(self, start: datetime = OPEN, end: datetime = END) -> datetime:
        """Some time in between, more often by day."""
        while True:
            at = start + (end - start) * self.random.random()
            if 0 <= (at.hour + 8) % 24 - 8 < 15 or self.random.random() < 0.08:
                return at

    def room_for(self, text: Text) -> int:
        """A room in which a text like this is said."""
        fitting = [r for r in self.rooms if self.room_names[r] == text.room]
        return self.random.choice(fitting or self.rooms)

    def some_rooms(self, count: int) -> list[int]:
        """So many different rooms, or all there are."""
        return self.random.sample(self.rooms, min(count, len(self.rooms)))

    def _settle(self, room: int) -> None:
        chance = self.random
        self.regulars[room] = [self._regular(room) for _ in range(REGULARS)]
        if room:
            for _ in range(4):  # some sit in two or three rooms
                neighbour = chance.choice(self.regulars[chance.randrange(room)])
                neighbour.joined.setdefault(room, None)
                self.regulars[room].append(neighbour)
        self.helpers[room] = chance.sample(self.regulars[room], 2)
        for helper in self.helpers[room]:
            helper.talkative, helper.helpful = 3.0, 0.6
        self.quiet[room] = [self.account(**{f"r{room}": None}) for _ in range(_QUIET // 2)]
        self.quiet[room] += [self._came(room, START, OPEN) for _ in range(_QUIET // 2)]
        self.newcomers[room] = [
            self._came(room, OPEN - timedelta(days=4), END) for _ in range(NEWCOMERS)
        ]
        if chance.random() < 0.6:  # a colleague brings a class, a market stall shows its code
            self.newcomers[room] += self._crowd(room, chance.randrange(5, 15))

    def _regular(self, room: int) -> Account:
        account = self.account(**{f"r{room}": None})
        account.talkative = min(self.random.paretovariate(0.9), 25.0)
        account.helpful = self.random.choice((0.03, 0.1, 0.2, 0.35))
        return account

    def _came(self, room: int, start: datetime, end: datetime) -> Account:
        account = self.account()
        self.join(account, room, self.moment(start, end))
        return account

    def _crowd(self, room: int, size: int) -> list[Account]:
        at = self.moment()
        crowd = [self.account() for _ in range(size)]
        for one in crowd:
            self.join(one, room, at + timedelta(seconds=self.random.randrange(540)))
        return crowd


def small_talk(village: Village) -> Iterator[Line]:
    """What everybody says all day."""
    for room in village.rooms:
        members = village.regulars[room]
        weights = [one.talkative for one in members]
        for start, end, a_day in ((START, OPEN, _BEFORE), (OPEN, END, _DURING)):
            count = int((end - start).days * a_day * village.random.uniform(0.6, 1.4))
            for author in village.random.choices(members, weights, k=count):
                yield _chat(village, author, room, village.moment(start, end), "regular")
        for newcomer in village.newcomers[room]:
            yield from _greet(village, newcomer, room)


def _chat(village: Village, author: Account, room: int, at: datetime, who: str) -> Line:
    to = ""
    if village.random.random() < author.helpful:
        to = village.random.choice(("quote", "mention"))
    text = village.everyday()
    return Line(
        at=at, account=author, room=room, text=text, truth=Truth(advert=False, who=who), to=to
    )


def _greet(village: Village, newcomer: Account, room: int) -> Iterator[Line]:
    at = newcomer.joined[room] or OPEN
    for _ in range(village.random.choice((0, 0, 1, 1, 2, 4, 7))):
        at += timedelta(minutes=village.random.expovariate(1 / 300))
        if at < END:
            yield _chat(village, newcomer, room, at, "newcomer")


# Who says what is hard to tell from an advert, and how often.
_SPEAKERS = (
    ("regular", 0.60),
    ("helper", 0.10),
    ("newcomer", 0.14),
    ("first word of a newcomer", 0.08),
    ("first word after long silence", 0.08),
)


def hard_talk(village: Village, texts: Sequence[Text]) -> Iterator[Line]:
    """Innocent texts of the corpus, each said once, or in several rooms as such things are."""
    for text in texts:
        room = village.room_for(text)
        who, author, at = _speaker(village, text, room)
        truth = Truth(advert=False, who=who, kind=text.kind)
        if text.kind == "signup_chains" and text.text.count("\n") >= 3:
            yield from _chain(village, text, room, truth)
            continue
        yield Line(at=at, account=author, room=room, text=text.text, truth=truth)
        for other in _elsewhere(village, text, author, room):
            at += timedelta(minutes=village.random.uniform(0.3, 30))
            yield Line(at=at, account=author, room=other, text=text.text, truth=truth)


def _speaker(village: Village, text: Text, room: int) -> tuple[str, Account, datetime]:
    chance = village.random
    who = chance.choices([name for name, _ in _SPEAKERS], [share for _, share in _SPEAKERS])[0]
    if text.kind == "staff_promotions" and chance.random() < 0.7:
        who = "helper"
    match who:
        case "helper":
            return who, chance.choice(village.helpers[room]), village.moment()
        case "newcomer":
            author = chance.choice(village.newcomers[room])
            joined = max(author.joined[room] or OPEN, OPEN)
            return who, author, village.moment(joined, END + timedelta(hours=6))
        case "first word of a newcomer":
            author = village.account()
            at = village.moment()
            wait = timedelta(minutes=chance.choice((2, 10, 60, 600, 3000)) * chance.random())
            village.join(author, room, at - wait)
            return who, author, at
        case "first word after long silence":
            return who, chance.choice(village.quiet[room]), village.moment()
        case _:
            members = village.regulars[room]
            author = chance.choices(members, [one.talkative**0.5 for one in members])[0]
            return who, author, village.moment()


def _elsewhere(village: Village, text: Text, author: Account, room: int) -> list[int]:
    """Other rooms in which the same is said: notices, votes and links get around."""
    shares = {"staff_promotions": 0.3, "votes": 0.25, "help_requests": 0.2, "links_shared": 0.1}
    if village.random.random() >= shares.get(text.kind, 0.03):
        return []
    rooms = [one for one in author.joined if one != room]
    if not rooms:  # somebody who is in a second room too
        rooms = village.some_rooms(village.random.choice((1, 1, 2)))
        for one in rooms:
            author.joined.setdefault(one, None)
    return [one for one in rooms if one != room][:2]


def _chain(village: Village, text: Text, room: int, truth: Truth) -> Iterator[Line]:
    lines = text.text.split("\n")
    at = village.moment()
    for end in (len(lines) - 2, len(lines) - 1, len(lines)):
        author = village.random.choice(village.regulars[room])
        yield Line(at=at, account=author, room=room, text="\n".join(lines[:end]), truth=truth)
        at += timedelta(minutes=village.random.uniform(0.5, 20))

"""Advertisers: how they come, how long they wait, and where and in how many pieces they post."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from bench.communities.people import END, OPEN, Account, Line, Truth
from bench.communities.texts import Text
from bench.communities.village import Village

Campaign = Callable[[Village, Text], Iterator[Line]]

_SPLIT = 70  # characters
_POLITE = ("", "", "", "大家好，", "打扰了，", "@所有人 ", "群主勿踢 ")
_TAILS = ("", "", "", "🌹", "💰💰", "！！", "~", "，先到先得")


def joins_and_posts(village: Village, text: Text) -> Iterator[Line]:
    """Comes in and posts at once, some a second time the next day."""
    room, at, author = village.room_for(text), village.moment(), village.account()
    village.join(author, room, at - timedelta(minutes=village.random.uniform(0.5, 90)))
    truth = _truth("joins and posts", text)
    yield Line(at=at, account=author, room=room, text=text.text, truth=truth)
    if village.random.random() < 0.2:
        again = at + timedelta(hours=village.random.uniform(5, 30))
        yield Line(at=again, account=author, room=room, text=_varied(village, text), truth=truth)


def lurks(village: Village, text: Text) -> Iterator[Line]:
    """Comes in, says nothing for days, then posts; some were there before the bot."""
    room, at, author = village.room_for(text), village.moment(), village.account()
    if village.random.random() < 0.2:
        author.joined[room] = None
    else:
        village.join(author, room, at - timedelta(days=village.random.uniform(1.5, 25)))
    yield Line(
        at=at, account=author, room=room, text=text.text, truth=_truth("lurks, then posts", text)
    )


def swarm(village: Village, text: Text) -> Iterator[Line]:
    """Many accounts with one text, in one room or two; most came together."""
    chance, at = village.random, village.moment()
    room = village.room_for(text)
    rooms = [room, chance.choice(village.rooms)]
    together = chance.random() < 0.6
    came = at - timedelta(hours=chance.uniform(0.2, 40))
    for _ in range(chance.randrange(4, 8)):
        author, where = village.account(), chance.choice(rooms)
        spread = timedelta(minutes=chance.uniform(0, 8) if together else chance.uniform(0, 4000))
        village.join(author, where, came - spread)
        yield Line(
            at=at,
            account=author,
            room=where,
            text=_varied(village, text),
            truth=_truth("many accounts, one text", text),
        )
        at += timedelta(minutes=chance.expovariate(1 / 12))


def many_rooms(village: Village, text: Text) -> Iterator[Line]:
    """One account, the same in many rooms within minutes."""
    chance, at, author = village.random, village.moment(), village.account()
    rooms = dict.fromkeys([village.room_for(text), *village.some_rooms(7)])
    for room in list(rooms)[: chance.randrange(4, 8)]:
        village.join(author, room, at - timedelta(hours=chance.uniform(0.1, 60)))
        yield Line(
            at=at,
            account=author,
            room=room,
            text=_varied(village, text) if chance.random() < 0.5 else text.text,
            truth=_truth("one account, many rooms", text),
        )
        at += timedelta(seconds=chance.uniform(5, 90))


def stolen(village: Village, text: Text) -> Iterator[Line]:
    """A regular whose account somebody else uses now, in the rooms the regular is in."""
    chance, at = village.random, village.moment(OPEN + timedelta(days=4), END)
    author = chance.choice(village.regulars[village.room_for(text)])
    for room in list(author.joined)[:3]:
        yield Line(
            at=at,
            account=author,
            room=room,
            text=text.text,
            truth=_truth("stolen account of a regular", text),
        )
        at += timedelta(seconds=chance.uniform(10, 200))


def chats_first(village: Village, text: Text) -> Iterator[Line]:
    """Makes friends first: some days of talk and answers, then the offer."""
    chance = village.random
    room, at, author = village.room_for(text), village.moment(OPEN + timedelta(days=5), END), None
    author = village.account()
    joined = at - timedelta(days=chance.uniform(4, 20))
    village.join(author, room, joined)
    for _ in range(chance.randrange(3, 9)):
        yield _friendly(village, author, room, village.moment(joined, at))
    yield Line(
        at=at,
        account=author,
        room=room,
        text=text.text,
        truth=_truth("chats first, sells later", text),
    )


def _friendly(village: Village, author: Account, room: int, at: datetime) -> Line:
    to = village.random.choice(("", "", "quote", "mention"))
    truth = Truth(advert=False, who="advertiser's small talk")
    return Line(at=at, account=author, room=room, text=village.everyday(), truth=truth, to=to)


def splits(village: Village, text: Text) -> Iterator[Line]:
    """Posts in short pieces, within seconds; nobody does that with a long text."""
    if len(text.text) > _SPLIT:
        yield from joins_and_posts(village, text)
        return
    chance = village.random
    room, at, author = village.room_for(text), village.moment(), village.account()
    village.join(author, room, at - timedelta(hours=chance.uniform(0.1, 100)))
    truth = _truth("in pieces", text, group=village.group())
    size = max(4, -(-len(text.text) // chance.choice((2, 3, 4))))
    for start in range(0, len(text.text), size):
        piece = text.text[start : start + size]
        yield Line(at=at, account=author, room=room, text=piece, truth=truth)
        at += timedelta(seconds=chance.uniform(1, 5))


# How advertisers behave, and how many campaigns of a hundred are of each kind.
KINDS: Sequence[tuple[Campaign, int]] = (
    (joins_and_posts, 26),
    (lurks, 20),
    (swarm, 8),
    (many_rooms, 9),
    (stolen, 12),
    (chats_first, 15),
    (splits, 14),
)


def adverts(village: Village, texts: Sequence[Text]) -> Iterator[Line]:
    """Campaigns, each with a text of its own; who chats first mostly sells softly."""
    campaigns, shares = [one for one, _ in KINDS], [share for _, share in KINDS]
    for text in texts:
        (campaign,) = village.random.choices(campaigns, shares)
        if text.manner == "soft" and village.random.random() < 0.15:
            campaign = chats_first
        yield from campaign(village, text)


def _truth(who: str, text: Text, group: int = 0) -> Truth:
    return Truth(advert=True, who=who, kind=text.kind, manner=text.manner, group=group)


def _varied(village: Village, text: Text) -> str:
    """The same with other digits, another greeting, another tail."""
    chance = village.random
    digits = "".join(
        chance.choice("0123456789") if one in "0123456789" and chance.random() < 0.2 else one
        for one in text.text
    )
    return f"{chance.choice(_POLITE)}{digits}{chance.choice(_TAILS)}"

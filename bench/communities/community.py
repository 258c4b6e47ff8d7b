"""A whole community made of one half of the corpus: the same for one seed."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from zlib import crc32

from bench.communities.advertisers import adverts
from bench.communities.people import OPEN, Arrival, Line
from bench.communities.texts import Text
from bench.communities.village import Everyday, Village, hard_talk, small_talk
from bench.talk import SHORT, everyday

PARTS = 3  # communities that share the texts, so that much of the talk is everyday talk
ROOMS = 20  # of each
_SHORT = 0.35  # of everyday talk: "好的", "收到"
ADVERTS = 0.02  # of all messages, at most: texts run out before


@dataclass(frozen=True, slots=True, kw_only=True)
class Community:
    """Everything that happens, and where."""

    names: Sequence[str]
    scenes: Sequence[Line | Arrival]


def communities(
    texts: Sequence[Text], seed: int, *, talk: Sequence[str] = ()
) -> Iterator[Community]:
    """Communities that share these texts; `talk` is what people say all day, else it is made."""
    for part in range(PARTS):
        number = seed * PARTS + part
        share = [one for one in texts if crc32(one.text.encode()) // 2 % PARTS == part]
        yield community(share, number, everyday=spoken(talk, number) if talk else everyday)


def community(texts: Sequence[Text], seed: int, *, everyday: Everyday = everyday) -> Community:
    """People, their talk, and advertisers at real rates."""
    names = [name for name, _ in Counter(one.room for one in texts).most_common(ROOMS)]
    village = Village(seed, names, everyday)
    innocent = [one for one in texts if not one.advert]
    lines = [*small_talk(village), *hard_talk(village, innocent)]
    said = sum(one.at >= OPEN for one in lines)
    campaigns = [one for one in texts if one.advert]
    village.random.shuffle(campaigns)
    posted: list[Line] = []
    while campaigns and sum(one.truth.advert for one in posted) < said * ADVERTS:
        posted += adverts(village, [campaigns.pop()])
    return Community(names=names, scenes=[*lines, *posted, *village.arrivals])


def spoken(talk: Sequence[str], seed: int) -> Everyday:
    """Everyday talk out of real talk: short words again and again, the rest once, then made talk.

    Nobody says word for word what a stranger said last week; only campaigns do.
    """
    rest = list(talk)
    Random(seed).shuffle(rest)  # noqa: S311 (a simulation wants repeatable chance)
    turn = iter(rest)

    def say(chance: Random) -> str:
        if chance.random() < _SHORT:
            return chance.choice(SHORT)
        return next(turn, None) or everyday(chance)

    return say

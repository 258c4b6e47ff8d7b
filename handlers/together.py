"""Reading together: the detectors look at what was said in several short messages as one."""

from collections.abc import Callable, Sequence

from bot.core.ids import MessageId
from bot.core.verdicts import Verdict
from handlers.detectors import Item
from handlers.fragments import Fragments, Joined, Seat, seat_of

Read = Callable[[Sequence[Item]], list[tuple[Verdict, ...]]]
Flagged = Callable[[Sequence[Verdict]], bool]
Named = Callable[[Sequence[Verdict], Sequence[MessageId]], tuple[Verdict, ...]]


def read_together(
    items: list[Item],
    noted: list[tuple[Verdict, ...]],
    fragments: Fragments,
    *,
    read: Read,
    flagged: Flagged,
    name: Named,
) -> None:
    """Put verdicts on the last of several short messages that are an advert only together.

    All are read at once, as if none was an advert: to read one alone takes as long as thirty in a
    row. What an author says after an advert is put together anew.
    """

    def is_advert(one: Joined, verdicts: tuple[Verdict, ...]) -> bool:
        if not verdicts or not flagged(verdicts) or not one.shows(verdicts):
            return False
        items[one.place] = one.item
        noted[one.place] = name(verdicts, one.others)
        fragments.close(one)
        return True

    found = list(fragments.joined(items, noted, flagged))
    ended: dict[Seat, int] = {}
    for one, verdicts in zip(found, read([one.item for one in found]), strict=True):
        seat = seat_of(one.item)
        if seat not in ended and is_advert(one, verdicts):
            ended[seat] = one.place
    if not ended:
        return
    end = len(items)
    after = [place for place, item in enumerate(items) if place > ended.get(seat_of(item), end)]
    for one in fragments.joined(items, noted, flagged, after):
        is_advert(one, read([one.item])[0])

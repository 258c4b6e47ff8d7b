"""Who may hold a seat, and what a seat may say."""

from collections.abc import Iterator

from bot.core.located import Located, Problem
from bot.core.located_words import did_you_mean
from bot.core.located_yaml import Path
from sop.model import ROOM_ACCOUNT, ContentKind, Holder, Message
from sop.pieces import Pieces, parts_of


def holder_problems(
    pieces: Pieces, located: Located, accounts: frozenset[str], staff: frozenset[str]
) -> Iterator[Problem]:
    """Accounts and colleagues that there are not, as holders and as stand-ins."""
    for name, seat in pieces.seats.items():
        first, *others = seat.holders
        yield from _holder(first, ("seats", name), located, accounts, staff)
        for place, holder in enumerate(others):
            path = ("seats", name, "stand_ins", place)
            yield from _holder(holder, path, located, accounts, staff)
            if holder in seat.holders[: place + 1]:
                who = holder.account or holder.person
                what = f"{who!r} holds this seat already; a stand-in is somebody else"
                yield located.problem(path, what)


def _holder(
    holder: Holder,
    path: Path,
    located: Located,
    accounts: frozenset[str],
    staff: frozenset[str],
) -> Iterator[Problem]:
    account, person = holder.account, holder.person
    if account not in {None, ROOM_ACCOUNT} and account not in accounts:
        known = ", ".join(sorted(accounts)) or "none is configured"
        near = did_you_mean(account or "", accounts)
        what = f'no account {account!r}{near}; use "room" or a channel of config.yaml ({known})'
        yield located.problem((*path, "account"), what)
    if person is not None and person not in staff:
        known = ", ".join(sorted(staff)) or "nobody is listed"
        what = (
            f"no colleague {person!r}{did_you_mean(person, staff)}; use a name listed"
            f" under staff in config.yaml ({known})"
        )
        yield located.problem((*path, "person"), what)


def may_problems(pieces: Pieces, located: Located) -> Iterator[Problem]:
    """What a seat says that it may not say."""
    for placed in pieces.placed:
        seat = pieces.seats.get(placed.step.seat)
        if seat is None or seat.may is None:
            continue
        for part in parts_of(placed):
            for kind in _kinds(part.message) - seat.may:
                path = part.text if kind is ContentKind.TEXT else (*part.path, "media")
                may = ", ".join(sorted(one.value for one in seat.may)) or "nothing"
                what = f"seat {placed.step.seat!r} may not say {kind.value} (it may: {may})"
                yield located.problem(path, what)


def _kinds(message: Message) -> set[ContentKind]:
    kinds = {ContentKind.TEXT} if message.text.strip() else set()
    return kinds if message.media is None else kinds | {message.media.kind}

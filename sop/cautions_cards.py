"""Cards that the account of a seat cannot post: known before their time comes."""

from collections.abc import Collection, Iterator, Mapping

from bot.core.located import Located, Problem
from bot.core.located_yaml import Path
from sop.content import Library
from sop.model import ROOM_ACCOUNT, ContentKind, Seat
from sop.pieces import Part, Pieces, parts_of

Lacking = Mapping[str, frozenset[ContentKind]]  # by account: the cards it cannot post


def lacking_cards(
    pieces: Pieces,
    located: Located,
    lacking: Lacking,
    library: Library | None,
    own: Collection[str] | None = None,
) -> Iterator[Problem]:
    """Each card with the accounts of its seat that would fail at it.

    `own`: the accounts of the rooms that are meant, for seats of `account: room`; None: any.
    """
    if not any(lacking.values()):
        return
    here = lacking.keys() if own is None else lacking.keys() & own
    for placed in pieces.placed:
        seat = pieces.seats.get(placed.step.seat)
        if seat is None:
            continue
        for part in parts_of(placed):
            kind = _kind(part, library)
            accounts = sorted(
                name for name in _speakers(seat, here, lacking) if kind in lacking[name]
            )
            if kind is not None and accounts:
                what = (
                    f"account {', '.join(accounts)} cannot post {kind.value} cards; this fails"
                    f" where it speaks for seat {placed.step.seat!r}: write the link into the"
                    " text, or give the seat another account or a colleague"
                )
                yield located.problem(_place_of(part, located), what)


def _kind(part: Part, library: Library | None) -> ContentKind | None:
    """What is posted beside the text: of the message itself, or of its piece of content."""
    if part.message.media is not None:
        return part.message.media.kind
    piece = None if library is None else library.pieces.get(part.message.content or "")
    return None if piece is None else piece.content.kind


def _speakers(seat: Seat, here: Collection[str], lacking: Lacking) -> set[str]:
    named = {holder.account for holder in seat.holders}
    own = here if ROOM_ACCOUNT in named else ()
    return {*own, *(name for name in lacking if name in named)}


def _place_of(part: Part, located: Located) -> Path:
    for key in ("media", "content"):
        if (*part.path, key) in located.values:
            return (*part.path, key)
    return part.path

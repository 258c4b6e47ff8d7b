"""What members said just before a batch, in short messages that may be pieces of one."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ids import IdentityId, MessageId, RoomId
from bot.core.seen import Fragment, SeenMessage
from storage.bulk import Query, listed
from storage.types import from_micros, micros

WITHIN = timedelta(seconds=60)  # the most that `judging.join_seconds` may ask for
_MOST = 4  # with the one that came now, five
_AUTHORS = 64  # whose words before the batch are looked up
_LONGEST = 60  # characters; who writes more says something by itself

_Seat = tuple[RoomId, IdentityId]

# One short walk along the index for each author: the newest few, of every room. A message that
# belongs to a case was judged already, and ends what can be put together.
_NEWEST = {
    dialect: Query(
        text(
            "SELECT m.id, m.room_id, m.identity_id, m.sent_at, m.text, m.own, cm.case_id "  # noqa: S608 (both parts stand here)
            f"FROM {authors} JOIN message m ON m.id IN ("
            "SELECT c.id FROM message c WHERE c.identity_id = h.value AND c.sent_at >= :since "
            f"AND c.id < :first ORDER BY c.sent_at DESC, c.id DESC LIMIT {2 * _MOST}) "
            "LEFT JOIN case_message cm ON cm.message_id = m.id "
            "ORDER BY m.sent_at DESC, m.id DESC"
        )
    )
    for dialect, authors in (
        ("sqlite", "json_each(:authors) h"),
        (
            "postgresql",
            "(SELECT v::bigint AS value FROM json_array_elements_text(CAST(:authors AS json)) v) h",
        ),
    )
}


async def load_fragments(
    connection: AsyncConnection, talk: Sequence[SeenMessage]
) -> Mapping[_Seat, tuple[Fragment, ...]]:
    """The short messages of each author and room before this batch, oldest first.

    Whoever speaks first in the batch long after its beginning has said nothing just before it, so
    a batch that spans days asks for a few authors only. In one of hundreds of authors, a backlog,
    only what is within the batch and what the first of them said before it is put together.
    """
    short = [one for one in talk if one.room is not None and _is_short(one)]
    if not short:
        return {}
    began = min(one.event.at for one in talk)
    soon = (one.sender.identity for one in short if one.event.at - began <= WITHIN)
    authors = list(dict.fromkeys(soon))[:_AUTHORS]
    if not authors:
        return {}
    rows = await _NEWEST[connection.dialect.name].rows(
        connection,
        authors=listed(authors),
        since=micros(began - WITHIN),
        first=talk[0].id,
    )
    return _runs(rows)


def _is_short(one: SeenMessage) -> bool:
    return 0 < len(one.event.text) <= _LONGEST and not one.event.own


def _runs(rows: Sequence[tuple[Any, ...]]) -> Mapping[_Seat, tuple[Fragment, ...]]:
    """The newest messages of each seat, back to the first that is none of several pieces."""
    runs: dict[_Seat, list[Fragment]] = {}
    ended: set[_Seat] = set()
    for number, room, identity, sent, said, own, case in rows:
        seat = (RoomId(room), IdentityId(identity))
        if room is None or seat in ended:
            continue
        run = runs.setdefault(seat, [])
        if own or case is not None or len(run) == _MOST or not 0 < len(said) <= _LONGEST:
            ended.add(seat)
            continue
        run.insert(0, Fragment(message=MessageId(number), at=from_micros(sent), text=said))
    return {seat: tuple(run) for seat, run in runs.items() if run}

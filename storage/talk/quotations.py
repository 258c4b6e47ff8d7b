"""Quotations that stand in the text itself, looked up among what was said in the room."""

import json
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ids import MessageId
from bot.core.quoting import ARCHIVED_FOR, is_typed, said_in, unaddressed
from bot.core.seen import Seen, SeenMessage, Unsaid
from bot.core.text import repeat_key
from storage.bulk import Query
from storage.types import from_micros

_MOST_COPIES = 500  # of one text, over all rooms, in which this room is looked for
_MOST_SHORT = 200  # messages of the room in which a short text is looked for
# Short texts ("好的") have no key; they are looked for among the newest of the room.
_FOUND = {
    dialect: Query(
        text(
            "SELECT h.place, h.room IN (SELECT c.room_id FROM message c "  # noqa: S608 (all parts stand here)
            "WHERE c.text_hash = h.hash AND c.id < h.said "
            f"ORDER BY c.sent_at DESC LIMIT {_MOST_COPIES}) "
            "OR (h.hash IS NULL AND h.words IN (SELECT trim(s.text) FROM ("
            "SELECT c.text FROM message c WHERE c.room_id = h.room AND c.id < h.said "
            f"ORDER BY c.sent_at DESC LIMIT {_MOST_SHORT}) s)), "
            "(SELECT c.sent_at FROM message c WHERE c.room_id = h.room "
            f"ORDER BY c.sent_at LIMIT 1) FROM {asked}"
        )
    )
    for dialect, asked in (
        (
            "sqlite",
            (
                "(SELECT key AS place, json_extract(value, '$[0]') AS said, "
                "json_extract(value, '$[1]') AS room, json_extract(value, '$[2]') AS hash, "
                "json_extract(value, '$[3]') AS words FROM json_each(:asked)) h"
            ),
        ),
        (
            "postgresql",
            (
                "(SELECT n - 1 AS place, (v->>0)::bigint AS said, (v->>1)::bigint AS room, "
                "(v->>2)::bigint AS hash, v->>3 AS words "
                "FROM json_array_elements(CAST(:asked AS json)) WITH ORDINALITY AS e(v, n)) h"
            ),
        ),
    )
}


async def load_unsaid(
    connection: AsyncConnection, seen: Sequence[Seen]
) -> Mapping[MessageId, Unsaid]:
    """Messages whose quotation is in the text, of words that nobody said in their room before."""
    typed = [one for one in seen if isinstance(one, SeenMessage) and is_typed(one.event)]
    if not typed:
        return {}
    parts = [(one, part) for one in typed for part in said_in(one.event.quoted_text)]
    asked = [(one, part, way) for one, part in parts for way in {part, unaddressed(part)}]
    rows = await _FOUND[connection.dialect.name].rows(
        connection,
        asked=json.dumps(
            [[one.id, one.room, repeat_key(way), way] for one, _, way in asked], ensure_ascii=False
        ),
    )
    said = {(asked[place][0].id, asked[place][1]) for place, found, _ in rows if found}
    since = {asked[place][0].id: from_micros(first) for place, _, first in rows}
    return {
        one.id: Unsaid(text="\n".join(words), early=one.event.at - since[one.id] < ARCHIVED_FOR)
        for one in typed
        if (words := _missing(one, said))
    }


def _missing(one: SeenMessage, said: Iterable[tuple[MessageId, str]]) -> list[str]:
    return [part for part in said_in(one.event.quoted_text) if (one.id, part) not in said]

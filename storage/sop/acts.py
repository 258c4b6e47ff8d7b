"""What people did after posts besides talking: clicks on links, sign-ups."""

import json
from collections.abc import Mapping, Sequence

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.feedback import Watched
from bot.core.ids import OccurrenceId
from storage.bulk import Query
from storage.types import micros

_WATCHES = {
    "sqlite": (
        "(SELECT json_extract(value, '$[0]') AS id, json_extract(value, '$[1]') AS run, "
        "json_extract(value, '$[2]') AS room, json_extract(value, '$[3]') AS since, "
        "json_extract(value, '$[4]') AS until FROM json_each(:watches)) w"
    ),
    "postgresql": (
        "(SELECT (v->>0)::bigint AS id, (v->>1)::bigint AS run, (v->>2)::bigint AS room, "
        "(v->>3)::bigint AS since, (v->>4)::bigint AS until "
        "FROM json_array_elements(CAST(:watches AS json)) v) w"
    ),
}


_CLICKED = {
    "sqlite": "link l CROSS JOIN click c",
    # OFFSET 0: PostgreSQL takes hundreds of watches for few, and would read every click there is
    "postgresql": (
        "LATERAL (SELECT y.occurrence_id, y.code FROM link y "
        "WHERE y.occurrence_id = w.id OFFSET 0) l "
        "CROSS JOIN LATERAL (SELECT * FROM click x WHERE x.code = l.code OFFSET 0) c"
    ),
}


def _queries(counted: str, found: str) -> dict[str, Query]:
    return {
        dialect: Query(
            text(
                f"SELECT w.id, count(DISTINCT {counted}) FROM {watches} "  # noqa: S608 (all parts stand in this file)
                f"CROSS JOIN {found.replace('{clicked}', _CLICKED[dialect])} GROUP BY w.id"
            )
        )
        for dialect, watches in _WATCHES.items()
    }


_CLICKS = _queries(
    "c.visitor",
    "{clicked} WHERE l.occurrence_id = w.id AND c.code = l.code "
    "AND NOT c.robot AND c.at >= w.since AND c.at < w.until",
)
# Who signed up in direct message belongs to the rooms that they sit in.
_SIGN_UPS = _queries(
    "coalesce(p.merged_into, s.student_id)",
    "campaign_run r CROSS JOIN sign_up s CROSS JOIN person p WHERE r.run_id = w.run "
    "AND s.campaign = r.campaign AND p.student_id = s.student_id AND s.state <> 'cancelled' "
    "AND s.at >= w.since AND s.at < w.until AND (s.room_id = w.room OR (s.room_id IS NULL "
    "AND EXISTS (SELECT 1 FROM membership m WHERE m.room_id = w.room "
    "AND m.identity_id = s.identity_id AND m.left_at IS NULL)))",
)


async def clicks_in(
    connection: AsyncConnection, watches: Sequence[Watched]
) -> Mapping[OccurrenceId, int]:
    """How many visitors followed a link of each post while it was watched; robots left out."""
    return await _counted(connection, _CLICKS, watches)


async def sign_ups_in(
    connection: AsyncConnection, watches: Sequence[Watched]
) -> Mapping[OccurrenceId, int]:
    """How many people of the room signed up meanwhile for the campaign of each post's run.

    Those on the waiting list count, those who cancelled do not.
    """
    return await _counted(connection, _SIGN_UPS, watches)


async def _counted(
    connection: AsyncConnection, queries: Mapping[str, Query], watches: Sequence[Watched]
) -> dict[OccurrenceId, int]:
    asked = [
        [one.occurrence, one.run, one.room, micros(one.since), micros(one.until)] for one in watches
    ]
    rows = await queries[connection.dialect.name].rows(connection, watches=json.dumps(asked))
    return {OccurrenceId(number): people for number, people in rows}

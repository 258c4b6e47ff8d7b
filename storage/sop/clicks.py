"""Unique clicks on the links of posts, robots left out."""

import json
from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.feedback import Watched
from bot.core.ids import OccurrenceId
from storage.bulk import Query
from storage.types import micros

_WATCHES = {
    "sqlite": (
        "(SELECT json_extract(value, '$[0]') AS id, json_extract(value, '$[1]') AS since, "
        "json_extract(value, '$[2]') AS until FROM json_each(:watches)) w"
    ),
    "postgresql": (
        "(SELECT (v->>0)::bigint AS id, (v->>1)::bigint AS since, (v->>2)::bigint AS until "
        "FROM json_array_elements(CAST(:watches AS json)) v) w"
    ),
}
_CLICKS = {
    dialect: Query(
        text(
            "SELECT w.id, count(DISTINCT c.visitor) "  # noqa: S608 (all parts stand in this file)
            f"FROM {watches} CROSS JOIN link l CROSS JOIN click c "
            "WHERE l.occurrence_id = w.id AND c.code = l.code AND NOT c.robot "
            "AND c.at >= w.since AND c.at < w.until GROUP BY w.id"
        )
    )
    for dialect, watches in _WATCHES.items()
}


async def clicks_in(
    connection: AsyncConnection, watches: Sequence[Watched]
) -> dict[OccurrenceId, int]:
    """How many visitors followed a link of each post while it was watched."""
    asked = [[one.occurrence, micros(one.since), micros(one.until)] for one in watches]
    rows = await _CLICKS[connection.dialect.name].rows(connection, watches=json.dumps(asked))
    return {OccurrenceId(number): visitors for number, visitors in rows}

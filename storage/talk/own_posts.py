"""Our own posts as they stand in a room: by which plan and step, and what they brought about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.feedback import Verdict
from bot.core.ids import ChannelName, DeliveryId, MessageRef, OccurrenceId, RunId
from storage.bulk import Query, among, listed
from storage.people.register import by_channel
from storage.tables.delivery import echo, outbox
from storage.tables.sop import occurrence
from storage.tables.watches import watch
from storage.types import from_micros, plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What a step expects of a room, and how that stands."""

    state: Verdict
    since: datetime
    until: datetime
    needs: Mapping[str, Any] | None  # how much is enough; None: not reckoned yet
    counts: Mapping[str, Any] | None  # when it was judged
    reason: str  # the numbers, in words; "" while it waits


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPost:
    """A post of ours: who ordered it, and the step that it belongs to."""

    delivery: DeliveryId
    author: str  # "groupkeeper": a rule or a plan
    reason: str
    occurrence: OccurrenceId | None
    run: RunId | None
    plan: str
    step: str
    expected: Expected | None


_CHANNEL: BindParameter[str] = bindparam("channel")
_POSTS = Query(
    select(
        echo.c.ref,
        outbox.c.id,
        outbox.c.author,
        outbox.c.reason,
        occurrence.c.id.label("occurrence_id"),
        occurrence.c.run_id,
        occurrence.c.plan,
        occurrence.c.step,
        watch.c.state,
        watch.c.since,
        watch.c.until,
        watch.c.needs,
        watch.c.counts,
        watch.c.reason.label("judged"),
    )
    .select_from(
        echo.join(outbox, outbox.c.id == echo.c.outbox_id)
        .outerjoin(occurrence, occurrence.c.id == outbox.c.occurrence_id)
        .outerjoin(watch, watch.c.occurrence_id == occurrence.c.id)
    )
    .where(echo.c.channel == _CHANNEL, among(echo.c.ref, "refs"))
)


async def own_posts(
    connection: AsyncConnection, said: Sequence[tuple[ChannelName, MessageRef]]
) -> dict[tuple[ChannelName, str], OwnPost]:
    """The posts that these messages of ours show; those that we did not send have no entry."""
    found: dict[tuple[ChannelName, str], OwnPost] = {}
    for channel, refs in by_channel((channel, str(ref)) for channel, ref in said).items():
        for ref, *row in await _POSTS.rows(connection, channel=channel, refs=listed(refs)):
            found[channel, ref] = _post(row)
    return found


def _post(row: Sequence[Any]) -> OwnPost:
    number, author, reason, occurrence_id, run, plan, step, *expected = row
    return OwnPost(
        delivery=number,
        author=author,
        reason=reason,
        occurrence=occurrence_id,
        run=run,
        plan=plan or "",
        step=step or "",
        expected=_expected(expected),
    )


def _expected(row: Sequence[Any]) -> Expected | None:
    state, since, until, needs, counts, reason = row
    if state is None:
        return None
    return Expected(
        state=Verdict(state),
        since=from_micros(since),
        until=from_micros(until),
        needs=plain(needs),
        counts=plain(counts),
        reason=reason or "",
    )

"""Who answered posts, and how soon: quotes of the post, mentions of its poster, its words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.feedback import Watched
from bot.core.ids import IdentityId, OccurrenceId, RoomId
from bot.core.quoting import said_in
from bot.core.results import Answered, Awaited
from bot.core.said_words import says_one_of
from bot.core.staff import StaffDirectory
from bot.core.text import fold
from storage.bulk import among, listed
from storage.people.ours import staff_identities
from storage.sop.past import SPAN, Heard, by_watch, heard_rooms, own_windows, windows_before
from storage.sop.reactions import usual_level
from storage.sop.windows import (
    Address,
    Line,
    Talk,
    addresses_in,
    lines_in,
    members_at,
    talk_in,
)
from storage.tables.people import identity

_LEAST = 6  # folded characters; a shorter quotation may be of anything
_SHOWN = 40  # folded characters of a post by which a quotation of it is known


async def answers_to(
    connection: AsyncConnection, awaited: Sequence[Awaited], staff: StaffDirectory
) -> dict[OccurrenceId, Answered]:
    """Who answered each post that was said; a constant number of queries for all.

    What is usual counts mentions and words at that hour of the weeks before: nobody quoted then
    what was not said yet.
    """
    said = [one for one in awaited if one.posted.said_at is not None]
    if not said:
        return {}
    watches = [_watched(one) for one in said]
    heard = await heard_rooms(connection, {one.room for one in watches})
    own, past = own_windows(watches), await windows_before(connection, watches, heard)
    ours = await staff_identities(connection, {one.channel for one in heard.values()}, staff)
    windows = [*own, *past]
    wordy = [window for window in windows if said[window.key // SPAN].words]
    hoped = [window for window in own if said[window.key // SPAN].any_talk]
    found = _Found(
        awaited=said,
        posters=await _posters(connection, said, heard),
        acts={},
        members=await members_at(connection, own, ours),
        past=by_watch(past),
    )
    found.take_addresses(await addresses_in(connection, windows, ours))
    found.take_lines(await lines_in(connection, wordy, ours))
    return found.answers(await talk_in(connection, hoped, ours))


class _Found:
    """What was found in the windows: per window who answered, and when first."""

    def __init__(
        self,
        *,
        awaited: Sequence[Awaited],
        posters: Sequence[frozenset[str]],
        acts: dict[int, dict[int, datetime]],
        members: Mapping[int, int],
        past: Mapping[int, Sequence[int]],
    ) -> None:
        self._awaited = awaited
        self._posters = posters
        self._acts = acts
        self._members = members
        self._past = past

    def take_addresses(self, addresses: Iterable[Address]) -> None:
        """Quotes of the posts, and mentions of who posted them."""
        for one in addresses:
            place = one.key // SPAN
            own = one.key % SPAN == 0
            if set(one.mentions) & self._posters[place] or (
                own and _quotes(one, self._awaited[place])
            ):
                self._note(one.key, one.person, one.at)

    def take_lines(self, lines: Iterable[Line]) -> None:
        """Messages with a word that was expected."""
        for one in lines:
            if says_one_of(one.text, self._awaited[one.key // SPAN].words):
                self._note(one.key, one.person, one.at)

    def _note(self, key: int, person: int, at: datetime) -> None:
        people = self._acts.setdefault(key, {})
        people[person] = min(at, people.get(person, at))

    def answers(self, talk: Mapping[int, Talk]) -> dict[OccurrenceId, Answered]:
        """The answers by post; where any talk is hoped for, the first message counts as first."""
        return {one.occurrence: one for one in self._each(talk)}

    def _each(self, talk: Mapping[int, Talk]) -> Iterator[Answered]:
        for place, one in enumerate(self._awaited):
            key = place * SPAN
            people = self._acts.get(key, {})
            times = [*people.values(), talk.get(key, Talk()).first]
            weeks = [len(self._acts.get(week, {})) for week in self._past.get(place, ())]
            yield Answered(
                occurrence=one.posted.occurrence.id,
                members=self._members.get(key, 0),
                responders=len(people),
                first=min((at for at in times if at is not None), default=None),
                usual=usual_level(weeks) if weeks else None,
            )


def _quotes(address: Address, awaited: Awaited) -> bool:
    """Whether it is this post that is quoted, by its id, or by its words where there is none."""
    if address.quoted:
        return address.quoted in awaited.posted.refs
    said = fold(awaited.posted.occurrence.said)[:_SHOWN]
    parts = [fold(part) for part in said_in(address.quoted_text)]
    return len(said) >= _LEAST and any(said in part or _begins(part, said) for part in parts)


def _begins(part: str, said: str) -> bool:
    return len(part) >= _LEAST and said.startswith(part)


def _watched(one: Awaited) -> Watched:
    occurrence, since = one.posted.occurrence, one.posted.said_at
    return Watched(
        occurrence=occurrence.id,
        run=occurrence.run,
        room=occurrence.room,
        since=since or occurrence.due,
        until=one.until,
        words=one.words,
    )


async def _posters(
    connection: AsyncConnection, said: Sequence[Awaited], heard: Mapping[RoomId, Heard]
) -> list[frozenset[str]]:
    """By which platform ids the poster of each is mentioned."""
    channels = {one.channel for one in heard.values()}
    people = {one.posted.poster for one in said if one.posted.poster is not None}
    rows = await connection.execute(
        select(identity.c.id, identity.c.channel, identity.c.ref, identity.c.own).where(
            among(identity.c.channel, "channels"),
            identity.c.student_id.is_(None) | among(identity.c.id, "people"),
        ),
        {"channels": listed(channels), "people": listed(people)},
    )
    ours: dict[str, set[str]] = {}
    single: dict[IdentityId, str] = {}
    for row in rows:
        single[IdentityId(row.id)] = row.ref
        if row.own:
            ours.setdefault(row.channel, set()).add(row.ref)
    return [
        frozenset(ours.get(heard[one.posted.occurrence.room].channel, ()))
        if one.posted.poster is None
        else frozenset({single[one.posted.poster]} if one.posted.poster in single else ())
        for one in said
    ]

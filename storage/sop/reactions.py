"""What came of posts: counted from the archive, and held against the room's own usual level."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.feedback import Reacting, Reaction, Usual, Watched
from bot.core.ids import OccurrenceId
from bot.core.said_words import says_one_of
from bot.core.staff import StaffDirectory
from storage.people.ours import staff_identities
from storage.sop.acts import clicks_in, sign_ups_in
from storage.sop.past import SPAN, by_watch, heard_rooms, own_windows, windows_before
from storage.sop.windows import Line, Talk, lines_in, members_at, talk_in

Counts = dict[Reacting, int]


class Reactions:
    """What members did after posts, in one transaction."""

    def __init__(self, connection: AsyncConnection, staff: StaffDirectory) -> None:
        self._connection = connection
        self._staff = staff

    async def measure(
        self, watches: Sequence[Watched], *, usual: bool = True
    ) -> dict[OccurrenceId, Reaction]:
        """What was counted in each watched time; a constant number of queries for all.

        Staff, our accounts and so the poster never count; recalled messages do not either. What
        is usual is the same wall time of the last 8 weeks, as far as we heard the room then;
        `usual=False` leaves it out, for a look in between.
        """
        if not watches:
            return {}
        heard = await heard_rooms(self._connection, {one.room for one in watches})
        own = own_windows(watches)
        past = await windows_before(self._connection, watches, heard) if usual else []
        staff = await staff_identities(
            self._connection, {place.channel for place in heard.values()}, self._staff
        )
        windows = [*own, *past]
        wordy = [window for window in windows if watches[window.key // SPAN].words]
        lines = await lines_in(self._connection, wordy, staff)
        told = _Told(
            talk=await talk_in(self._connection, windows, staff),
            matches=_matches(lines, watches),
            members=await members_at(self._connection, own, staff),
            clicks=await clicks_in(self._connection, watches),
            sign_ups=await sign_ups_in(self._connection, watches),
            past=by_watch(past),
        )
        return {one.occurrence: told.reaction(place, one) for place, one in enumerate(watches)}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """Everything that was counted, by window."""

    talk: Mapping[int, Talk]
    matches: Mapping[int, int]
    members: Mapping[int, int]
    clicks: Mapping[OccurrenceId, int]
    sign_ups: Mapping[OccurrenceId, int]
    past: Mapping[int, Sequence[int]]  # keys of the earlier weeks that were heard

    def reaction(self, place: int, watch: Watched) -> Reaction:
        key = place * SPAN
        weeks = [self._counted(week, watch) for week in self.past.get(place, ())]
        acts = {
            Reacting.CLICKS: self.clicks.get(watch.occurrence, 0),
            Reacting.SIGN_UPS: self.sign_ups.get(watch.occurrence, 0),
        }
        kinds = weeks[0] if weeks else ()
        return Reaction(
            occurrence=watch.occurrence,
            members=self.members.get(key, 0),
            counts=self._counted(key, watch) | acts,
            usual={kind: usual_level([week[kind] for week in weeks]) for kind in kinds},
        )

    def _counted(self, key: int, watch: Watched) -> Counts:
        talk = self.talk.get(key, Talk())
        counts = {Reacting.REPLIES: talk.messages, Reacting.SPEAKERS: talk.speakers}
        return counts | ({Reacting.MATCHES: self.matches.get(key, 0)} if watch.words else {})


def usual_level(weeks: Sequence[int]) -> Usual:
    """Median and median absolute deviation; at least one week is given."""
    middle = median(weeks)
    return Usual(
        median=float(middle),
        spread=float(median(abs(week - middle) for week in weeks)),
        weeks=len(weeks),
    )


def _matches(lines: Iterable[Line], watches: Sequence[Watched]) -> dict[int, int]:
    """How many people said one of the words, by window."""
    people: dict[int, set[int]] = {}
    for line in lines:
        if says_one_of(line.text, watches[line.key // SPAN].words):
            people.setdefault(line.key, set()).add(line.person)
    return {key: len(found) for key, found in people.items()}

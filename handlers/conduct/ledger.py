"""The ledger of a batch: what stood before it, and what its own messages have added so far."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from bot.core.conduct import Listing, ListName, Mark, Standing
from bot.core.conduct_effects import Enlist, GiveMark
from bot.core.effects import Effect, Intent, RemoveMember
from bot.core.ids import IdentityId, ListingId, MarkId, RoomId, StudentId

_NOBODY = Standing()


class Ledger:
    """Remembers marks, listings and removals that the batch decided."""

    def __init__(
        self,
        standings: Mapping[StudentId, Standing],
        lists: Mapping[StudentId, Standing],
        now: datetime,
    ) -> None:
        self._standings = standings  # of suspects: everything
        self._lists = lists  # of everybody in the batch: only the lists they are on
        self._now = now
        self._given: dict[StudentId, list[Mark]] = {}
        self._denied: dict[StudentId, Listing] = {}
        self._removed: set[tuple[RoomId, IdentityId]] = set()

    def standing(self, student: StudentId | None) -> Standing:
        """The conduct of a person, up to now."""
        if student is None:
            return _NOBODY
        stored = self._standings.get(student) or self._lists.get(student, _NOBODY)
        if student not in self._given and student not in self._denied:
            return stored  # nearly everybody
        given = self._given.get(student, ())
        denied = self._denied.get(student, stored.denied)
        return replace(stored, marks=(*stored.marks, *given), denied=denied)

    def is_removed(self, room: RoomId, member: IdentityId) -> bool:
        """Whether somebody is being removed from a room already."""
        return (room, member) in self._removed

    def note(self, effects: Iterable[Effect]) -> None:
        """Remember what was decided."""
        for one in effects:
            match one:
                case GiveMark():
                    self._given.setdefault(one.student, []).append(self._mark(one))
                case Enlist(list=ListName.DENY):
                    self._denied[one.student] = self._listing(one)
                case Intent(deed=RemoveMember(room=room, member=member)):
                    self._removed.add((room, member))
                case _:
                    pass

    def _mark(self, given: GiveMark) -> Mark:
        return Mark(
            id=MarkId(0),
            student=given.student,
            points=given.points,
            kind=given.kind,
            key=given.key,
            at=self._now,
            room=given.room,
            message=given.message,
        )

    def _listing(self, given: Enlist) -> Listing:
        return Listing(
            id=ListingId(0),
            student=given.student,
            list=given.list,
            since=self._now,
            until=given.until,
            reason=given.reason,
            author=given.author,
            message=given.message,
        )

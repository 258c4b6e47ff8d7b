"""Who speaks for a seat now: its holder, or the first who stands in and is there."""

from dataclasses import dataclass

from bot.core.ids import ChannelName, RoomId, StaffName
from bot.core.plans import Run
from sop.firing.scene import Scene
from sop.model import ROOM_ACCOUNT, Holder, Seat


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who speaks, and where: an account in its own view of the room, or a person."""

    room: RoomId
    person: StaffName | None = None  # None: the account that sits in `room`
    stand_ins: tuple[StaffName, ...] = ()  # colleagues who come after this one


def speaker(seat: Seat, run: Run, scene: Scene) -> Speaker | None:
    """Who speaks; None where none of the seat's accounts sits in the room.

    When everybody is away the first speaks all the same: a post waits for its account, a task
    for its person, and both say when they are late.
    """
    able = [(holder, room) for holder in seat.holders if (room := _where(holder, run, scene))]
    if not able:
        return None
    there = [one for one in able if not _away(one[0], run, scene)]
    holder, room = (there or able)[0]
    if holder.person is None:
        return Speaker(room=room)
    behind = [one.person for one, _ in able[able.index((holder, room)) + 1 :]]
    others = dict.fromkeys(StaffName(name) for name in behind if name not in {None, holder.person})
    return Speaker(room=room, person=StaffName(holder.person), stand_ins=tuple(others))


def _account(holder: Holder, run: Run) -> ChannelName:
    named = holder.account
    return run.channel if named in {None, ROOM_ACCOUNT} else ChannelName(str(named))


def _where(holder: Holder, run: Run, scene: Scene) -> RoomId | None:
    account = run.channel if holder.person is not None else _account(holder, run)
    return run.room if account == run.channel else scene.places.get((run.room, account))


def _away(holder: Holder, run: Run, scene: Scene) -> bool:
    if holder.person is not None:
        return holder.person in scene.away
    return _account(holder, run) in scene.silent

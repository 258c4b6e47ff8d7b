"""What pictures look like: kept, and found again when one nearly alike comes.

Two hashes of 64 bits that differ in at most 6 differ in at most one within one of their four
quarters. So a picture is looked up by its quarters, and each of them with one bit turned: 68
keys of an index, however many pictures there are.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.answers import NEAR, Answer, bits_apart
from bot.core.errands import KeepPicture
from bot.core.events import ErrandDone
from bot.core.ids import EventRef
from bot.core.seen import PictureCopy, SeenMessage
from storage.bulk import Query, among, listed
from storage.tables.errands import picture, picture_band
from storage.tables.judging import case, case_message
from storage.tables.talk import message
from storage.types import from_micros, micros
from storage.upsert import InsertNew

_BAND_BITS, _BANDS = 16, 4
_SIGN, _ALL = 1 << 63, 1 << 64
_MOST = 2_000  # pictures that share a quarter, newest first

_KEEP = InsertNew(picture, ("message_id", "print"))
_KEEP_BANDS = InsertNew(picture_band, ("band", "message_id"))
_ALIKE = Query(
    select(
        picture.c.print,
        message.c.id,
        message.c.room_id,
        message.c.identity_id,
        message.c.sent_at,
        case.c.state,
    )
    .select_from(
        picture.join(message, message.c.id == picture.c.message_id)
        .outerjoin(case_message, case_message.c.message_id == message.c.id)
        .outerjoin(case, case.c.id == case_message.c.case_id)
    )
    .where(
        picture.c.message_id.in_(
            select(picture_band.c.message_id).where(among(picture_band.c.band, "bands"))
        )
    )
    .order_by(message.c.sent_at.desc(), message.c.id.desc())
    .limit(_MOST)
)


async def keep_pictures(connection: AsyncConnection, pictures: Sequence[KeepPicture]) -> None:
    """Keep how pictures look; what is kept already stays."""
    looks = [(one.message, int(one.print, 16)) for one in pictures]
    await _KEEP.run(
        connection, [{"message_id": number, "print": _signed(look)} for number, look in looks]
    )
    await _KEEP_BANDS.run(
        connection,
        [{"band": band, "message_id": number} for number, look in looks for band in _bands(look)],
    )


async def copies_of_pictures(
    connection: AsyncConnection,
    answers: Iterable[ErrandDone],
    again: Mapping[EventRef, SeenMessage],
    *,
    since: datetime,
) -> Mapping[EventRef, tuple[PictureCopy, ...]]:
    """Earlier pictures like those in the answers.

    Those that staff decided about may be of any time, the others were sent `since` then.
    """
    wanted = {one.ref: look for one in answers if (look := _look(one.answer)) and one.ref in again}
    if not wanted:
        return {}
    bands = {band for look in wanted.values() for band in _near_bands(int(look, 16))}
    rows = await _ALIKE.rows(connection, bands=listed(bands))
    oldest = micros(since)
    found: dict[EventRef, tuple[PictureCopy, ...]] = {}
    for ref, look in wanted.items():
        found[ref] = tuple(
            PictureCopy(
                message=number,
                room=room_id,
                sender=identity_id,
                at=from_micros(sent),
                apart=apart,
                confirmed=state == "confirmed",
                dismissed=state == "dismissed",
            )
            for signed, number, room_id, identity_id, sent, state in rows
            if number != again[ref].id
            and (apart := bits_apart(look, f"{signed % _ALL:016x}")) <= NEAR
            and (sent >= oldest or state in ("confirmed", "dismissed"))
        )
    return found


def _look(answer: Answer) -> str:
    """The hash of a picture; "" for what is none, and for a blank one."""
    return getattr(answer, "print", "")


def _signed(look: int) -> int:
    return look - _ALL if look >= _SIGN else look


def _bands(look: int) -> Iterator[int]:
    for place in range(_BANDS):
        yield place << _BAND_BITS | (look >> place * _BAND_BITS & (1 << _BAND_BITS) - 1)


def _near_bands(look: int) -> Iterator[int]:
    for band in _bands(look):
        yield band
        for bit in range(_BAND_BITS):
            yield band ^ 1 << bit

"""What pictures look like: kept, and found again when one nearly alike comes.

Two hashes of 64 bits that differ in at most 6 differ in at most one within one of their four
quarters. So a picture is looked up by its quarters, and each of them with one bit turned: 68
keys of an index, however many pictures there are.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import literal_column, select, union
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.answers import NEAR, PictureSeen, bits_apart
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

_BITS, _BAND_BITS, _BANDS = 64, 16, 4
_SIGN, _ALL = 1 << 63, 1 << 64
_MOST = 2_000  # pictures that share a quarter, newest first

_KEEP = InsertNew(picture, ("message_id", "print", "codes"))
_KEEP_BANDS = InsertNew(picture_band, ("band", "message_id"))
_CODED = picture.alias("coded")
_ALIKE = Query(
    select(
        picture.c.print,
        picture.c.codes,
        message.c.id,
        message.c.room_id,
        message.c.identity_id,
        message.c.sent_at,
        case.c.state,
        case.c.decision,
    )
    .select_from(
        picture.join(message, message.c.id == picture.c.message_id)
        .outerjoin(case_message, case_message.c.message_id == message.c.id)
        .outerjoin(case, case.c.id == case_message.c.case_id)
    )
    .where(
        picture.c.message_id.in_(
            union(
                select(picture_band.c.message_id).where(among(picture_band.c.band, "bands")),
                select(_CODED.c.message_id).where(among(_CODED.c.codes, "codes")),
            )
        )
    )
    # What staff decided about is never crowded out by what only looks a little like it.
    .order_by(case.c.decided_at.is_(None), message.c.sent_at.desc(), message.c.id.desc())
    .limit(literal_column(str(_MOST)))
    .offset(literal_column("0"))  # else SQLite gets a parameter that `Query` does not know
)


async def keep_pictures(connection: AsyncConnection, pictures: Sequence[KeepPicture]) -> None:
    """Keep how pictures look; what is kept already stays."""
    looks = {one.message: int(one.print, 16) for one in pictures if one.print}
    await _KEEP.run(
        connection,
        [
            {
                "message_id": one.message,
                "print": _signed(looks[one.message]) if one.message in looks else None,
                "codes": one.codes,
            }
            for one in pictures
        ],
    )
    await _KEEP_BANDS.run(
        connection,
        [
            {"band": band, "message_id": number}
            for number, look in looks.items()
            for band in _bands(look)
        ],
    )


async def copies_of_pictures(
    connection: AsyncConnection,
    answers: Iterable[ErrandDone],
    again: Mapping[EventRef, SeenMessage],
    *,
    since: datetime,
) -> Mapping[EventRef, tuple[PictureCopy, ...]]:
    """Earlier pictures like those in the answers, or with the same codes.

    Those that staff decided about may be of any time, the others were sent `since` then.
    """
    wanted = {
        one.ref: seen
        for one in answers
        if one.ref in again and isinstance(seen := one.answer, PictureSeen) and _has_look(seen)
    }
    if not wanted:
        return {}
    looks = [int(seen.print, 16) for seen in wanted.values() if seen.print]
    rows = await _ALIKE.rows(
        connection,
        bands=listed({band for look in looks for band in _near_bands(look)}),
        codes=listed({key for seen in wanted.values() if (key := seen.codes_key) is not None}),
    )
    oldest = micros(since)
    return {
        ref: tuple(
            copy
            for row in rows
            if (copy := _copy(seen, row, oldest)) is not None and copy.message != again[ref].id
        )
        for ref, seen in wanted.items()
    }


def _has_look(seen: PictureSeen) -> bool:
    return bool(seen.print or seen.codes)


def _copy(seen: PictureSeen, row: tuple[Any, ...], oldest: int) -> PictureCopy | None:
    """A picture as it compares with the one that was seen; None: it does not, or is too old."""
    look, codes, number, room_id, identity_id, sent, state, decision = row
    decided = state in {"confirmed", "dismissed"}
    if sent < oldest and not decided:
        return None
    key = seen.codes_key
    same_codes = None if key is None and codes is None else key == codes
    apart = _BITS
    if look is not None and seen.print:
        apart = bits_apart(seen.print, f"{look % _ALL:016x}")
    if apart > NEAR and not same_codes:
        return None
    return PictureCopy(
        message=number,
        room=room_id,
        sender=identity_id,
        at=from_micros(sent),
        apart=apart,
        same_codes=same_codes,
        # "remove" decides about a person and teaches nothing about the picture.
        confirmed=state == "confirmed" and decision != "remove",
        dismissed=state == "dismissed",
    )


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

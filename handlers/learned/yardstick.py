"""The yardstick: texts that ship with the model, as features only, with what it says of each.

What the model says is from out of fold: as said by a model that had not seen the text. So the
shipped model may be trained on all texts, and a new version is compared with it fairly.
"""

import hashlib
import struct
import zlib
from dataclasses import dataclass, replace
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from bot.core.errors import GroupkeeperError
from handlers.learned.matrix import Matrix

_MAGIC = b"gkys1"
_HEAD = struct.Struct("<5s32sIII")  # magic, model, rows, columns in all, stored values
_CHECK = 16  # bytes of a checksum at the end
_MOST = 64 * 1024 * 1024  # bytes, unpacked


class BadYardstick(GroupkeeperError):
    """The file that ships with the model cannot be read."""


def checksum(model: bytes) -> str:
    """By which the file of a model is known: 32 hexadecimal digits."""
    return hashlib.sha256(model).hexdigest()[:32]


class Use(IntEnum):
    """What a text of the yardstick is there for; their numbers are part of the file."""

    ANCHOR = 0  # fitted along
    GAUGE = 1  # sets the bias
    CHECK = 2  # a new version is checked with it


@dataclass(frozen=True, slots=True, kw_only=True)
class Yardstick:
    """Texts as features: adverts and innocents, and the shipped model's log-odds of each.

    `base` says of which model: 32 hexadecimal digits.
    """

    base: str
    rows: Matrix
    labels: npt.NDArray[np.bool_]
    log_odds: npt.NDArray[np.float32]
    uses: npt.NDArray[np.uint8]

    @property
    def size(self) -> int:
        """How many texts there are."""
        return len(self.labels)

    def part(self, use: Use) -> "Yardstick":
        """The texts of one use."""
        return self.take(np.flatnonzero(self.uses == use))

    def take(self, chosen: npt.NDArray[np.intp]) -> "Yardstick":
        """Some of the texts, in the order given."""
        return Yardstick(
            base=self.base,
            rows=self.rows.take(chosen),
            labels=self.labels[chosen],
            log_odds=self.log_odds[chosen],
            uses=self.uses[chosen],
        )


def write(yardstick: Yardstick) -> bytes:
    """The yardstick as bytes: columns by their distances, so that they pack well."""
    rows = yardstick.rows
    steps = np.diff(rows.columns, prepend=np.int32(0))
    steps[rows.starts[:-1][np.diff(rows.starts) > 0]] = rows.columns[
        rows.starts[:-1][np.diff(rows.starts) > 0]
    ]
    body = b"".join(
        (
            _HEAD.pack(
                _MAGIC, yardstick.base.encode("ascii"), rows.rows, rows.width, len(rows.columns)
            ),
            np.diff(rows.starts).astype("<u4").tobytes(),
            _planes(steps.astype("<u4")),
            rows.values.astype("<f2").tobytes(),
            yardstick.labels.astype("u1").tobytes(),
            yardstick.log_odds.astype("<f4").tobytes(),
            yardstick.uses.astype("u1").tobytes(),
        )
    )
    packed = zlib.compress(body, 9)
    return packed + hashlib.sha256(packed).digest()[:_CHECK]


def read(stored: bytes) -> Yardstick:
    """The yardstick from bytes; raises BadYardstick with what is wrong with them."""
    packed, check = stored[:-_CHECK], stored[-_CHECK:]
    if hashlib.sha256(packed).digest()[:_CHECK] != check:
        msg = "the yardstick is damaged"
        raise BadYardstick(msg)
    body = zlib.decompressobj().decompress(packed, _MOST)
    if len(body) < _HEAD.size or body[: len(_MAGIC)] != _MAGIC:
        msg = "the yardstick is of another kind"
        raise BadYardstick(msg)
    _, base, count, width, values = _HEAD.unpack_from(body)
    if len(body) != _HEAD.size + count * 10 + values * 6:
        msg = "the yardstick is cut off"
        raise BadYardstick(msg)
    unpacked = _unpacked(body, count, width, values)
    return replace(unpacked, base=base.decode("ascii", "replace"))


def _unpacked(body: bytes, count: int, width: int, values: int) -> Yardstick:
    place = _HEAD.size
    lengths = np.frombuffer(body, "<u4", count, place).astype(np.int64)
    place += 4 * count
    steps = _unplaned(np.frombuffer(body, "u1", 4 * values, place))
    place += 4 * values
    weights = np.frombuffer(body, "<f2", values, place).astype(np.float32)
    place += 2 * values
    labels = np.frombuffer(body, "u1", count, place).astype(np.bool_)
    place += count
    log_odds = np.frombuffer(body, "<f4", count, place).astype(np.float32)
    place += 4 * count
    starts = np.concatenate(([0], np.cumsum(lengths)))
    columns = _summed(steps, starts)
    if starts[-1] != values or (values and int(columns.max()) >= width):
        msg = "the yardstick makes no sense"
        raise BadYardstick(msg)
    return Yardstick(
        base="",
        rows=Matrix(starts=starts, columns=columns.astype(np.int32), values=weights, width=width),
        labels=labels,
        log_odds=log_odds,
        uses=np.frombuffer(body, "u1", count, place).copy(),
    )


def _planes(numbers: npt.NDArray[np.uint32]) -> bytes:
    """The bytes of each weight together: the high ones are nearly all zero."""
    return numbers.view("u1").reshape(-1, 4).T.tobytes()


def _unplaned(planes: npt.NDArray[np.uint8]) -> npt.NDArray[np.int64]:
    return planes.reshape(4, -1).T.copy().view("<u4").ravel().astype(np.int64)


def _summed(steps: npt.NDArray[np.int64], starts: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Distances summed up within each row."""
    sums = np.cumsum(steps)
    before = np.concatenate(([0], sums))[starts[:-1]]
    return np.asarray(sums - np.repeat(before, np.diff(starts)), np.int64)

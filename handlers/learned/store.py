"""A model as bytes: one file with a header, packed arrays and a checksum over all of it.

A file may come from anybody: every size is checked before memory is given to it.
"""

import hashlib
import json
import struct
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from math import isfinite

import numpy as np
import numpy.typing as npt

from handlers.learned.concepts import words_print
from handlers.learned.linear import Linear
from handlers.learned.model import Model
from handlers.learned.net import Net
from handlers.learned.space import Space

_MAGIC = b"GKM1"
_LENGTH = struct.Struct("<I")
_DIGEST = 32
_LARGEST = 64 * 2**20  # bytes of a file
_SOUNDS = 0xA000 - 0x4E00
_FEWEST_BITS, _MOST_BITS = 13, 22  # columns with names of their own need the first
_MOST_NETS = 8
_MOST_POINTS = 2**26  # bytes in memory, of all networks
_MOST_KNOWN = 5_000_000  # fingerprints


class BadModel(ValueError):
    """The bytes are no model, or no whole one; the text says in which way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Header:
    """What stands before the arrays. Checked by hand: pydantic would double the time to load."""

    bits: int
    front_bits: int
    threshold: float
    bias: float
    nets: tuple[tuple[int, int, float], ...]  # height, width, bias of each
    concepts: int  # a checksum of the words by which concepts are known
    known: int
    note: str

    @property
    def possible(self) -> bool:
        """Whether a model can have these sizes and numbers."""
        heights = {1 << self.front_bits, 1 << (self.bits - 1)} if self._sized else set()
        numbers = [self.threshold, self.bias, *(bias for _, _, bias in self.nets)]
        return (
            self._sized
            and 0 < self.threshold < 1
            and all(map(isfinite, numbers))
            and len(self.nets) <= _MOST_NETS
            and all(high in heights and wide > 0 for high, wide, _ in self.nets)
            and sum(high * wide for high, wide, _ in self.nets) <= _MOST_POINTS
            and 0 <= self.known <= _MOST_KNOWN
        )

    @property
    def _sized(self) -> bool:
        return _FEWEST_BITS <= self.front_bits < self.bits <= _MOST_BITS

    @classmethod
    def read(cls, data: bytes) -> "_Header":
        """The header in these bytes. Raises BadModel."""
        try:
            given = json.loads(data)
            header = cls(
                bits=int(given["bits"]),
                front_bits=int(given["front_bits"]),
                threshold=float(given["threshold"]),
                bias=float(given["bias"]),
                nets=tuple((int(h), int(w), float(bias)) for h, w, bias in given["nets"]),
                concepts=int(given["concepts"]),
                known=int(given["known"]),
                note=str(given["note"]),
            )
        except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
            msg = "has a header that cannot be read"
            raise BadModel(msg) from None
        if not header.possible:
            msg = "has a header with sizes that cannot be"
            raise BadModel(msg)
        return header


def to_bytes(model: Model) -> bytes:
    """The model as one file; the same model always gives the same bytes."""
    header = _Header(
        bits=model.space.bits,
        front_bits=model.space.front_bits,
        threshold=model.threshold,
        bias=model.linear.bias,
        nets=tuple((len(net.points), len(net.out), net.bias) for net in model.nets),
        concepts=words_print(),
        known=len(model.known),
        note=model.note,
    )
    parts = [_packed(json.dumps(asdict(header), ensure_ascii=False).encode())]
    arrays: list[npt.NDArray[np.generic]] = [
        model.space.sounds.astype("<u2"),
        model.linear.weights.astype("<f2"),
        np.diff(np.sort(model.known), prepend=np.uint32(0)).astype("<u4"),
    ]
    for net in model.nets:
        arrays += [net.points.astype("i1")]
        arrays += [each.astype("<f4") for each in (net.scale, net.shift, net.out)]
    parts += [_packed(zlib.compress(array.tobytes(), 9)) for array in arrays]
    body = _MAGIC + b"".join(parts)
    return body + hashlib.sha256(body).digest()


def from_bytes(data: bytes) -> Model:
    """The model in a file. Raises BadModel."""
    if len(data) > _LARGEST:
        msg = f"is larger than a model can be ({len(data):,} bytes, at most {_LARGEST:,})"
        raise BadModel(msg)
    if not data.startswith(_MAGIC):
        msg = "is no model of groupkeeper, or one of another version"
        raise BadModel(msg)
    body, digest = data[:-_DIGEST], data[-_DIGEST:]
    if hashlib.sha256(body).digest() != digest:
        msg = "is damaged: its checksum is wrong"
        raise BadModel(msg)
    reader = _Reader(body)
    try:
        return _model(_Header.read(reader.part()), reader)
    except zlib.error:
        msg = "is damaged inside"
        raise BadModel(msg) from None


def _model(header: _Header, reader: "_Reader") -> Model:
    if header.concepts != words_print():
        msg = "was trained for another version of groupkeeper; train it anew"
        raise BadModel(msg)
    sounds = reader.array("<u2", (_SOUNDS,)).astype(np.uint16)
    space = Space(bits=header.bits, front_bits=header.front_bits, sounds=sounds)
    weights = reader.array("<f2", (space.width,)).astype(np.float32)
    known = np.cumsum(reader.array("<u4", (header.known,)), dtype=np.uint32)
    nets = []
    for high, wide, bias in header.nets:
        points = reader.array("i1", (high, wide)).astype(np.int8)
        scale, shift, out = (
            reader.array("<f4", (wide,)).astype(np.float32) for _ in ("scale", "shift", "out")
        )
        nets.append(Net(points=points, scale=scale, shift=shift, out=out, bias=bias))
    numbers = [weights, *(each for net in nets for each in (net.scale, net.shift, net.out))]
    if not all(np.isfinite(each).all() for each in numbers) or not reader.finished:
        msg = "holds numbers that cannot be"
        raise BadModel(msg)
    return Model(
        space=space,
        linear=Linear(weights=weights, bias=header.bias),
        nets=tuple(nets),
        threshold=header.threshold,
        known=known,
        note=header.note,
    )


def _packed(part: bytes) -> bytes:
    return _LENGTH.pack(len(part)) + part


class _Reader:
    """Takes part after part, and never more than there is."""

    def __init__(self, body: bytes) -> None:
        self._body = body
        self._place = len(_MAGIC)

    @property
    def finished(self) -> bool:
        return self._place == len(self._body)

    def part(self) -> bytes:
        end = self._place + _LENGTH.size
        if end > len(self._body):
            msg = "ends too early"
            raise BadModel(msg)
        (length,) = _LENGTH.unpack_from(self._body, self._place)
        if end + length > len(self._body):
            msg = "ends too early"
            raise BadModel(msg)
        self._place = end + length
        return self._body[end : self._place]

    def array(self, kind: str, shape: tuple[int, ...]) -> npt.NDArray[np.generic]:
        size = int(np.prod(shape)) * np.dtype(kind).itemsize
        unpacking = zlib.decompressobj()
        data = unpacking.decompress(self.part(), size + 1)  # a bomb is not unpacked further
        if len(data) != size:
            msg = "holds an array of the wrong size"
            raise BadModel(msg)
        return np.frombuffer(data, kind).reshape(shape)


def described(model: Model) -> Mapping[str, object]:
    """What a person wants to know of a model."""
    return {
        "note": model.note,
        "threshold": round(model.threshold, 4),
        "columns": model.space.width,
        "weights": int(np.count_nonzero(model.linear.weights)),
        "texts": len(model.known),
    }

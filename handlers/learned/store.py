"""A model as bytes: one file with a header, packed arrays and a checksum over all of it.

A file may come from anybody: every size is checked before memory is given to it.
"""

import hashlib
import json
import struct
import zlib
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, Field, ValidationError

from handlers.learned.concepts import words_print
from handlers.learned.linear import Linear
from handlers.learned.model import Model
from handlers.learned.net import Net
from handlers.learned.space import NAMED, Space

_MAGIC = b"GKM1"
_LENGTH = struct.Struct("<I")
_DIGEST = 32
_LARGEST = 64 * 2**20  # bytes of a file
_SOUNDS = 0xA000 - 0x4E00
_WIDEST = 64  # numbers a point of a network has
_MOST_KNOWN = 5_000_000  # fingerprints


class BadModel(ValueError):
    """The bytes are no model, or no whole one; the text says in which way."""


class _Header(BaseModel, frozen=True, extra="forbid"):
    bits: int = Field(ge=16, le=22)
    front_bits: int = Field(ge=13, le=21)
    threshold: float = Field(gt=0, lt=1)
    bias: float = Field(allow_inf_nan=False)
    nets: tuple[tuple[int, int, float], ...] = Field(max_length=8)  # height, width, bias of each
    concepts: int  # a checksum of the words by which concepts are known
    known: int = Field(ge=0, le=_MOST_KNOWN)
    note: str = Field(max_length=2000)


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
    parts = [_packed(json.dumps(header.model_dump(), ensure_ascii=False).encode())]
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
        return _model(_Header.model_validate(json.loads(reader.part())), reader)
    except ValidationError as error:
        first = error.errors()[0]
        msg = f"has a header that cannot be: {first['loc']}: {first['msg']}"
        raise BadModel(msg) from None
    except (ValueError, zlib.error) as error:
        if isinstance(error, BadModel):
            raise
        msg = "is damaged inside"
        raise BadModel(msg) from None


def _model(header: _Header, reader: "_Reader") -> Model:
    if header.concepts != words_print():
        msg = "was trained for another version of groupkeeper; train it anew"
        raise BadModel(msg)
    width, front = 1 << header.bits, 1 << header.front_bits
    if not NAMED < front < width:
        msg = "has columns that cannot be"
        raise BadModel(msg)
    sounds = reader.array("<u2", (_SOUNDS,)).astype(np.uint16)
    weights = reader.array("<f2", (width,)).astype(np.float32)
    known = np.cumsum(reader.array("<u4", (header.known,)), dtype=np.uint32)
    nets = []
    space = Space(bits=header.bits, front_bits=header.front_bits, sounds=sounds)
    for high, wide, bias in header.nets:
        if high not in {space.front, space.fold} or not 1 <= wide <= _WIDEST:
            msg = "has a network that cannot be"
            raise BadModel(msg)
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

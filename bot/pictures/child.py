"""The process that reads pictures: bounded in memory, killed when slow, replaced when it dies.

It gets pictures on its standard input (8 bytes of length, then the bytes) and writes a line of
JSON for each: the fields of `PictureSeen`. It ends by itself when nobody has asked for a while.
"""

import io
import json
import select
import struct
import sys
import warnings
from io import FileIO, RawIOBase
from typing import Any, BinaryIO

from PIL import Image, UnidentifiedImageError

from bot.child_process import bound_memory
from bot.core.answers import PictureFault
from bot.pictures.codes import read_codes
from bot.pictures.likeness import likeness

_FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP")
_FAULTS: tuple[tuple[type[Exception], PictureFault], ...] = (
    (UnidentifiedImageError, PictureFault.UNKNOWN_FORMAT),
    (Image.DecompressionBombError, PictureFault.TOO_MANY_PIXELS),  # Pillow's own check, before ours
    (MemoryError, PictureFault.TOO_HUNGRY),
)
_IDLE_SECONDS = 60.0
_PIECE = 1 << 20  # bytes
_DRAFT = (2_400, 2_400)  # a JPEG is decoded no larger than it has to be


def look_at(content: bytes, *, max_pixels: int, max_codes: int) -> dict[str, Any]:
    """What is in a picture; a fault where it cannot or must not be read."""
    seen: dict[str, Any] = {}
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as picture:
            seen = {"width": picture.width, "height": picture.height}
            if picture.width * picture.height > max_pixels:  # before anything is unpacked
                return seen | {"fault": PictureFault.TOO_MANY_PIXELS}
            grey = _grey(picture)
        codes = read_codes(grey, max_codes)
        found = {"codes": codes.texts, "more_codes": codes.more, "cut": codes.cut}
        return seen | found | {"print": likeness(grey)}
    except Exception as error:  # noqa: BLE001 (a broken picture can raise anything in a decoder)
        fault = next((fault for kind, fault in _FAULTS if isinstance(error, kind)), None)
        return seen | {"fault": fault or PictureFault.BROKEN}


def _grey(picture: Image.Image) -> Image.Image:
    """Its first frame in grey, on white where it is see-through."""
    if picture.format in {"JPEG", "MPO"}:
        picture.draft("L", _DRAFT)
    if "transparency" in picture.info or picture.mode in {"RGBA", "LA", "PA"}:
        solid = picture.convert("RGBA")
        paper = Image.new("RGBA", solid.size, "white")
        return Image.alpha_composite(paper, solid).convert("L")
    return picture.convert("L")


def main(arguments: list[str], asked: RawIOBase, answers: BinaryIO) -> None:
    """Answer until there is nobody to answer."""
    max_pixels, max_codes, memory_mb = map(int, arguments)
    bound_memory(memory_mb)  # the pixels are bounded everywhere, too
    Image.MAX_IMAGE_PIXELS = max_pixels
    warnings.simplefilter("ignore")  # what decoders grumble about is nobody's log
    while select.select([asked], [], [], _IDLE_SECONDS)[0]:
        head = _read(asked, 8)
        content = _read(asked, *struct.unpack(">Q", head)) if head else None
        if content is None:
            return
        seen = look_at(content, max_pixels=max_pixels, max_codes=max_codes)
        answers.write(json.dumps(seen).encode() + b"\n")
        answers.flush()


def _read(asked: RawIOBase, size: int) -> bytes | None:
    """So many bytes; None at the end."""
    content = bytearray()
    while len(content) < size:
        piece = asked.read(min(size - len(content), _PIECE))
        if not piece:
            return None
        content += piece
    return bytes(content)


if __name__ == "__main__":
    # Unbuffered: what lay in a buffer, `select` would not see.
    main(sys.argv[1:], FileIO(sys.stdin.fileno(), closefd=False), sys.stdout.buffer)

"""QR codes in a picture: several, turned, small, light on dark, with a logo in them.

zxing-cpp finds them: maintained, Apache-2.0, wheels of 1 MB for every platform without further
needs. pyzbar wants a library of the system, OpenCV brings 60 MB.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import zxingcpp
from PIL import Image, ImageOps

from bot.core.answers import MOST_OF_A_CODE
from bot.core.text import storable

_LARGE = 2_400  # pixels a side; a larger picture is looked at smaller
_SMALL = 1_000  # pixels a side; in a smaller one a code may be too fine
_WHOLE = 16_000_000  # pixels; above it a picture is looked at smaller only
_BORDER = 40  # white around it, for a code that was cut to its edge
_FORMATS = zxingcpp.BarcodeFormats(
    [
        zxingcpp.BarcodeFormat.QRCode,
        zxingcpp.BarcodeFormat.MicroQRCode,
        zxingcpp.BarcodeFormat.DataMatrix,
        zxingcpp.BarcodeFormat.Aztec,
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Codes:
    """What the codes of a picture hold."""

    texts: tuple[str, ...] = ()
    more: int = 0  # codes not kept
    cut: int = 0  # characters not kept of those that are


def read_codes(grey: Image.Image, most: int) -> Codes:
    """At most so many different codes, each cut at `MOST_OF_A_CODE` characters."""
    texts: dict[str, None] = {}
    for view in _views(grey):
        found = zxingcpp.read_barcodes(view, formats=_FORMATS, text_mode=zxingcpp.TextMode.Plain)
        texts |= dict.fromkeys(storable(code.text) for code in found if code.text)
        if texts:
            break
    kept = list(texts)[:most]
    return Codes(
        texts=tuple(text[:MOST_OF_A_CODE] for text in kept),
        more=len(texts) - len(kept),
        cut=sum(max(0, len(text) - MOST_OF_A_CODE) for text in kept),
    )


def _views(grey: Image.Image) -> Iterator[Image.Image]:
    """The picture in the ways in which codes are found, the cheapest first."""
    view = grey
    if max(grey.size) > _LARGE:
        view = grey.copy()
        view.thumbnail((_LARGE, _LARGE))
    yield view
    if max(grey.size) <= _SMALL:
        larger = grey.resize((grey.width * 3, grey.height * 3), Image.Resampling.LANCZOS)
        yield ImageOps.expand(larger, _BORDER, fill=255)
    elif view is not grey and grey.width * grey.height <= _WHOLE:
        yield grey
    yield ImageOps.autocontrast(view, cutoff=2)

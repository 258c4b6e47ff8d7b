"""Text as the detectors read it: folded, squeezed, and with its disguises seen through."""

from handlers.text.disguise import Disguise, Trick
from handlers.text.folding import fold_text, latin_shape, squeeze
from handlers.text.normal import MAX_JUDGED, NormalText, load, normalise
from handlers.text.spoken import spoken

__all__ = [
    "MAX_JUDGED",
    "Disguise",
    "NormalText",
    "Trick",
    "fold_text",
    "latin_shape",
    "load",
    "normalise",
    "spoken",
    "squeeze",
]

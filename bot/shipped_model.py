"""The model that ships with the program; handlers read no files, so it is read here."""

from functools import cache
from importlib.resources import files

from handlers.learned.model import Model
from handlers.learned.store import from_bytes

_PLACE = ("handlers.learned", "weights/base.gkm")


def shipped_bytes() -> bytes:
    """The file as it ships."""
    package, name = _PLACE
    return files(package).joinpath(name).read_bytes()


@cache
def shipped_model() -> Model:
    """The model that ships, read once (some 50 ms)."""
    return from_bytes(shipped_bytes())

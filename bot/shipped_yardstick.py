"""The shipped model with its yardstick: what a community's decisions are learned on top of."""

from importlib.resources import files

from bot.shipped_model import shipped_bytes, shipped_model
from handlers.learned import yardstick
from handlers.learned.adapt import Shipped
from handlers.learned.yardstick import BadYardstick


def shipped() -> Shipped:
    """Read anew at every call, and forgotten after it: some megabytes that are seldom wanted."""
    stored = files("handlers.learned").joinpath("weights/base.gky").read_bytes()
    measure = yardstick.read(stored)
    checksum = yardstick.checksum(shipped_bytes())
    if measure.base != checksum:
        msg = "the yardstick belongs to another model; python -m corpus.train writes both"
        raise BadYardstick(msg)
    return Shipped(model=shipped_model(), checksum=checksum, yardstick=measure)

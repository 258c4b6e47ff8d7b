"""A `channels:` entry of config.yaml with `kind: simulator`."""

from typing import Literal

from pydantic import BaseModel, Field

from bot.core.ids import ChannelName
from bot.core.sending import SendBudget


class SimulatorSettings(BaseModel, frozen=True, extra="forbid"):
    """One account in a community that exists only in memory."""

    kind: Literal["simulator"] = "simulator"
    name: ChannelName = ChannelName("sim")
    community: Literal["", "demo"] = ""  # "": nobody is there; "demo": sixty people who talk
    seed: int = Field(default=1, ge=0)  # the same seed gives the same talk
    speed: float = Field(default=10.0, gt=0, le=10_000)  # times as dense as in life they talk
    budget: SendBudget = SendBudget()

"""The `judging.learning` section of config.yaml: how the detector learns from decisions."""

from datetime import timedelta
from typing import Annotated

from pydantic import BaseModel, Field

from bot.core.lengths import Length

_Share = Annotated[float, Field(ge=0, le=1)]


class LearningSettings(BaseModel, frozen=True, extra="forbid"):
    """How the learned detector follows what colleagues decide."""

    enabled: bool = True  # false: the model stays as shipped, or at the version it has
    wait: Length = Field(
        default=timedelta(minutes=2), ge=timedelta(), le=timedelta(days=1)
    )  # after the last decision, until it is learned
    from_samples: int = Field(default=10, ge=1, le=10_000)  # fewer change nothing
    most: int = Field(default=5000, ge=100, le=50_000)  # the newest samples; older ones fade out
    most_a_day: int = Field(default=60, ge=1, le=10_000)  # that one author teaches
    most_lopsided: float = Field(default=3.0, ge=1, le=100)  # one label against the other
    reach: float = Field(default=200.0, gt=0, le=10_000)  # how far samples outvote the model
    anchor_cost: float = Field(default=0.01, ge=0, le=1)  # of a shipped text beside a sample's 1
    aside: float = Field(default=0.2, ge=0, le=0.5)  # share of the samples kept to check with
    aside_from: int = Field(default=60, ge=10, le=100_000)  # different texts; fewer all teach
    most_false: _Share = 0.02  # of the shipped innocents that a new version may flag
    most_new_false: _Share = 0.005  # more of them than the shipped model flags
    most_missed: _Share = 0.05  # of the shipped adverts that it may flag less than before
    most_worse: _Share = 0.03  # of the samples kept aside that it may get wrong more than before
    most_new_talk: _Share = 0.02  # of the rooms' ordinary talk that it may flag more than before
    watch_cases: int = Field(default=20, ge=5, le=1000)  # decided ones, until it is trusted

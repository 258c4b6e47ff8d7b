"""The `judging.opinion` section of config.yaml: a language model's word on uncertain messages."""

from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, Field, SecretStr, model_validator

from bot.core.lengths import Length

_Score = Annotated[float, Field(ge=0, le=1)]


class OpinionMode(StrEnum):
    """What an opinion may do."""

    VETO = "veto"  # lower the score
    VOTE = "vote"  # lower or raise it


class OpinionSettings(BaseModel, frozen=True, extra="forbid"):
    """A second opinion by an OpenAI-compatible endpoint. Only what it is asked leaves the house."""

    enabled: bool = False
    url: str = Field(default="", max_length=500)  # up to and without /chat/completions
    model: str = Field(default="", max_length=200)
    token: SecretStr = SecretStr("")  # "${NAME}" takes it from the environment
    mode: OpinionMode = OpinionMode.VETO
    ask_from: _Score = 0.35  # messages whose score lies from here
    ask_below: _Score = 0.8  # up to here are asked about
    shift: float = Field(default=0.2, gt=0, le=0.4)  # by which an opinion moves the score at most
    timeout: Length = Field(
        default=timedelta(seconds=10), ge=timedelta(seconds=1), le=timedelta(minutes=2)
    )
    longest: int = Field(default=1000, ge=50, le=10_000)  # characters of a message that are sent
    calls_per_day: int = Field(default=500, ge=1, le=1_000_000)
    characters_per_day: int = Field(default=200_000, ge=100, le=1_000_000_000)
    about: str = Field(default="", max_length=200)  # what the rooms are for, in a few words
    failures: int = Field(default=3, ge=1, le=100)  # in a row; then nobody is asked for `pause`
    pause: Length = Field(
        default=timedelta(minutes=5), ge=timedelta(seconds=1), le=timedelta(days=1)
    )

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.ask_from >= self.ask_below:
            msg = f"ask_from {self.ask_from:g} must lie below ask_below {self.ask_below:g}"
            raise ValueError(msg)
        if self.enabled and not (self.url.startswith(("http://", "https://")) and self.model):
            msg = "an opinion needs url (http:// or https://) and model; or set enabled to false"
            raise ValueError(msg)
        return self

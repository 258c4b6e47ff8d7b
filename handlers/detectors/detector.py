"""What every detector is: it looks at a batch and says for each message what it saw."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.core.answers import Answer
from bot.core.seen import Context, Copy, PictureCopy, Room, SeenMessage, Sender
from bot.core.verdicts import Verdict
from handlers.text import NormalText


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A message with everything a detector may look at."""

    message: SeenMessage
    text: NormalText
    room: Room
    sender: Sender
    edited: bool = False  # it was said before, and reads otherwise now
    answer: Answer | None = None  # of an errand: the message is judged once more with it
    alike: tuple[PictureCopy, ...] = ()  # earlier pictures like the one that was read
    unsaid: str = ""  # what it quotes, and nobody said; it stands in `text` too
    copies: tuple[Copy, ...] = ()  # the same text, said before it, within `repeats.window`

    @property
    def is_fresh(self) -> bool:
        """Whether it is judged for the first time, as it was said."""
        return not self.edited and self.answer is None


class Detector(Protocol):
    """Looks for one sign of advertising. Pure: the same batch always gives the same verdicts.

    `judge` gets a whole batch, so that a learned model can score it in one go. It gives one
    entry a message, in order: a verdict whose reason staff understand, or None.
    """

    name: str

    def judge(self, batch: Sequence[Item], context: Context) -> list[Verdict | None]:
        """What was seen in each message."""
        ...


def noisy_or(shares: Iterable[float]) -> float:
    """Independent signs as one: 1 minus the chance that each of them means nothing."""
    doubt = 1.0
    for share in shares:
        doubt *= 1.0 - share
    return 1.0 - doubt

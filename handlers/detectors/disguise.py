"""Disguise: words of adverts written so that people read them and filters do not."""

from collections.abc import Sequence

from bot.core.seen import Context
from bot.core.verdicts import Verdict
from handlers.detectors.detector import Item
from handlers.settings import DisguiseSettings
from handlers.text import Disguise, Trick
from handlers.trick_wording import tricks_told
from handlers.wording import Say, Wording

_SHOWN = 3
# Words of the trade and numbers in words hide nothing: neighbours write 加v and 一三八 as well.
_HARMLESS = frozenset((Trick.SLANG, Trick.NUMBERS, Trick.LETTERS))


class Disguised:
    """Tells which words were disguised, and how. A faint sign by itself: children do it too."""

    name = "disguise"

    def __init__(self, settings: DisguiseSettings, wording: Wording, language: str) -> None:
        self._settings = settings
        self._wording = wording
        self._language = language

    def judge(self, batch: Sequence[Item], context: Context) -> list[Verdict | None]:  # noqa: ARG002 (a disguise needs no context)
        """A verdict for each message that hides words of adverts."""
        return [None if item.text.hidden is None else self._one(item.text.hidden) for item in batch]

    def _one(self, hidden: Disguise) -> Verdict | None:
        tricks = [trick for trick in hidden.tricks if trick not in _HARMLESS]
        if not tricks or not hidden.shown or hidden.share < self._settings.from_share:
            return None
        words = hidden.shown[:_SHOWN]
        reason = self._wording(
            Say.DISGUISED_WORDS,
            words=self._wording.quoted(words),
            how=tricks_told(tricks, self._language),
            percent=round(100 * hidden.share),
        )
        return Verdict(
            detector=self.name, score=self._settings.score, reason=reason, evidence=words
        )

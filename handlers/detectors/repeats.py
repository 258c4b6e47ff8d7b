"""Repeats: the same text again, by the same account or by several."""

from collections.abc import Sequence

from bot.core.seen import Context
from bot.core.verdicts import Verdict
from handlers.detectors.detector import Item
from handlers.settings import RepeatSettings
from handlers.text import squeeze
from handlers.wording import Say, Wording

_SURE = 0.98  # copies alone never prove more
_STEP = 0.5  # each further copy halves the doubt


class Repeats:
    """Counts copies. A check-in that everybody posts is normal; a campaign's long text is not."""

    name = "repeats"

    def __init__(self, settings: RepeatSettings, wording: Wording) -> None:
        self._settings = settings
        self._wording = wording
        self._minutes = max(1, int(settings.window.total_seconds() // 60))
        self._normal = tuple(squeeze(word.lower()) for word in settings.normal)

    def judge(self, batch: Sequence[Item], context: Context) -> list[Verdict | None]:  # noqa: ARG002 (an item carries its copies)
        """A verdict for each message said too often."""
        return [self._one(item) if item.copies else None for item in batch]

    def _one(self, item: Item) -> Verdict | None:
        tight = item.text.tight
        if any(word in tight for word in self._normal):
            return None
        own = self._own(item)
        others = self._others(item)
        return max((v for v in (own, others) if v is not None), key=_score, default=None)

    def _own(self, item: Item) -> Verdict | None:
        author = item.message.sender.identity
        own = [copy for copy in item.copies if copy.sender == author]
        rooms = {copy.room for copy in own} | {item.message.room}
        count = len(own) + 1
        # The same text in another room weighs as two in this one.
        weight = count + len(rooms) - 1
        if count == 1 or weight < self._settings.own_copies:
            return None
        reason = self._wording(
            Say.OWN_REPEATS, minutes=self._minutes, count=count, rooms=len(rooms)
        )
        score = _grown(self._settings.own_score, weight - self._settings.own_copies)
        return Verdict(detector=self.name, score=score, reason=reason, evidence=(str(count),))

    def _others(self, item: Item) -> Verdict | None:
        if len(item.text.tight) < self._settings.long_text:
            return None
        senders = {copy.sender for copy in item.copies} | {item.message.sender.identity}
        if len(senders) < self._settings.other_senders:
            return None
        count = len(senders)
        reason = self._wording(Say.OTHER_REPEATS, minutes=self._minutes, count=count)
        score = _grown(self._settings.others_score, count - self._settings.other_senders)
        return Verdict(detector=self.name, score=score, reason=reason, evidence=(str(count),))


def _score(verdict: Verdict) -> float:
    return verdict.score


def _grown(base: float, more: int) -> float:
    return min(_SURE, 1.0 - (1.0 - base) * _STEP**more)

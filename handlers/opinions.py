"""Second opinions: which messages a language model is asked about, and what its word is worth.

It is asked only where the house itself is unsure, it moves the score by a bounded amount, and
its word never counts for a removal (`handlers.weighing` leaves it out there). What it answers is
one of three words, so a message that gives it orders can at most make it say one of them.
"""

import json
import re
from dataclasses import replace
from typing import Literal

from bot.core.answers import Opinion, Says
from bot.core.effects import Effect, RecordVerdicts
from bot.core.errands import OPINION, SendErrand
from bot.core.verdicts import SpamScore, Verdict
from handlers.detectors.detector import Item
from handlers.opinion_settings import OpinionMode, OpinionSettings
from handlers.wording import cut, score_text

DETECTOR = "opinion"

_NAMED = re.compile(r"@[^\s@]{1,40}")
# Also in groups: 139 0000 1111, 139-0000-1111.
_NUMBER = re.compile(r"\d(?:[ \u00a0\u3000.·_()+\-－—]{0,2}\d){4,}")
_DIGIT = re.compile(r"\d")
_FAINT = 0.01  # a verdict's score is above 0; this one says only why the score moved
_TOLD = {
    "zh": {
        Says.ADVERT: "第二意见（语言模型）：像广告，分数 {before} 升到 {after}",
        Says.FINE: "第二意见（语言模型）：不像广告，分数 {before} 降到 {after}",
    },
    "en": {
        Says.ADVERT: "second opinion (language model): an advert, score {before} up to {after}",
        Says.FINE: "second opinion (language model): no advert, score {before} down to {after}",
    },
}


class Opinions:
    """The rules of asking; made once for every change of the settings."""

    def __init__(
        self, settings: OpinionSettings, *, flag_at: float, language: Literal["zh", "en"]
    ) -> None:
        self._settings = settings
        self._flag_at = flag_at
        self._told = _TOLD[language]

    def asks(self, item: Item, spam: SpamScore) -> bool:
        """Whether a message is to be asked about: uncertain, said in a room, never asked before."""
        settings = self._settings
        if not settings.enabled or not item.is_fresh or item.message.room is None:
            return False
        if item.sender.is_staff or not item.text.plain.strip():
            return False
        return settings.ask_from <= spam.score < settings.ask_below

    def ask(self, item: Item, spam: SpamScore) -> list[Effect]:
        """Keep what the detectors said, and ask; the answer brings the message back."""
        message = item.message
        record = RecordVerdicts(
            message=message.id,
            room=message.room,
            student=message.sender.student,
            spam=replace(spam, flagged=False),
        )
        errand = SendErrand(
            kind=OPINION,
            message=message.id,
            channel=message.event.channel,
            question=json.dumps({"text": self._shown(message.event.text)}, ensure_ascii=False),
        )
        return [record, errand]

    def _shown(self, text: str) -> str:
        """What leaves the house: no names of those addressed, no numbers that reach somebody."""
        named = _NAMED.sub("@…", text)
        bare = _NUMBER.sub(lambda found: _DIGIT.sub("0", found.group()), named)
        return cut(bare, self._settings.longest)

    def with_answer(self, item: Item, spam: SpamScore) -> SpamScore:
        """The score with the opinion that the message came back with, if it did."""
        said = item.answer
        if not isinstance(said, Opinion) or said.says not in {Says.ADVERT, Says.FINE}:
            return spam
        score = self._moved(spam.score, said.says)
        if score == spam.score:
            return spam
        reason = self._told[said.says].format(
            before=score_text(spam.score), after=score_text(score)
        )
        verdict = Verdict(detector=DETECTOR, score=_FAINT, reason=reason)
        others = tuple(one for one in spam.verdicts if one.detector != DETECTOR)
        return SpamScore(score=score, flagged=score >= self._flag_at, verdicts=(*others, verdict))

    def _moved(self, score: float, says: Says) -> float:
        settings = self._settings
        if says is Says.FINE:
            return round(max(score - settings.shift, 0.0), 4)
        if settings.mode is OpinionMode.VETO:
            return score
        # It lifts nothing above what the house itself would be sure of.
        return round(max(score, min(score + settings.shift, settings.ask_below)), 4)

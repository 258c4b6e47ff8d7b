"""Learned: what a model, trained on adverts and on innocent talk, takes a text for."""

from collections.abc import Sequence

import numpy as np

from bot.core.seen import Context
from bot.core.verdicts import Verdict
from handlers.detectors.detector import Item
from handlers.learned.explain import explain
from handlers.learned.matrix import Matrix
from handlers.learned.model import PART, Model, chance_of
from handlers.learned.words import told
from handlers.settings import LearnedSettings
from handlers.wording import Say, Wording, score_text

_TRUNCATED = 0.9999  # nothing is ever certain


class Learned:
    """Scores a whole batch at once. 0.5 is where the model, by itself, calls a text an advert."""

    name = "learned"

    def __init__(
        self, model: Model, settings: LearnedSettings, wording: Wording, language: str
    ) -> None:
        self._model = model
        self._settings = settings
        self._wording = wording
        self._language = language

    def judge(self, batch: Sequence[Item], context: Context) -> list[Verdict | None]:  # noqa: ARG002 (a text needs no context)
        """A verdict for each message that reads like an advert, were it only a little.

        Of somebody who came lately even a faint likeness is told: it may be weighed with that.
        """
        verdicts: list[Verdict | None] = [None] * len(batch)
        readable = [
            number
            for number, item in enumerate(batch)
            if len(item.text.guess) >= self._settings.shortest
        ]
        for first in range(0, len(readable), PART):
            self._judge_part(batch, readable[first : first + PART], verdicts)
        return verdicts

    def _judge_part(
        self, batch: Sequence[Item], readable: Sequence[int], verdicts: list[Verdict | None]
    ) -> None:
        rows = self._model.space.read([batch[number].text for number in readable])
        scores = self._model.scores(chance_of(self._model.margins(rows)))
        settings = self._settings
        least = min(settings.from_score, settings.from_score_new)
        for place in np.flatnonzero(scores >= least).tolist():
            item, score = batch[readable[place]], min(float(scores[place]), _TRUNCATED)
            if score >= settings.from_score or self._is_new(item):
                verdicts[readable[place]] = self._one(item, score, rows.row(place))

    def _is_new(self, item: Item) -> bool:
        joined = item.sender.joined
        return joined is not None and item.message.event.at - joined < self._settings.new

    def _one(self, item: Item, score: float, row: Matrix) -> Verdict:
        reasons = explain(self._model, item.text, row)
        signs = told(reasons, self._language)
        sentence = Say.LEARNED if signs else Say.LEARNED_WHOLE
        reason = self._wording(sentence, score=score_text(round(score, 2)), signs=signs)
        return Verdict(detector=self.name, score=score, reason=reason, evidence=reasons.words)

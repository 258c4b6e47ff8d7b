"""Whether a new version may take over: it is checked on texts that it was not fitted to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from bot.core.learning import Label
from handlers.learned.adapt import Adaptation, Shipped
from handlers.learned.lessons import Lesson
from handlers.learned.settings import LearningSettings
from handlers.learned.yardstick import Use

_FEWEST_ASIDE = 10  # of the community's own texts; fewer say nothing
_FEWEST_TALK = 200  # messages of ordinary talk; fewer say nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How good a version is, beside the shipped one and the one it would replace."""

    false_alarms: float  # share of the shipped innocents that are flagged
    false_alarms_shipped: float  # by the shipped model
    recall: float  # share of the shipped adverts that are flagged
    recall_shipped: float
    own: int  # of the community's own samples, those kept aside
    own_right: float  # of them, as if as many were adverts as not
    own_right_before: float  # by the version that would be replaced
    talk: int  # messages of the community's ordinary talk, of which no case was made
    talk_flagged: float  # share of them
    talk_flagged_before: float  # by the version that would be replaced
    spam: int  # samples fitted, of each label
    ham: int

    @property
    def plain(self) -> Mapping[str, float]:
        """As they are stored and shown."""
        return {name: round(float(getattr(self, name)), 4) for name in self.__slots__}


def examine(
    shipped: Shipped,
    candidate: Adaptation,
    before: Adaptation | None,
    *,
    taught: Sequence[Lesson],
    aside: Sequence[Lesson],
    talk: Sequence[str] = (),
) -> Figures:
    """Measure a candidate. `before` is the version in force; None: the shipped model.

    `talk` is what is said in the rooms: the shipped innocents may be of another kind.
    """
    check, bar = shipped.yardstick.part(Use.CHECK), shipped.flag_from
    as_shipped = check.log_odds > bar
    flagged = check.log_odds + candidate.added(check.rows) > bar
    own = _Odds.of(shipped, [one.text for one in aside], candidate, before)
    said = _Odds.of(shipped, talk, candidate, before)
    adverts = np.array([one.label is Label.SPAM for one in aside], np.bool_)
    return Figures(
        false_alarms=_share(flagged[~check.labels]),
        false_alarms_shipped=_share(as_shipped[~check.labels]),
        recall=_share(flagged[check.labels]),
        recall_shipped=_share(as_shipped[check.labels]),
        own=len(aside),
        own_right=_right(own.now > bar, adverts),
        own_right_before=_right(own.before > bar, adverts),
        talk=len(talk),
        talk_flagged=_share(said.now > bar),
        talk_flagged_before=_share(said.before > bar),
        spam=sum(one.label is Label.SPAM for one in taught),
        ham=sum(one.label is Label.HAM for one in taught),
    )


@dataclass(frozen=True, slots=True)
class _Odds:
    """Log-odds of texts by the candidate, and by what it would replace."""

    now: npt.NDArray[np.floating]
    before: npt.NDArray[np.floating]

    @classmethod
    def of(
        cls,
        shipped: Shipped,
        texts: Sequence[str],
        candidate: Adaptation,
        before: Adaptation | None,
    ) -> Self:
        if not texts:
            return cls(np.zeros(0), np.zeros(0))
        rows = shipped.rows(texts)
        odds = shipped.model.margins(rows)
        return cls(
            odds + candidate.added(rows), odds if before is None else odds + before.added(rows)
        )


def _share(marked: npt.NDArray[np.bool_]) -> float:
    return float(marked.mean()) if len(marked) else 0.0


def _right(flagged: npt.NDArray[np.bool_], adverts: npt.NDArray[np.bool_]) -> float:
    shares = [_share(flagged[adverts])] if adverts.any() else []
    if not adverts.all():
        shares.append(1 - _share(flagged[~adverts]))
    return sum(shares) / len(shares) if shares else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """Why a candidate may not take over: which figure, what it is, what it may be."""

    figure: str
    is_now: float
    may_be: float


def objection(figures: Figures, settings: LearningSettings) -> Objection | None:
    """The first reason against a candidate; None lets it take over."""
    most = min(settings.most_false, figures.false_alarms_shipped + settings.most_new_false)
    most = max(most, figures.false_alarms_shipped)  # what ships is not held against a community
    if figures.false_alarms > most:
        return Objection(figure="false_alarms", is_now=figures.false_alarms, may_be=most)
    least = figures.recall_shipped - settings.most_missed
    if figures.recall < least:
        return Objection(figure="recall", is_now=figures.recall, may_be=least)
    least = figures.own_right_before - settings.most_worse
    if figures.own >= _FEWEST_ASIDE and figures.own_right < least:
        return Objection(figure="own", is_now=figures.own_right, may_be=least)
    most = figures.talk_flagged_before + settings.most_new_talk
    if figures.talk >= _FEWEST_TALK and figures.talk_flagged > most:
        return Objection(figure="talk", is_now=figures.talk_flagged, may_be=most)
    return None

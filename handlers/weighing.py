"""The final score: one sum, in log-odds, of all that is known of a message.

Log-odds add up, so the sum can be read aloud: what the text sounds like, what it carries, where
else it stands, who says it.

The learned detector and the rules that read the text (word list, contacts, links, disguise) look
at the same words: they are weighed together, never as several witnesses. That several people say
nearly the same counts beside them: neighbours pass on notices, and everybody asks what it costs.
What does not come from the text is independent of it and joins by noisy-or: repeats, copies of
confirmed adverts, look-alikes, pictures, cards, files. So do the operator's own words: what stands
in config.yaml counts in full.

Without a learned detector all rules speak as a noisy-or: every verdict is a sign that is right with
probability `score x the detector's weight`, and the message is an advert unless all are wrong.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log

from bot.core.verdicts import SpamScore, Verdict
from handlers.behaviour import DETECTOR as BEHAVIOUR
from handlers.behaviour import Behaviour, Known
from handlers.campaigns import DETECTOR as CAMPAIGN
from handlers.detectors.detector import Item, noisy_or
from handlers.opinions import DETECTOR as OPINION
from handlers.quotations import EARLY, UNSAID
from handlers.settings import JudgingSettings, WordSettings

CLEAN = SpamScore(score=0.0, flagged=False, verdicts=())
LEARNED, REPEATS, SPREAD = "learned", "repeats", "spread"
_AGREES = 0.3  # a verdict up to it does not second another: a bare phone number
_FLOOD = 0.88  # copies that are less sure may be something that people pass on
_MOST = 0.9999  # nothing is ever certain

# Detectors that look at the same thing are one witness.
FAMILIES: Mapping[str, str] = {
    LEARNED: "text",
    "words": "text",
    "disguise": "text",
    "length": "text",
    "fragments": "text",
    "repeats": "copies",
    "campaign": "copies",
    "pictures": "carried",
    "cards": "carried",
    "files": "carried",
}
# Families that read the same text as the learned detector does.
READ = frozenset({"text", "contact", "links", SPREAD})
# Signs that a fine past does not outweigh: a stolen account shows them.
COPIED = frozenset({"repeats", "campaign", "lookalike"})
# Not said of the message itself: who says it, how strict the room is, what a language model thinks.
_BESIDE = frozenset({BEHAVIOUR, OPINION, "strict", "stricter"})
# One of these is never evidence enough to remove somebody, however sure it is.
_NEVER_ALONE = frozenset({LEARNED, BEHAVIOUR})


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """How much the rules that read the text count beside the learned detector.

    `model` multiplies its log-odds. A family that is right with probability r adds
    `families[family] x -log(1 - r)`. Fitted on simulated communities by
    `python -m bench.communities fit`, rounded.
    """

    base: float  # the log-odds of a text that nothing is known of
    model: float
    silent: float  # the model's log-odds where it found nothing to say
    families: Mapping[str, float]


BESIDE_MODEL = Weights(
    base=-0.2,  # by hand: no more than 2 of 1,000 innocent messages there are flagged
    model=1.05,
    silent=-4.9,
    families={"text": 0.75, "contact": 0.6, "links": 0.5, "spread": 1.3},
)


class Weigher:
    """Verdicts become one score; with what is known of the sender it becomes the final one."""

    def __init__(
        self,
        judging: JudgingSettings,
        weights: Mapping[str, float],
        *,
        beside_model: Weights = BESIDE_MODEL,
    ) -> None:
        self._judging = judging
        self._weights = weights
        self._beside_model = beside_model
        self._own_words = _own_words(judging.words)
        self._behaviour = Behaviour(judging.behaviour, judging.language)

    def of_message(self, verdicts: Sequence[Verdict]) -> SpamScore:
        """What the message itself is taken for, whoever says it."""
        score = self._substance(verdicts)
        return self._spam(score, tuple(verdicts))

    def whole(self, item: Item, verdicts: Sequence[Verdict], known: Known) -> SpamScore:
        """What it is taken for, with what is known of the sender."""
        about = tuple(one for one in verdicts if one.detector not in _BESIDE)
        score = self._substance(about)
        if not score:
            return self._spam(score, about)
        copied = any(one.detector in COPIED for one in about)
        said, adds = self._behaviour.verdict(item, known, copied=copied)
        if said is None:
            return self._spam(score, about)
        return self._spam(_share(_log_odds(score) + adds), (*about, said))

    def sure(self, spam: SpamScore) -> bool:
        """Whether the message is by itself evidence enough to remove its author.

        Who says it may speak against a removal, never for one.
        """
        judging = self._judging
        if any(one.detector in {UNSAID, EARLY} for one in spam.verdicts):
            return False  # we may have missed what somebody quotes in good faith
        about = tuple(one for one in spam.verdicts if one.detector not in _BESIDE)
        score = min(spam.score, self._substance(about))
        if not spam.flagged or score < judging.remove_at or not about:
            return False
        agreeing = {family_of(one) for one in about if self._strength(one) > _AGREES}
        agreeing.discard(SPREAD)  # what is passed on says no more in the third room
        decisive = max(
            (self._strength(one) for one in about if one.detector not in _NEVER_ALONE), default=0.0
        )
        return len(agreeing) > 1 or decisive >= judging.decisive_at

    def acting(self, spam: SpamScore) -> float:
        """The score by which steps against a member are decided.

        Who says it may call staff, but nobody is warned, and nothing held, for being new: where
        the message itself is not suspicious enough to be flagged, staff decide.
        """
        flag_at = self._judging.flag_at
        if any(one.detector == EARLY for one in spam.verdicts):
            return min(spam.score, flag_at)
        itself = self._substance([one for one in spam.verdicts if one.detector not in _BESIDE])
        return spam.score if itself >= flag_at else min(spam.score, flag_at)

    def _spam(self, score: float, verdicts: tuple[Verdict, ...]) -> SpamScore:
        flagged = score >= self._judging.flag_at
        return SpamScore(score=round(score, 4), flagged=flagged, verdicts=verdicts)

    def _substance(self, verdicts: Sequence[Verdict]) -> float:
        """The share of messages like this that are adverts, by what they say and carry."""
        rules = [one for one in verdicts if one.detector != LEARNED and one.detector not in _BESIDE]
        alone = noisy_or(self._strength(one) for one in rules)
        trust = self._weights.get(LEARNED, 0.0)
        if not trust:
            return alone
        learned = max((one.score for one in verdicts if one.detector == LEARNED), default=None)
        apart = [self._strength(one) for one in rules if family_of(one) not in READ]
        own = max(map(self._own, rules), default=0.0)
        together = noisy_or((_share(self._text(learned, rules)), *apart, own))
        return together if trust == 1 else trust * together + (1 - trust) * alone

    def _text(self, learned: float | None, rules: Sequence[Verdict]) -> float:
        """The log-odds by what was read: the model's, and what the rules add to them."""
        weights = self._beside_model
        said = weights.silent if learned is None else _log_odds(learned)
        families: dict[str, list[float]] = defaultdict(list)
        for one in rules:
            families[family_of(one)].append(self._strength(one))
        adds = sum(
            weights.families.get(family, 0.0) * -log(1 - min(noisy_or(shares), _MOST))
            for family, shares in families.items()
        )
        return weights.base + weights.model * said + adds

    def _own(self, one: Verdict) -> float:
        """What the operator's own words in a verdict prove, as config.yaml says it."""
        if one.detector != "words" or not self._own_words:
            return 0.0
        own = noisy_or(self._own_words.get(word, 0.0) for word in one.evidence)
        return min(own, one.score) * self._weights.get("words", 1.0)

    def _strength(self, one: Verdict) -> float:
        return one.score * self._weights.get(one.detector, 1.0)


def family_of(one: Verdict) -> str:
    """What a verdict is a witness of. A flood, or a copy of a confirmed advert, is no mere spread.

    A notice that somebody posts in three rooms is one that people pass on.
    """
    if one.detector in {CAMPAIGN, REPEATS} and one.score < _FLOOD:
        return SPREAD
    return FAMILIES.get(one.detector, one.detector)


def _own_words(settings: WordSettings) -> Mapping[str, float]:
    """The words that do not ship, with their weights."""
    shipped = WordSettings.model_fields["categories"].default
    given = {
        word: weight
        for name, category in settings.categories.items()
        if shipped.get(name) != category
        for word, weight in (
            *((word, category.weight) for word in category.words),
            *category.weighted.items(),
        )
    }
    return given | settings.add


def _log_odds(share: float) -> float:
    inside = min(max(share, 1 - _MOST), _MOST)
    return log(inside / (1 - inside))


def _share(log_odds: float) -> float:
    return 1 / (1 + exp(-log_odds))

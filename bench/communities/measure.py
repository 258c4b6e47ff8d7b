"""Communities of one part of the corpus, with and without context, and the tables of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.communities.community import PARTS as COMMUNITIES
from bench.communities.community import communities
from bench.communities.figures import Found, at_once, by, found, table
from bench.communities.models import unseeing
from bench.communities.run import Course, Outcome
from bench.communities.texts import FITTED, MEASURED, Text, corpus, dialogues
from handlers.decide import Rules
from handlers.judging import compile_rules
from handlers.settings import JudgingSettings, LeadSettings
from handlers.weighing import LEARNED

_SEEDS = {MEASURED: 11, FITTED: 7}


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """All outcomes of some communities."""

    outcomes: Sequence[Outcome]

    @property
    def whole(self) -> Found:
        """With context."""
        return found(self.outcomes)

    def text_alone(self, false_alarms: float) -> float:
        """The recall of the model alone, at so many false alarms."""
        return self._recall([_text_score(one) for one in self.outcomes], false_alarms)

    def at(self, false_alarms: float) -> float:
        """The recall of the final score, said at once, at so many false alarms."""
        scores = [0.0 if one.spam is None else one.spam.score for one in self.outcomes]
        return self._recall(scores, false_alarms)

    def _recall(self, scores: Sequence[float], false_alarms: float) -> float:
        """Above the score that so many innocent messages reach; pieces are one advert."""
        innocent: list[float] = []
        adverts: dict[int, float] = {}
        for place, (one, score) in enumerate(zip(self.outcomes, scores, strict=True)):
            truth = one.line.truth
            if truth.advert:
                key = truth.group or -1 - place
                adverts[key] = max(adverts.get(key, 0.0), score)
            else:
                innocent.append(score)
        bar = sorted(innocent, reverse=True)[int(false_alarms * len(innocent))]
        return sum(score > bar for score in adverts.values()) / len(adverts)


def measure(
    rules: Rules,
    texts: Sequence[Text],
    seed: int,
    *,
    talk: Sequence[str] = (),
    most: int = COMMUNITIES,
) -> Measured:
    """Play the communities of these texts, at most so many."""
    outcomes: list[Outcome] = []
    for number, one in enumerate(communities(texts, seed, talk=talk)):
        if number < most:
            outcomes += Course(rules, one.names).play(one.scenes)
    return Measured(outcomes=outcomes)


def played(part: int, public: Path, kept: Path, *, most: int = COMMUNITIES) -> Measured:
    """The communities of one part, judged by a model that saw none of it."""
    rules = compile_rules(JudgingSettings(), LeadSettings(), model=unseeing(part, public, kept))
    texts = [one for one in corpus() if one.part == part]
    talk = dialogues(public / "zh_dialogue_ham.train.jsonl", part)
    return measure(rules, texts, _SEEDS[part], talk=talk, most=most)


def tables(measured: Measured) -> Iterator[str]:
    """Everything that was found, for people to read."""
    outcomes = measured.outcomes
    whole, first = measured.whole, found(outcomes, at_once)
    yield (
        f"found {whole.recall:.1%} of {whole.adverts:,} adverts ({first.recall:.1%} at once), "
        f"flagged {whole.false_alarms:.2%} of {whole.innocents:,} innocent messages "
        f"({first.false_alarms:.2%} at once), would remove the authors of {whole.would_remove}"
    )
    for share in (0.002, 0.005):
        yield (
            f"at {share:.1%} false alarms: the text alone finds {measured.text_alone(share):.1%}, "
            f"with context {measured.at(share):.1%}"
        )
    yield table("how advertisers behave; who says it", by(outcomes, lambda o: o.line.truth.who))
    yield table("how adverts are written", by(outcomes, lambda o: o.line.truth.manner))
    yield table(
        "what innocents say",
        by(outcomes, lambda o: "" if o.line.truth.advert else o.line.truth.kind or "everyday talk"),
    )
    yield table(
        "what adverts are for",
        by(outcomes, lambda o: o.line.truth.kind if o.line.truth.advert else ""),
    )


def _text_score(one: Outcome) -> float:
    verdicts = () if one.spam is None else one.spam.verdicts
    return max((v.score for v in verdicts if v.detector == LEARNED), default=0.0)

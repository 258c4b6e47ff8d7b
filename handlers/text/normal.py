"""Text as the detectors read it: normalised once, so that a disguise is seen through once."""

from dataclasses import dataclass

from handlers.text.disguise import Disguise, Trick, is_strange, spaced_words, strange_signs
from handlers.text.folding import fold_text, reshape, runs
from handlers.text.forms import words_in
from handlers.text.insight import Insight, see_through

MAX_JUDGED = 4000  # characters; the default of `judging.max_text`
_MOST_SHOWN = 5
_NOT_SPACED: tuple[int, tuple[str, ...]] = (0, ())


@dataclass(frozen=True, slots=True)
class NormalText:
    """A text, normalised. `unread` characters at its end were too many to be judged.

    `plain` keeps words and punctuation apart; `tight` is letters and digits only. Both hold what
    was written and nothing that is guessed; `guess` is the tight text with splits, homophones,
    spelt and reversed words undone, and equals `tight` where there is nothing to undo.
    """

    plain: str
    tight: str
    unread: int = 0
    hidden: Disguise | None = None

    @property
    def guess(self) -> str:
        """What the text seems to mean, tight."""
        return self.tight if self.hidden is None else self.hidden.guess

    @property
    def disguise(self) -> float:
        """The share of the characters that had to be folded, joined or guessed; 0 to 1."""
        return 0.0 if self.hidden is None else self.hidden.share


def load() -> None:
    """Make the tables now (a quarter of a second), so that the first message need not wait."""
    normalise("力口薇芯")


def normalise(text: str, limit: int = MAX_JUDGED) -> NormalText:
    """Every form of the first `limit` characters; the cost is bounded by them alone."""
    unread = len(text) - limit
    if unread > 0:
        read = text[:limit]
    else:
        read, unread = text, 0
    plain = fold_text(read)
    if len(plain) > limit:  # one character may unfold into several
        plain = plain[:limit]
    strange = is_strange(read)
    signs = strange_signs(read) if strange else {}
    pieces = runs(reshape(plain) if strange else plain)
    spaced, words = spaced_words(plain) if 1 in map(len, pieces) else _NOT_SPACED
    tight = "".join(pieces)
    insight = see_through(plain, tight, suspected=bool(signs or spaced))
    if not signs and not spaced and insight is None:
        return NormalText(plain, tight, unread)
    if signs:
        words += tuple(word for word in words_in()(tight) if word not in read)
    hidden = _hidden(tight, signs, (spaced, words), insight)
    return NormalText(plain, tight, unread, hidden)


def _hidden(
    tight: str,
    signs: dict[Trick, int],
    apart: tuple[int, tuple[str, ...]],
    insight: Insight | None,
) -> Disguise:
    spaced, words = apart
    tricks = list(signs)
    changed = spaced + sum(signs.values())
    guess = tight
    if spaced:
        tricks.append(Trick.SPACED)
    if insight is not None:
        guess = insight.guess
        tricks += insight.tricks
        words += insight.shown
        changed += insight.changed
    shown = tuple(dict.fromkeys(words))[:_MOST_SHOWN]
    share = min(1.0, changed / max(len(tight), 1))
    return Disguise(guess, share, tuple(dict.fromkeys(tricks)), shown)

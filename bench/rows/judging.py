"""Adverts found in simulated communities, in context, by a model that knows none of the texts."""

import os
from pathlib import Path

from bench.communities.figures import at_once, found
from bench.communities.measure import played
from bench.communities.texts import MEASURED
from bench.report import Figure
from bench.stage import say, set_load_apart

PUBLIC = "SPAM_PUBLIC"  # names the folder of the public sets that the model is trained with too
_COMMUNITIES = {"small": 1, "budget": 3, "large": 3}
_KEPT = Path("build/models")
_RECALL, _FALSE = 95.0, 0.2  # the budget, in percent


def measure(size: str, folder: Path) -> list[Figure]:  # noqa: ARG001 (nothing is stored)
    """Recall and false alarms with context, and what the text alone finds beside it."""
    public = os.environ.get(PUBLIC)
    if not public:
        say(f"left out: {PUBLIC} does not name the folder of the public sets")
        return []
    set_load_apart()
    measured = played(MEASURED, Path(public), _KEPT, most=_COMMUNITIES[size])
    whole, first = measured.whole, found(measured.outcomes, at_once)
    what = f"{whole.adverts + whole.innocents:,} messages"
    row = "simulated communities"
    return [
        Figure(
            row=f"{row}: adverts found",
            size=what,
            value=100 * whole.recall,
            unit="%",
            budget=_RECALL,
            higher_is_better=True,
            note=f"{whole.adverts:,} adverts; {first.recall:.1%} when they were said",
        ),
        Figure(
            row=f"{row}: innocent messages flagged",
            size=what,
            value=100 * whole.false_alarms,
            unit="%",
            budget=_FALSE,
            note=f"{whole.would_remove} of their authors would be removed",
        ),
        Figure(
            row=f"{row}: adverts found at {_FALSE:g} % false alarms, by the text alone",
            size=what,
            value=100 * measured.text_alone(_FALSE / 100),
            unit="%",
            note=f"with context {measured.at(_FALSE / 100):.1%}",
        ),
    ]

"""Which of the things that people do may make a plan go on at once."""

from collections.abc import Iterator, Sequence
from enum import IntEnum
from typing import assert_never

from bot.core.plans import Occurrence
from bot.core.said_words import says_one_of
from bot.rehearsal.company import Clicking, Deed, Working
from bot.rehearsal.values import Coming, Leaving, Talking
from sop.model import AfterStep, Happening, OnEvent, Plan, Step

# what only the service can tell: any message may be a lead, a question, a sign-up
_ANYTHING = frozenset({Happening.LEAD_FOUND, Happening.QUESTION_UNANSWERED, Happening.SIGN_UP})


class Pull(IntEnum):
    """What the service has to do before anything else happens."""

    NOTHING = 0
    HEAR = 1  # hear it alone: something may follow from it
    LOOK = 2  # look after its plans at once


class Triggers:
    """What the steps on events of some plans wait for."""

    def __init__(self, plans: Sequence[Plan]) -> None:
        self._followed = {
            (plan.name, name) for plan in plans for step in plan.all_steps for name in _before(step)
        }
        events = [s.when for p in plans for s in p.all_steps if isinstance(s.when, OnEvent)]
        self._kinds = {one.event for one in events}
        self._words = {word for one in events for word in one.words}

    def follows(self, said: Occurrence) -> bool:
        """Whether something hangs on a step that was said: a step after it, an expectation."""
        return (said.plan, said.step) in self._followed

    @property
    def questions(self) -> bool:
        """Whether a step waits for a question that nobody answers."""
        return Happening.QUESTION_UNANSWERED in self._kinds

    def pull(self, deed: Deed) -> Pull:
        """What follows from a deed."""
        match deed:
            case Coming():
                return Pull.LOOK if Happening.MEMBER_JOINED in self._kinds else Pull.NOTHING
            case Working():
                return Pull.LOOK
            case Clicking() | Leaving():
                return Pull.NOTHING
            case Talking(saying=saying):
                said = self._words and says_one_of(saying.text, self._words)
                return Pull.HEAR if said or self._kinds & _ANYTHING else Pull.NOTHING
            case _:
                assert_never(deed)


def _before(step: Step) -> Iterator[str]:
    """The steps that have to be noted as said at once because of this one."""
    if isinstance(step.when, AfterStep):
        yield step.when.after
    if step.expect is not None:
        yield step.id

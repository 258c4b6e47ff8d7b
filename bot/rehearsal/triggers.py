"""Which of the things that people do may make a plan go on at once."""

from collections.abc import Iterable
from typing import assert_never

from bot.core.said_words import says_one_of
from bot.rehearsal.company import Clicking, Coming, Deed, Working
from bot.rehearsal.values import Talking
from sop.model import Happening, OnEvent, Plan

# what only the service can tell: any message may be a lead, a question, a sign-up
_ANYTHING = frozenset({Happening.LEAD_FOUND, Happening.QUESTION_UNANSWERED, Happening.SIGN_UP})


class Triggers:
    """What the steps on events of some plans wait for."""

    def __init__(self, plans: Iterable[Plan]) -> None:
        events = [s.when for p in plans for s in p.all_steps if isinstance(s.when, OnEvent)]
        self._kinds = {one.event for one in events}
        self._words = {word for one in events for word in one.words}

    def pulls(self, deed: Deed) -> bool:
        """Whether the service must look before anything else happens."""
        match deed:
            case Coming():
                return Happening.MEMBER_JOINED in self._kinds
            case Working():
                return True
            case Clicking():
                return False
            case Talking(saying=saying):
                anything = bool(self._kinds & _ANYTHING)
                return anything or bool(self._words and says_one_of(saying.text, self._words))
            case _:
                assert_never(deed)

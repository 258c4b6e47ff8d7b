"""Due steps with all they belong to, and what is known around them without the database."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from bot.core.plans import Move, Occurrence, Run
from bot.core.rooms import RoomRules
from bot.plans.ports import FolderPort
from sop.content import Library
from sop.model import Plan, Step
from sop.render import facts_named, facts_of_condition
from sop.settings import SopSettings
from sop.shelf import Shelf

RulesFor = Callable[[str, str, str], RoomRules]

MEMBERS = "room.members"  # of the fact `room` this alone has to be counted
_ANY_CONTENT = frozenset({"room", MEMBERS, "counts", "questions", "praise", "sign_ups", "event"})


def same_rules(_channel: str, _ref: str, _name: str) -> RoomRules:
    """The rules of a room where none are set."""
    return RoomRules()


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What is known without the database."""

    settings: SopSettings
    shelf: Shelf
    folder: FolderPort | None = None  # None: steps that have a file fail
    rules_for: RulesFor = same_rules
    library: Library = field(default_factory=Library)

    def rules_of(self, run: Run) -> RoomRules:
        """The rules of a run's room."""
        return self.rules_for(run.channel, run.room_ref, run.room_name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A step whose time has come, with all it belongs to."""

    occurrence: Occurrence
    run: Run
    plan: Plan
    step: Step | None  # None: it is not in the plan any more
    asks: frozenset[str]  # the facts that its texts and its condition name
    left_out: Move | None = None  # where somebody does not want it said in this run


def asked_by(step: Step | None) -> frozenset[str]:
    """The facts that a step names anywhere; any of them, where it says a piece of content."""
    if step is None:
        return frozenset()
    messages = [message for wording in step.wordings for message in wording]
    texts = tuple(message.text for message in messages)
    named = _named((step.alert, *texts), step.only_if)
    return named | _ANY_CONTENT if any(one.content for one in messages) else named


@lru_cache(maxsize=4096)
def _named(texts: tuple[str, ...], condition: str) -> frozenset[str]:
    named = {fact for text in texts for fact in facts_named(text)} | facts_of_condition(condition)
    if any(MEMBERS in text for text in (*texts, condition)):
        named.add(MEMBERS)
    return frozenset(named)

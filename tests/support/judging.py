"""Detectors and decisions in one line: `verdict("links", "看 http://x.top")`."""

from collections.abc import Iterable
from typing import Any

from bot.core.effects import Effect
from bot.core.seen import Context, Copy, Room
from bot.core.verdicts import Verdict
from handlers.carried import words_of
from handlers.decide import Rules, compile_rules, decide
from handlers.detectors import Item, make_detectors
from handlers.settings import JudgingSettings, LeadSettings
from handlers.text import normalise
from tests.support.builders import NOON, context, context_for, room, seen, sender

RULES = compile_rules(JudgingSettings(), LeadSettings())


def item(
    text: str, *, copies: Iterable[Copy] = (), where: Room | None = None, **other: Any
) -> Item:
    """A message ready for the detectors; what is left over goes to `seen`."""
    said = seen(text, **other)
    return Item(
        message=said,
        text=normalise(words_of(said.event)),
        room=where or room(),
        sender=sender(int(said.sender.identity)),
        copies=tuple(copies),
    )


def verdict(
    name: str,
    given: str | Item,
    *,
    settings: JudgingSettings | None = None,
    about: Context | None = None,
    **other: Any,
) -> Verdict | None:
    """What one detector says of one message."""
    detectors = {d.name: d for d, _ in make_detectors(settings or JudgingSettings())}
    one = given if isinstance(given, Item) else item(given, **other)
    found = detectors[name].judge([one], about or context())
    assert len(found) == 1
    return found[0]


def score(name: str, given: str | Item, **other: Any) -> float:
    """How sure one detector is; 0 where it says nothing."""
    found = verdict(name, given, **other)
    return 0.0 if found is None else found.score


def decided(
    *batch: Any, where: Room | None = None, rules: Rules = RULES, about: Context | None = None
) -> list[Any]:
    """All effects of a batch in one room."""
    return decide(batch, about or context_for(batch, where or room()), rules, NOON)


def of_kind(kind: type, effects: Iterable[Effect]) -> list[Any]:
    """The effects of one kind."""
    return [effect for effect in effects if isinstance(effect, kind)]

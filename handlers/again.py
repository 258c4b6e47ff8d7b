"""Messages that are judged once more, because an errand found something out about them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.core.answers import Answer
from bot.core.effects import Effect, Intent, RaiseAlert, RecordVerdicts
from bot.core.events import ErrandDone
from bot.core.ids import MessageId
from bot.core.seen import Context, PictureCopy, Seen, SeenMessage
from bot.core.verdicts import Verdict
from handlers.detectors.detector import Item
from handlers.edited import talk_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """A message to be judged, and why it is once more."""

    message: SeenMessage
    edited: bool = False
    answer: Answer | None = None
    alike: tuple[PictureCopy, ...] = ()


def talk_in(seen: Sequence[Seen], context: Context) -> Iterator[Talk]:
    """What is to be judged, in order: what was said, was changed, or was found out about."""
    for one in seen:
        event = one.event
        if not isinstance(event, ErrandDone):
            for message, edited in talk_of((one,), context.again):
                yield Talk(message=message, edited=edited)
        elif (about := context.again.get(event.ref)) is not None:
            alike = context.pictures.get(event.ref, ())
            yield Talk(message=about, answer=event.answer, alike=alike)


def with_those_before(
    item: Item, verdicts: tuple[Verdict, ...], before: Mapping[MessageId, tuple[Verdict, ...]]
) -> tuple[Verdict, ...]:
    """What an errand found adds to what was said of the message before; it takes nothing back."""
    if item.answer is None:
        return verdicts
    strongest = {one.detector: one for one in before.get(item.message.id, ())}
    for one in verdicts:
        known = strongest.get(one.detector)
        if known is None or one.score > known.score:
            strongest[one.detector] = one
    return tuple(strongest.values())


def without_known_alert(
    item: Item,
    effects: Sequence[Effect],
    cased: frozenset[MessageId],
    decided: frozenset[MessageId] = frozenset(),
) -> list[Effect]:
    """Nobody is told twice of one message, unless more is done about it now.

    What staff decided about a message stands, whatever an errand finds out afterwards.
    """
    if item.answer is None or item.message.id not in cased:
        return list(effects)
    if item.message.id in decided:
        return [replace(one, action="") for one in effects if isinstance(one, RecordVerdicts)]
    if any(isinstance(one, Intent) for one in effects):
        return list(effects)
    return [one for one in effects if not (isinstance(one, RaiseAlert) and one.kind == "advert")]

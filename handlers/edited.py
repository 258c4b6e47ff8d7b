"""Messages that read otherwise since they were said: judged once more as they read now."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from bot.core.events import MessageEdited
from bot.core.ids import EventRef
from bot.core.seen import Seen, SeenEvent, SeenMessage
from bot.core.text import repeat_key
from bot.core.verdicts import Verdict
from handlers.wording import Say, Wording, cut

_SCORE = 0.05  # to change what one said is no sign by itself; staff should read what it says now
_SHOWN = 60  # characters of the new wording


def as_it_reads_now(seen: SeenEvent, again: Mapping[EventRef, SeenMessage]) -> SeenMessage | None:
    """The edited message with its new text; None where it is unknown or reads as before."""
    event = seen.event
    if not isinstance(event, MessageEdited):
        return None
    said = again.get(event.ref)
    if said is None or said.event.text == event.text:
        return None
    if event.by is not None and event.by != said.event.sender:
        return None  # nobody answers for what others make of their words
    return replace(
        said,
        event=replace(said.event, text=event.text),
        text_hash=repeat_key(event.text),
    )


def talk_of(
    seen: Iterable[Seen], again: Mapping[EventRef, SeenMessage]
) -> Iterator[tuple[SeenMessage, bool]]:
    """What is to be judged, in order: what was said, and (True) what was changed."""
    for one in seen:
        if isinstance(one, SeenMessage):
            yield one, False
        elif (changed := as_it_reads_now(one, again)) is not None:
            yield changed, True


def told(verdicts: Sequence[Verdict], text: str, wording: Wording) -> tuple[Verdict, ...]:
    """The verdicts of an edited message, and the words that staff would not find in it."""
    if not verdicts:
        return ()
    reason = wording(Say.EDITED, text=cut(text, _SHOWN))
    return (*verdicts, Verdict(detector="edited", score=_SCORE, reason=reason, evidence=(text,)))

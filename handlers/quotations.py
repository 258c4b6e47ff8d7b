"""Quotations that a member typed: members read them, so they are judged unless they were said."""

from dataclasses import replace

from bot.core.quoting import ARCHIVED_FOR
from bot.core.seen import Unsaid
from bot.core.verdicts import Verdict
from handlers.detectors.detector import Item
from handlers.text import normalise
from handlers.wording import Say, Wording, cut

UNSAID, EARLY = "quotation", "old_quotation"  # the detectors' names, in verdicts
_SCORE = 0.05  # to quote what we do not know is no sign by itself; what is quoted counts
_SHOWN = 60  # characters of the quotation


def with_quotation(item: Item, unsaid: Unsaid, limit: int) -> Item:
    """The message as members read it: what it quotes, then what it says."""
    whole = f"{unsaid.text}\n{item.message.event.text}"
    return replace(item, text=normalise(whole, limit), unsaid=unsaid.text)


def quoting(verdicts: tuple[Verdict, ...], unsaid: Unsaid, wording: Wording) -> tuple[Verdict, ...]:
    """The verdicts of the whole, and which words of it are quoted."""
    text = cut(unsaid.text, _SHOWN)
    name, reason = UNSAID, wording(Say.UNSAID, text=text)
    if unsaid.early:
        name, reason = EARLY, wording(Say.UNSAID_EARLY, text=text, days=ARCHIVED_FOR.days)
    said = Verdict(detector=name, score=_SCORE, reason=reason, evidence=(unsaid.text,))
    return (*verdicts, said)

"""Cards: of contacts, of mini-programs, and invitations into groups."""

import re
from collections.abc import Sequence

from bot.core.events import Media, MessageKind
from bot.core.seen import Context
from bot.core.verdicts import Verdict
from handlers.carried import is_group_link
from handlers.detectors.detector import Item
from handlers.media_settings import CardSettings
from handlers.media_wording import MediaWording, Shown
from handlers.text import fold_text
from handlers.wording import cut

_INVITES = re.compile(
    "邀请[你您]加入(?:了)?(?:群聊|微信群|群)|invited you to (?:a |join )?group", re.IGNORECASE
)
_CARDS = frozenset({MessageKind.CARD, MessageKind.MINI_PROGRAM, MessageKind.LINK})
_SHOWN = 20  # characters of a name


class Cards:
    """Says what kind of card a message is. What stands on a card is judged as text, elsewhere."""

    name = "cards"

    def __init__(self, settings: CardSettings, wording: MediaWording) -> None:
        self._settings = settings
        self._wording = wording
        self._allowed = frozenset(
            fold_text(name) for name in settings.allow_programs + settings.add_allow
        )

    def judge(self, batch: Sequence[Item], context: Context) -> list[Verdict | None]:  # noqa: ARG002 (a card needs no context)
        """A verdict for each card."""
        return [self._one(item) if _is_card(item) else None for item in batch]

    def _one(self, item: Item) -> Verdict | None:
        event = item.message.event
        card = event.media or Media()
        settings = self._settings
        if event.kind is MessageKind.CARD:
            return self._verdict(settings.contact_score, Shown.CONTACT, card)
        if is_group_link(card.url) or _INVITES.search(f"{card.name}\n{card.description}"):
            return self._verdict(settings.group_score, Shown.INVITATION, card)
        if event.kind is MessageKind.LINK or self._allows(card):
            return None
        return self._verdict(settings.program_score, Shown.PROGRAM, card)

    def _allows(self, card: Media) -> bool:
        """By its name, which its title often begins with, or its app's id."""
        name = fold_text(card.name)
        return any(name.startswith(one) for one in self._allowed) or (
            fold_text(card.description) in self._allowed
        )

    def _verdict(self, score: float, sentence: Shown, card: Media) -> Verdict:
        named = cut(card.name or card.description, _SHOWN) or "?"
        reason = self._wording(sentence, held=named)
        return Verdict(detector=self.name, score=score, reason=reason, evidence=(named,))


def _is_card(item: Item) -> bool:
    return item.message.event.kind in _CARDS

"""Members who agree that what they said is quoted by name: 同意引用, and 不同意引用 afterwards.

Only the author can agree, and only to a message of their own that they quote when they say so.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.core.effects import Intent, OnLate, Say
from bot.core.ids import IdentityId, MessageId, RoomId
from bot.core.seen import Seen, SeenMessage
from bot.core.text import fold

_YES = frozenset({"同意引用", "可以引用", "同意署名引用"})
_NO = frozenset({"不同意引用", "取消引用", "撤回引用"})
_AGREED = "谢谢！计划里可能会署名引用您的这条话。改变主意时，引用同一条话说“不同意引用”即可。"
_WITHDRAWN = "好的，这条话不会再被引用。"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentAsked:
    """Somebody agrees, or does not any more, to be quoted with a message they quote."""

    said: MessageId  # in which they say so
    room: RoomId
    author: IdentityId
    quoted_ref: str  # the platform's id of the quoted message; "": it tells the text only
    quoted_text: str
    agrees: bool


def consents(seen: Iterable[Seen]) -> list[ConsentAsked]:
    """Who said so in a batch."""
    return [found for one in seen if (found := _asked(one)) is not None]


def _asked(one: Seen) -> ConsentAsked | None:
    if not isinstance(one, SeenMessage) or one.room is None or one.event.own:
        return None
    event = one.event
    if not (event.quoted or event.quoted_text):
        return None  # nearly every message quotes nothing
    words = fold(event.text)
    if words not in _YES and words not in _NO:
        return None
    return ConsentAsked(
        said=one.id,
        room=one.room,
        author=one.sender.identity,
        quoted_ref=event.quoted or "",
        quoted_text=event.quoted_text,
        agrees=words in _YES,
    )


def answer(asked: ConsentAsked) -> Intent:
    """What they are told: nobody is quoted without knowing."""
    return Intent(
        deed=Say(
            room=asked.room,
            text=_AGREED if asked.agrees else _WITHDRAWN,
            mentions=(asked.author,),
        ),
        key=f"consent:{asked.said}",
        reason="同意引用" if asked.agrees else "不同意引用",
        on_late=OnLate.SKIP,
    )

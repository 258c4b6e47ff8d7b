"""What a colleague answers an alert with: 是广告, 不是, 移出, 撤销; 同意, 驳回 an appeal. Pure."""

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.core.ids import AlertId
from bot.core.seen import SeenMessage


class Answered(StrEnum):
    """What was answered."""

    ADVERT = "advert"
    FINE = "fine"
    REMOVE = "remove"
    UNDO = "undo"
    GRANT = "grant"
    UPHOLD = "uphold"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatAnswer:
    """An answer, and which alert it means; None: the newest that the colleague was told of."""

    answered: Answered
    alert: AlertId | None
    note: str = ""


_WORDS = {
    Answered.ADVERT: r"(?:这?是的?)?广告|(?:it'?s )?(?:an )?advert|spam",
    Answered.FINE: r"(?:这?)不是(?:广告)?|没(?:有)?问题|正常|fine|not (?:an )?advert|ham",
    Answered.REMOVE: r"移出(?:群聊?)?|踢(?:出|掉|了)?|remove",
    Answered.UNDO: r"撤销|undo",
    Answered.GRANT: r"同意(?:申诉)?|grant",
    Answered.UPHOLD: r"驳回(?:申诉)?|uphold",
}
_ANSWER = re.compile(
    r"\s*(?:"
    + "|".join(f"(?P<{kind.value}>{words})" for kind, words in _WORDS.items())
    + r")[\s#:：,，]*(?:提醒|alert)?[\s#]*(?P<number>\d{1,18})?"
    r"(?:[\s,，。.!！]+(?P<note>.{0,500}?))?\s*",
    re.IGNORECASE | re.DOTALL,
)
_TITLE = re.compile(r"#(\d{1,18})")
_LONGEST = 600  # characters


def chat_answer(said: SeenMessage) -> ChatAnswer | None:
    """The answer in a direct message; None where it is none.

    A quoted alert is meant before the newest one; a number is meant before both.
    """
    event = said.event
    if said.room is not None or event.own or len(event.text) > _LONGEST:
        return None
    match = _ANSWER.fullmatch(event.text)
    if match is None:
        return None
    kind = next(one for one in Answered if match.group(one.value))
    quoted = _TITLE.search(event.quoted_text.partition("\n")[0])
    number = match.group("number") or (quoted.group(1) if quoted else None)
    return ChatAnswer(
        answered=kind,
        alert=None if number is None else AlertId(int(number)),
        note=(match.group("note") or "").strip(),
    )

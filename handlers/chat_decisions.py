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
    """An answer, and which alert it means; None: the one the colleague was told of just now."""

    answered: Answered
    alert: AlertId | None
    note: str = ""


# By themselves these are said in any talk, a task may just have been sent: they need to say what
# they mean. The others mean an alert, or nothing.
_PLAIN = re.compile(
    r"\s*(?:(?:这?是的?|这?不是)广告|移出(?:群聊?)?|踢[出掉]|驳回申诉|同意申诉"
    r"|(?:it'?s |not )an advert)[\s。.!！]*",
    re.IGNORECASE,
)
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
    # "正常，8 点上课" names no alert.
    + r")[\s#:：,，]*(?:提醒|alert)?[\s#]*(?P<number>\d{1,18}(?![\d:：]|\s*[点个分天月年位块元%]))?"
    r"(?:[\s,，。.!！]+(?P<note>.{0,500}?))?\s*",
    re.IGNORECASE | re.DOTALL,
)
_TITLE = re.compile(r"#(\d{1,18})")
_LONGEST = 600  # characters


def chat_answer(said: SeenMessage) -> ChatAnswer | None:
    """The answer in a direct message; None where it is none.

    A number is meant before a quoted alert. Without either only what is said of nothing else is
    an answer: what follows may go a long way.
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
    quotes = event.quoted is not None or bool(event.quoted_text)
    if number is None and (quotes or _PLAIN.fullmatch(event.text) is None):
        return None
    return ChatAnswer(
        answered=kind,
        alert=None if number is None else AlertId(int(number)),
        note=(match.group("note") or "").strip(),
    )

"""Colleagues who answer the bot: "收到 12" or "ack 12" takes alert 12 on. Pure."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.core.ids import AlertId, IdentityId, MessageId, StaffName
from bot.core.seen import Seen, SeenMessage

_ANSWER = re.compile(
    r"\s*(?:我?(?:已经?)?收到|知道了|我来处理|ack(?:nowledged?)?|got it)"
    r"[\s,，:：、#]*(?:提醒|alert)?[\s#]*(\d{1,18})?\s*[。.!！~]*\s*",
    re.IGNORECASE,
)
_LONGEST = 60  # characters; nobody acknowledges in more


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A colleague takes an alert on. `alert` None: the newest they were told of."""

    staff: StaffName
    alert: AlertId | None
    identity: IdentityId
    message: MessageId


def acknowledgements(
    seen: Sequence[Seen], colleague: Callable[[SeenMessage], StaffName | None]
) -> list[Answer]:
    """Every direct message of a colleague that acknowledges an alert.

    `colleague` knows which colleague speaks, if one does. What is said in a room acknowledges
    nothing: "收到" is said there a hundred times a day.
    """
    return [
        answer
        for one in seen
        if isinstance(one, SeenMessage)
        and one.room is None
        and not one.event.own
        and len(one.event.text) <= _LONGEST
        and (answer := _answer(one, colleague)) is not None
    ]


def _answer(
    said: SeenMessage, colleague: Callable[[SeenMessage], StaffName | None]
) -> Answer | None:
    match = _ANSWER.fullmatch(said.event.text)
    if match is None or (staff := colleague(said)) is None:
        return None
    number = match.group(1)
    return Answer(
        staff=staff,
        alert=None if number is None else AlertId(int(number)),
        identity=said.sender.identity,
        message=said.id,
    )

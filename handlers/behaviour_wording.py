"""How staff are told of a sender's behaviour, with the numbers that decided, in two languages."""

from collections.abc import Sequence
from enum import StrEnum


class Fact(StrEnum):
    """What is said of a sender."""

    JOINED_NEW = "joined_new"
    JOINED_RECENT = "joined_recent"
    FIRST_MESSAGE = "first_message"
    FEW_MESSAGES = "few_messages"
    NEVER_ANSWERS = "never_answers"
    CROWD = "in_a_crowd"
    MANY_ROOMS = "many_rooms"
    CONFIRMED = "confirmed_before"
    LONG_STANDING = "long_standing"
    ANSWERS = "answers_others"
    ANSWERED = "is_answered"
    DISMISSED = "dismissed_before"
    TRUSTED = "trusted"
    OWNER = "owner"


_CHINESE = {
    Fact.JOINED_NEW: "进群才 {number} 小时",
    Fact.JOINED_RECENT: "进群 {number} 天",
    Fact.FIRST_MESSAGE: "在本群第一次发言",
    Fact.FEW_MESSAGES: "之前只发过 {number} 条",
    Fact.NEVER_ANSWERS: "发过 {number} 条，从未与人应答",
    Fact.CROWD: "与另外 {number} 人在十分钟内一起进群",
    Fact.MANY_ROOMS: "一天内在 {number} 个群发言",
    Fact.CONFIRMED: "此人已有 {number} 起确认的广告",
    Fact.LONG_STANDING: "在群 {number} 天的老成员",
    Fact.ANSWERS: "回应过别人 {number} 次",
    Fact.ANSWERED: "被别人引用 {number} 次",
    Fact.DISMISSED: "此人有 {number} 起误判被驳回",
    Fact.TRUSTED: "工作人员信任的成员",
    Fact.OWNER: "是群主",
}
_ENGLISH = {
    Fact.JOINED_NEW: "joined {number} hours ago",
    Fact.JOINED_RECENT: "joined {number} days ago",
    Fact.FIRST_MESSAGE: "first message here",
    Fact.FEW_MESSAGES: "only {number} messages before",
    Fact.NEVER_ANSWERS: "{number} messages, none to or from anybody",
    Fact.CROWD: "joined with {number} others within ten minutes",
    Fact.MANY_ROOMS: "spoke in {number} rooms within a day",
    Fact.CONFIRMED: "{number} confirmed adverts before",
    Fact.LONG_STANDING: "a member for {number} days",
    Fact.ANSWERS: "answered others {number} times",
    Fact.ANSWERED: "quoted by others {number} times",
    Fact.DISMISSED: "{number} suspicions dismissed before",
    Fact.TRUSTED: "trusted by staff",
    Fact.OWNER: "owns the room",
}


def told(fact: Fact, number: int, adds: float, language: str) -> str:
    """One fact with its number, and what it adds."""
    sentences = _ENGLISH if language == "en" else _CHINESE
    return f"{sentences[fact].format(number=number)} {_signed(adds)}"


def sum_told(facts: Sequence[str], adds: float, language: str) -> str:
    """All facts as one reason."""
    if language == "en":
        return f"who says it ({_signed(adds)}): {', '.join(facts)}"
    return f"发言人（{_signed(adds)}）：{'、'.join(facts)}"


def _signed(number: float) -> str:
    return f"{number:+.1f}"

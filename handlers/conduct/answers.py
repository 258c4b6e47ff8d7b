"""Answers: whether what a newcomer says is the answer to their entry quiz, a wrong one, or talk."""

import re
from enum import StrEnum

from bot.core.conduct_rules import QuizQuestion, is_pattern
from handlers.questions import is_question
from handlers.text import fold_text, normalise

_LONGEST = 100  # characters of an answer that are read; whoever writes more does not answer
_SHORT = 6  # tight characters more than the accepted answer may stand around it
_LEAD_IN = re.compile(
    r"^(?:@\S+\s+)?(?:那|嗯|哦|[,\s])*(?:我?的?答案?(?:是|为|:|：)?|我?选|答|应该是|就是|是|the\s+answer\s+is|answer:?)?\s*"
)
_SAYS_ANSWER = re.compile(
    r"^(?:@\S+\s+)?(?:那|嗯|哦|[,\s])*(?:我?的?答案|我?选|答\s*[:：]|the\s+answer\s+is|answer\b)"
)
_TRAILING = re.compile(r"(?:吧|呢|啊|哦|呀|哈|的|了|[\s。.!~])+$")
_NUMBER = re.compile(r"\d+$")
_LETTER = re.compile(r"[a-z]$")


class Reply(StrEnum):
    """What a newcomer's words are to the quiz."""

    RIGHT = "right"
    WRONG = "wrong"
    TALK = "talk"  # no attempt at all


def read_reply(text: str, question: QuizQuestion, *, addressed: bool) -> Reply:
    """What a newcomer's words are to the question that they were asked.

    A right answer passes wherever it is given. A wrong one counts only where it is meant as one:
    said to the bot alone or quoting the question (`addressed`), introduced as an answer, or of
    the kind that is asked for (a number, a letter). A question is never an answer.
    """
    if not text.strip() or len(text) > _LONGEST:
        return Reply.TALK
    plain = fold_text(text).strip()
    if _is_right(plain, question):
        return Reply.RIGHT
    if is_question(plain) or plain.endswith("?"):
        return Reply.TALK
    meant = addressed or _SAYS_ANSWER.match(plain) is not None or _is_alike(plain, question)
    return Reply.WRONG if meant else Reply.TALK


def _is_right(plain: str, question: QuizQuestion) -> bool:
    said = _bare(plain)
    return any(_accepts(one, said, plain) for one in question.accept)


def _accepts(accepted: str, said: str, plain: str) -> bool:
    if is_pattern(accepted):
        pattern = re.compile(accepted[1:-1], re.IGNORECASE)
        return any(pattern.fullmatch(form) for form in {said, plain, _tight(plain)})
    wanted, given = _tight(accepted), _tight(said)
    if not wanted or given == wanted or _tight(plain) == wanted:
        return bool(wanted)
    if len(wanted) == 1 or _NUMBER.match(wanted) or is_question(plain) or plain.endswith("?"):
        return False  # within other words these may mean anything
    return wanted in given and len(given) <= len(wanted) + _SHORT and not _denies(given, wanted)


def _denies(given: str, wanted: str) -> bool:
    return re.search(f"(?:不是|不|非|没)(?:.{{0,2}}){re.escape(wanted)}", given) is not None


def _is_alike(plain: str, question: QuizQuestion) -> bool:
    """Whether it is a bare number or letter, where such a thing is asked for."""
    said = _tight(_bare(plain))
    wanted = [_tight(one) for one in question.accept if not is_pattern(one)]
    return any(
        kind.match(said) is not None and any(kind.match(one) is not None for one in wanted)
        for kind in (_NUMBER, _LETTER)
    )


def _bare(plain: str) -> str:
    return _TRAILING.sub("", _LEAD_IN.sub("", plain, count=1))


def _tight(text: str) -> str:
    return normalise(text).tight

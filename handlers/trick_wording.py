"""How staff are told in which way something was disguised, in two languages."""

from collections.abc import Iterable

from handlers.text import Trick

_CHINESE = {
    Trick.INVISIBLE: "夹着看不见的字符",
    Trick.LETTERS: "用花体或形近的字符",
    Trick.SPACED: "一个字一个字隔开",
    Trick.PICTURES: "用表情代替字",
    Trick.INSERTED: "字间塞进别的字符",
    Trick.SPLIT: "把字拆开",
    Trick.SPELT: "用拼音代替字",
    Trick.SOUND: "用同音字",
    Trick.BACKWARDS: "倒着写",
    Trick.NUMBERS: "数字换成别的写法",
    Trick.SLANG: "用行话",
}
_ENGLISH = {
    Trick.INVISIBLE: "with invisible characters",
    Trick.LETTERS: "in fancy or look-alike characters",
    Trick.SPACED: "with gaps between the characters",
    Trick.PICTURES: "with pictures for words",
    Trick.INSERTED: "with other signs put between",
    Trick.SPLIT: "with characters taken apart",
    Trick.SPELT: "spelt instead of written",
    Trick.SOUND: "in characters that sound alike",
    Trick.BACKWARDS: "backwards",
    Trick.NUMBERS: "with digits written otherwise",
    Trick.SLANG: "in words of the trade",
}


def tricks_told(tricks: Iterable[Trick], language: str) -> str:
    """The ways of disguise as they stand in a sentence, the first two."""
    told, comma = (_ENGLISH, ", ") if language == "en" else (_CHINESE, "、")
    return comma.join(told[trick] for trick in list(tricks)[:2])

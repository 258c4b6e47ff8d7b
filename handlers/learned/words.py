"""The learned detector's reasons in words, Chinese and English."""

from collections.abc import Mapping

from handlers.learned.explain import Reasons
from handlers.learned.shape import Shape

_CHINESE: Mapping[Shape, str] = {
    Shape.LONGEST_NUMBER: "有 {n} 位连续数字",
    Shape.PICTURES: "有 {n} 个表情符号",
    Shape.LINKS: "有 {n} 个网址",
    Shape.ACCOUNTS: "有 {n} 个像账号的字符串",
    Shape.PRICES: "有 {n} 处价格",
    Shape.DISGUISE: "{n}% 的字用了变体写法",
}
_ENGLISH: Mapping[Shape, str] = {
    Shape.LONGEST_NUMBER: "a number of {n} digits",
    Shape.PICTURES: "{n} emoji",
    Shape.LINKS: "{n} links",
    Shape.ACCOUNTS: "{n} strings that look like accounts",
    Shape.PRICES: "{n} prices",
    Shape.DISGUISE: "{n}% of the characters in disguise",
}


def told(reasons: Reasons, language: str) -> str:
    """The reasons as half a sentence; "" where there are none."""
    sentences = _ENGLISH if language == "en" else _CHINESE
    left, right, comma = ("“", "”", ", ") if language == "en" else ("「", "」", "，")
    words = "".join(f"{left}{word}{right}" for word in reasons.words)
    shapes = [sentences[shape].format(n=number) for shape, number in reasons.shapes]
    return comma.join(filter(None, [words, *shapes]))

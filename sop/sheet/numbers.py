"""Numbers in Chinese and in digits, as far as days, hours and people are counted."""

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
NUMBER = r"(?:\d{1,6}|[零〇一二两三四五六七八九十百]{1,6})"


def number(text: str) -> int:
    """What a text that fits NUMBER counts: 3, 十二, 二十, 一百零五."""
    if text.isascii():
        return int(text)
    whole, digit = 0, 0
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        else:
            whole += (digit or 1) * (10 if char == "十" else 100)
            digit = 0
    return whole + digit

"""Pictures that stand for a word: 赚💰, v❤, 加🐧."""

import functools
import re

from handlers.text.folding import squeeze
from handlers.text.lexicon import lexicon
from handlers.text.slang import SLANG

_TABLE = """
    ❤信 ♥信 💗信 💕信 💛信 💙信 💚信 🧡信 💜信 🖤信 🤍信 💓信 💖信 🐧企鹅 🛰卫星 💰钱 💵钱
    🤑钱 📞电话 ☎电话 📱手机 💳卡 📈涨 🐮牛 🐂牛 👗裙 👯群 👥群 🚗车 🚘车 🍵茶 🚬烟 🍺酒 🍷酒
    🍶酒 💊药 🎁礼 🎫票 🏠房 🏡房 💻电脑 📷相 🔞成人 🆓免费 🎮游戏 📚书 🥬菜 🌾米 🍚米 🏍摩
    💼工作 ✈飞机 👀看 🔍查 🔑钥 🐎马 👩女 💃小姐姐 ⛽油 🈳空 🎓学历 📄文 📝写 🉐得
"""
# The word each picture stands for; most pictures are mere ornament.
PICTURES: dict[str, str] = {cell[0]: cell[1:] for cell in _TABLE.split()}

_FAR = 3  # characters beside a picture that may make a word with it
_PICTURE = re.compile(f"[{''.join(PICTURES)}]")


@functools.cache
def _known() -> frozenset[str]:
    return frozenset(lexicon()) | frozenset(SLANG)


def without_pictures(plain: str) -> str:
    """The text with pictures as words, where with its neighbours such a word is a known one."""
    return _PICTURE.sub(_worded, plain)


def _worded(picture: re.Match[str]) -> str:
    word = PICTURES[picture[0]]
    text, start, end = picture.string, picture.start(), picture.end()
    before = squeeze(text[max(0, start - 2 * _FAR) : start])[-_FAR:]
    after = squeeze(text[end : end + 2 * _FAR])[:_FAR]
    # Between two characters that are a word by themselves it is ornament: 微💗信.
    if before[-1:] + after[:1] in _known():
        return picture[0]
    for reach in range(1, _FAR + 1):
        if before[-reach:] + word in _known() or word + after[:reach] in _known():
            return word
    return picture[0]

"""How the words of the lexicon are written in disguise: every form that can be listed beforehand.

One automaton finds them all in one pass over the tight text; most messages hold none and are
looked at no further.
"""

import functools
import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from handlers.text.lexicon import lexicon
from handlers.text.pieces import LONGER, NATURAL, PAIRS, SHAPES
from handlers.text.slang import SLANG
from handlers.text.sounds import ALIKE, READINGS, SOUNDS

NUMBER_WORDS = "〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖幺两"
_MOST_FORMS = 24  # of one word with its characters taken apart; long words need not have all
_SHORTEST_SPELLING = 5  # letters; shorter ones are pieces of English words


class Form(IntEnum):
    """What a listed form is a sign of."""

    PIECES = 1  # 讠舌: joined wherever it stands
    SPLIT_WORD = 2  # 加微信 as 力口微信: only as this word
    SPELT = 3  # daikuan, 代kuan
    BACKWARDS = 4  # 信微
    SLANG = 5  # vx, 扣扣: means something only beside other signs
    NUMBER = 6  # 三八: perhaps the digits of a number
    SOUND = 7  # 贷欵: one character rare and sounding alike


@dataclass(frozen=True, slots=True)
class Listed:
    """A form, and what it stands for. `sure` ones mean nothing else wherever they stand."""

    form: Form
    meant: str
    sure: bool = True


_CORE = frozenset("微信 加微信 兼职 贷款 信用卡 佣金 二维码 领取 刷单 套现 网贷".split())  # noqa: SIM905 (read as a row)
# Pieces of ordinary talk that the tables would take for a disguise.
_ORDINARY = frozenset(
    """
    包饺 啡机 楷模 手寂 花蝴 看潘 红柿 培根芝 帮喂 喂奶 夕夕 衣库 半刀 手屈 木木 牛犬 训犬 打烊
    剃毛 宠物 不打烊 转账 账号 好歹 一喂 个喂 地浇 家浇 家交 任勿 下崽 老犬 手捂 天窗 马戏 弓长
    双木 口天 木子 耳东 立早 言午 古月 女且 姨手 烊老 剃成 钾我 饺子 备佣 手洗 喂老 喂下 苞是
    """.split()  # noqa: SIM905 (read as rows)
)
# Not how the characters are made, yet everybody reads them so.
_LOOSELY = {"贝弋": "贷", "弋贝": "贷", "亻弋贝": "贷", "彳兀攵": "微", "口甬": "通", "禾刂": "利"}
# Words of two characters that are written in other sounds altogether.
_OFTEN_SOUNDED = frozenset(
    """
    微信 加群 进群 私聊 联系 电话 兼职 刷单 日结 佣金 赚钱 代理 贷款 放款 套现 网贷 征信 发票 代开
    投资 理财 股票 彩票 充值 返利 提现 红包 优惠 免费 福利 资料 资源 教程 网课 论文 视频 高仿 复刻
    减肥 扫码 链接 注册 下载
    """.split()  # noqa: SIM905 (read as rows)
)
_REACH = 8  # characters on either side of an edge
_LONG = 3  # characters; a word of so many does not come about by chance

Found = list[tuple[Listed, int, int]]


@functools.cache
def sounds() -> dict[str, str]:
    """The sound of each character, tones left out."""
    table: dict[str, str] = {}
    for cell in " ".join(SOUNDS).split():
        letters, _, shelves = cell.partition(":")
        table |= dict.fromkeys(shelves.replace("|", ""), letters)
    return table


@functools.cache
def syllables() -> frozenset[str]:
    """How characters are spelt, tones left out."""
    return frozenset(sounds().values())


@functools.cache
def rarity() -> dict[str, int]:
    """How seldom a character is written: 0 in every sentence, 1 every day, 2 seldom."""
    degrees: dict[str, int] = {}
    for cell in " ".join(SOUNDS).split():
        for degree, shelf in enumerate(cell.partition(":")[2].split("|")):
            degrees |= dict.fromkeys(shelf, degree)
    return degrees


@functools.cache
def _joined() -> dict[str, str]:
    """Pieces that never stand side by side in talk, and the character they make."""
    shapes = {cell[0]: cell for cell in " ".join(SHAPES).split()}
    natural = {cell[:-1] for cell in " ".join(NATURAL).split()}
    cells = [
        (cell[0] + second, character)
        for cell in " ".join(PAIRS).split()
        for second, character in zip(cell[1::2], cell[2::2], strict=True)
    ]
    cells += [(cell[:-1], cell[-1]) for cell in " ".join(LONGER).split()]
    made = dict(_LOOSELY)
    for pieces, character in cells:
        for way in itertools.product(*(shapes.get(piece, piece) for piece in pieces)):
            made.setdefault("".join(way), character)
    return {way: character for way, character in made.items() if way not in natural}


def _split_words() -> Iterator[tuple[str, str]]:
    apart: dict[str, tuple[str, ...]] = {}
    for cell in " ".join(NATURAL).split():
        apart[cell[-1]] = (*apart.get(cell[-1], ()), cell[:-1])
    apart["一"] = ("ー",)  # Japan's sign for a long vowel
    for word in lexicon():
        ways = [(c, *apart.get(c, ())) for c in word]
        for way in itertools.islice(itertools.product(*ways), 1, _MOST_FORMS):
            yield "".join(way), word


def _spelt_words() -> Iterator[tuple[str, str]]:
    known = sounds()
    said = dict(cell.split(":") for cell in " ".join(READINGS).split())
    for word in lexicon():
        letters = "".join(known.get(c, c) for c in word)
        for spelling in {letters, said.get(word, letters)}:
            if len(spelling) >= _SHORTEST_SPELLING:
                yield spelling, word
        for place, character in enumerate(word):
            if character in known:
                yield word[:place] + known[character] + word[place + 1 :], word


def _rare_sounds() -> Iterator[tuple[str, str]]:
    known, degrees = sounds(), rarity()
    rare: dict[str, str] = {}
    other: dict[str, str] = {}  # rare or of every day
    for character, degree in degrees.items():
        sound = known[character]
        rare[sound] = rare.get(sound, "") + character * (degree > 1)
        other[sound] = other.get(sound, "") + character * (degree > 0)
    for word in lexicon():
        sounded = [known.get(character, "") for character in word]
        for place, sound in enumerate(sounded if len(word) <= _LONG else ()):
            for one in rare.get(sound, ""):
                yield word[:place] + one + word[place + 1 :], word
        if word in _OFTEN_SOUNDED:
            pair = (other.get(sounded[0], ""), other.get(sounded[1], ""))
            for first, second in itertools.product(*pair):
                if max(degrees[first], degrees[second]) > 1:
                    yield first + second, word


def _numbers() -> Iterable[tuple[str, str]]:
    for first, second in itertools.product(NUMBER_WORDS, NUMBER_WORDS + "0123456789"):
        yield first + second, ""
        yield second + first, ""
    for digit, letter in itertools.product("0123456789", "ol"):
        yield digit + letter, ""


@functools.cache
def finder() -> Callable[[str], Found]:
    """Finds the forms in a tight text: the longest at each place, none over another.

    Building takes some 50 ms, a search less than a microsecond.
    """
    listed: dict[str, Listed] = {}
    for word in lexicon():
        sure = word in _CORE or len(word) >= _LONG
        listed[word[::-1]] = Listed(Form.BACKWARDS, word, sure=sure)
    for form, cells in (
        (Form.SOUND, _rare_sounds()),
        (Form.NUMBER, _numbers()),
        (Form.SPELT, _spelt_words()),
        (Form.SPLIT_WORD, _split_words()),
        (Form.PIECES, _joined().items()),
        (Form.SLANG, SLANG.items()),
    ):
        for written, meant in cells:
            listed[written] = Listed(form, meant)
    for word in (*lexicon(), *" ".join(ALIKE).split(), *_ORDINARY):
        listed.pop(word, None)
    return _search(list(listed), list(listed.values()))


def _search(patterns: list[str], values: list[Listed]) -> Callable[[str], Found]:
    find = AhoCorasick(
        patterns,
        matchkind=MatchKind.LeftmostLongest,
        store_patterns=False,
        implementation=Implementation.ContiguousNFA,
    ).find_matches_as_indexes

    def found(text: str) -> Found:
        hits = find(text)  # most texts have none
        return [(values[which], start, end) for which, start, end in hits] if hits else []

    return found


@functools.cache
def words_found() -> Callable[[str], list[tuple[int, int, int]]]:
    """Finds the words of the lexicon, by number, as they are written properly."""
    machine = AhoCorasick(
        lexicon(),
        matchkind=MatchKind.LeftmostLongest,
        store_patterns=False,
        implementation=Implementation.DFA,
    )
    return machine.find_matches_as_indexes


@functools.cache
def words_in() -> Callable[[str], list[str]]:
    """Finds the words of the lexicon as they are written properly."""
    words, find = lexicon(), words_found()

    def found(text: str) -> list[str]:
        return [words[which] for which, _, _ in find(text)]

    return found


def crosses(before: str, after: str) -> bool:
    """Whether a word of the lexicon begins in one tight text and ends in the next."""
    edge = before[-_REACH:] + after[:_REACH]
    found = words_found()(edge)
    if not found:
        return False
    place = min(len(before), _REACH)
    return any(start < place < end for _, start, end in found)

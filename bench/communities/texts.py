"""The corpus, in parts: weights are fitted on one of them, and measured on another.

What is measured was seen neither by the model that judges it nor by the weights: of each part
the model knows the three others.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

PARTS = 4
MEASURED, FITTED = 0, 1
CORPUS = Path(__file__).resolve().parents[2] / "corpus"


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One text of the corpus."""

    id: str
    advert: bool
    kind: str
    manner: str  # of adverts: plain, disguised, soft
    room: str
    text: str

    @property
    def part(self) -> int:
        """0 to 3, for ever the same for one text, whatever file it is moved to."""
        return crc32(self.text.encode()) % PARTS


def corpus(folder: Path = CORPUS) -> list[Text]:
    """All texts, in the order of their files."""
    return list(_read([*folder.glob("adverts/*.jsonl"), *folder.glob("innocents/*.jsonl")]))


def _read(files: Sequence[Path]) -> Iterator[Text]:
    for path in sorted(files):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            yield Text(
                id=row["id"],
                advert=row["label"] == "spam",
                kind=row["kind"],
                manner=row.get("manner", ""),
                room=row["room"],
                text=row["text"],
            )


def dialogues(file: Path, half: int) -> list[str]:
    """One half of a file of everyday talk: JSON lines of {"text"}."""
    rows = (json.loads(line)["text"] for line in file.read_text(encoding="utf-8").splitlines())
    return [text for text in rows if crc32(text.encode()) % 2 == half]

"""Models that never saw what they are measured on: trained as the shipped one, texts held back.

Training takes some minutes, so models are kept in a folder under names that tell of which texts.
"""

import sys
from pathlib import Path
from zlib import crc32

from bench.communities.texts import CORPUS, PARTS
from corpus.train import corpus_samples, distinct, learn, public_samples
from handlers.learned.model import Model
from handlers.learned.store import from_bytes, to_bytes


def unseeing(part: int, public: Path, kept: Path) -> Model:
    """A model that knows no text of one part of the corpus, and half of the everyday talk."""
    samples = distinct(
        [
            *corpus_samples(CORPUS, lambda text: crc32(text.encode()) % PARTS != part),
            *public_samples(public, lambda text: crc32(text.encode()) % 2 != part),
        ]
    )
    texts = "\0".join(f"{one.text}\1{one.advert}\1{one.weight}" for one in samples)
    path = kept / f"without-{part}-{crc32(texts.encode()):08x}.gkm"
    if not path.exists():
        _tell(f"training on {len(samples):,} texts, without part {part}")
        kept.mkdir(parents=True, exist_ok=True)
        path.write_bytes(
            to_bytes(learn(samples, lambda done, of: _tell(f"  {done} of {of}")).model)
        )
    return from_bytes(path.read_bytes())


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)

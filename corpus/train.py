"""Train the model that ships: `python -m corpus.train --public DIR`.

It learns from the project's own corpus (corpus/adverts, corpus/innocents) and from the public sets
whose licences allow that trained weights are given away; see docs/model-card.md. The same files
and the same numpy give the same bytes.
"""

import argparse
import json
import random
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.disguises import KINDS, disguise
from corpus.sounds import sounds
from corpus.yardstick import yardstick_of
from handlers.learned.net import NetPlan
from handlers.learned.space import Space
from handlers.learned.store import to_bytes
from handlers.learned.training import Sample, Tell, Trained, TrainPlan, train
from handlers.learned.yardstick import write as write_yardstick

_HERE = Path(__file__).parent
_OUT = _HERE.parent / "handlers" / "learned" / "weights" / "base.gkm"
_BITS, _FRONT_BITS = 20, 18
_SEED = 20261122
_CAUTION = 3.0  # how much more an innocent text of our own counts than an advert
_HIDDEN = 0.3  # how much a made disguise counts beside the text as it was written


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicSet:
    """A public set that may train what ships, and how much a line of it counts."""

    name: str
    weight: float


PUBLIC = (
    PublicSet(name="zh_qq_games", weight=0.3),
    PublicSet(name="zh_dialogue_ham", weight=0.5),
    PublicSet(name="en_sms", weight=0.3),
    PublicSet(name="ru_telegram_2", weight=0.3),
    PublicSet(name="mix_tgspam_samples", weight=0.3),
)
_PLAN = TrainPlan(
    reach=60.0,
    nets=(NetPlan(rounds=8, seed=1), NetPlan(rounds=7, seed=2, whole=True)),
    parts=4,
    false_alarms=0.003,
    seed=_SEED,
    note="groupkeeper's own corpus; QQ group (ADDetector4J, MIT); LCCC and KdConv dialogues (MIT,"
    " Apache-2.0); UCI SMS Spam Collection (CC BY 4.0); telegram-spam-classifier-bot (MIT);"
    " tg-spam samples (MIT)",
)


Wanted = Callable[[str], bool]


def every(_text: str) -> bool:
    """Nothing is held back."""
    return True


def corpus_samples(folder: Path, wanted: Wanted = every) -> Iterator[Sample]:
    """The project's own corpus; every text stands a second time in one kind of disguise."""
    chance = random.Random(_SEED)
    for path in sorted(folder.glob("*/*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if not wanted(row["text"]):
                continue
            advert = row["label"] == "spam"
            yield Sample(text=row["text"], advert=advert, weight=1.0 if advert else _CAUTION)
            if row.get("manner") == "disguised":
                continue
            hidden = disguise(row["text"], chance.choice(sorted(KINDS)), chance)
            if hidden != row["text"]:
                weight = _HIDDEN if advert else _HIDDEN * _CAUTION
                yield Sample(text=hidden, advert=advert, weight=weight)


def public_samples(folder: Path, wanted: Wanted = every) -> Iterator[Sample]:
    """What may be learned from of the public sets, each file `<name>.train.jsonl`."""
    for one in PUBLIC:
        path = folder / f"{one.name}.train.jsonl"
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if wanted(row["text"]):
                yield Sample(text=row["text"], advert=row["label"] == "spam", weight=one.weight)


def distinct(samples: Iterable[Sample]) -> list[Sample]:
    """Each text once, in an order that no file system decides."""
    found: dict[str, Sample] = {}
    for sample in samples:
        found.setdefault(sample.text, sample)
    return [found[text] for text in sorted(found)]


def learn(samples: Sequence[Sample], tell: Tell) -> Trained:
    """A model as it ships, of these texts."""
    space = Space(bits=_BITS, front_bits=_FRONT_BITS, sounds=sounds())
    return train(samples, space, _PLAN, tell=tell)


def main(given: Sequence[str] | None = None) -> None:
    """Train, tell how it does on texts it had not seen, and write the file."""
    parser = argparse.ArgumentParser(prog="python -m corpus.train", description=__doc__)
    parser.add_argument("--public", type=Path, required=True, help="folder of the public sets")
    parser.add_argument("--corpus", type=Path, default=_HERE, help="folder of our own corpus")
    parser.add_argument("--out", type=Path, default=_OUT)
    chosen = parser.parse_args(given)
    samples = distinct([*corpus_samples(chosen.corpus), *public_samples(chosen.public)])
    _say(f"{len(samples):,} texts, {sum(s.advert for s in samples):,} adverts")
    trained = learn(samples, _tell)
    data = to_bytes(trained.model)
    chosen.out.parent.mkdir(parents=True, exist_ok=True)
    chosen.out.write_bytes(data)
    measure = write_yardstick(yardstick_of(samples, trained, data))
    chosen.out.with_suffix(".gky").write_bytes(measure)
    _say(f"{chosen.out.name}: {len(data):,} bytes; {trained.figures}; {trained.model.threshold=}")


def _tell(done: int, of: int) -> None:
    _say(f"  {done} of {of}")


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    main()

"""Adverts found by the text alone, on public sets: ours beside the figures of others."""

import os
from collections.abc import Iterator
from pathlib import Path

from bench.adverts import OTHERS, TARGETS, Target, by_method, cold_start, table, texts_of
from bench.disguises import costs
from bench.report import Figure
from bench.rows.judging import PUBLIC
from bench.stage import say, set_load_apart
from bot.cli.spam_eval import measured
from bot.core.learning import Label
from bot.labelled import Labelled
from bot.shipped_model import shipped_bytes, shipped_model
from handlers.learned.measures import Figures

_SMALL = ("zh_qq_games",)
_COLD = ("zh_telegram", "ru_telegram")  # sets that no shipped weight was trained on
_BYTES = 8 * 2**20
_KEPT = Path("build/models")  # trained models: some minutes each
_MOST_LOST = 4.0  # points of a hundred


def measure(size: str, folder: Path) -> list[Figure]:  # noqa: ARG001 (nothing is stored)
    """F1 and recall of the method on each set, the cold start, and the speed of what ships."""
    public = os.environ.get(PUBLIC)
    if not public:
        say(f"left out: {PUBLIC} does not name the folder of the public sets")
        return []
    set_load_apart()
    data = Path(public)
    ours: dict[str, Figures] = {}
    figures: list[Figure] = []
    for name in _SMALL if size == "small" else TARGETS:
        ours[name] = by_method(texts_of(data, name))
        figures += _of_set(name, ours[name], TARGETS[name])
    say(table(ours))
    if size != "small":
        figures += [*_cold(data), *_disguised(data)]
    return [*figures, *_speed(data)]


def _of_set(name: str, found: Figures, target: Target) -> Iterator[Figure]:
    best = max(OTHERS, key=lambda other: OTHERS[other][name][0])
    yield Figure(
        row="adverts by text alone: F1",
        size=name,
        value=100 * (found.f1 or 0),
        unit="%",
        budget=100 * target.f1,
        higher_is_better=True,
        note=f"{100 * (found.false_alarms or 0):.1f} % false alarms;"
        f" best of the others {100 * OTHERS[best][name][0]:.0f} ({best})",
    )
    strongest = max(OTHERS, key=lambda other: OTHERS[other][name][2])
    yield Figure(
        row="adverts by text alone: found at 1 % false alarms",
        size=name,
        value=100 * (found.recall_at_1pct or 0),
        unit="%",
        budget=None if target.recall is None else 100 * target.recall,
        higher_is_better=True,
        note=f"best of the others {100 * OTHERS[strongest][name][2]:.0f} ({strongest}),"
        f" tg-spam {100 * OTHERS['tg-spam, default settings'][name][2]:.0f}",
    )


def _cold(data: Path) -> Iterator[Figure]:
    for name in _COLD:
        samples = texts_of(data, name)
        alone = cold_start(samples, each=200, shipped=False)
        yield Figure(
            row="adverts found at 1 % after 50 + 50 decisions of a new community",
            size=name,
            value=100 * cold_start(samples, each=50, shipped=True),
            unit="%",
            higher_is_better=True,
            note=f"the same method on 200 + 200 without the shipped model: {100 * alone:.0f} %",
        )


def _disguised(data: Path) -> Iterator[Figure]:
    for kind, cost in costs(data, _KEPT).items():
        yield Figure(
            row="disguised as they are: adverts found less than plain, at 1 % false alarms",
            size=kind,
            value=100 * cost.lost,
            unit="points",
            budget=_MOST_LOST,
            note=f"of {cost.adverts:,}; innocent texts flagged more: {100 * cost.added:+.2f}"
            f" points of {cost.innocents:,}",
        )


def _speed(data: Path) -> Iterator[Figure]:
    texts = [
        Labelled(text=one.text, label=Label.SPAM if one.advert else Label.HAM, line=0)
        for one in texts_of(data, "zh_telegram")
    ]
    found = measured(shipped_model(), texts, shipped_bytes())
    for what, unit, budget, more in (
        ("per_second_batch", "messages/s", 20_000, True),
        ("per_second_single", "messages/s", 3_000, True),
        ("load_ms", "ms", 300, False),
        ("bytes", "bytes", _BYTES, False),
    ):
        yield Figure(
            row=f"the shipped model: {what}",
            size="zh_telegram, one core",
            value=found[what],
            unit=unit,
            budget=budget,
            higher_is_better=more,
        )

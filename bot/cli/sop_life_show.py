"""What came of starting, pausing, skipping, moving: as lines and as JSON."""

import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.cli.tables import dump_json
from bot.core.located import Problem
from bot.core.located_chinese import tongue_of
from bot.core.plans import Run
from bot.plan_life.running import Resumed
from bot.plan_life.step_places import Word
from sop.resuming import Fate, Missed

_FATE = {
    Fate.LOST: "not said any more",
    Fate.PLAN_B: "its plan B is done instead",
    Fate.ASKED: "held: somebody decides",
    Fate.SAID_LATE: "said late",
}


def tell_runs(done: str, runs: Sequence[Run], nothing: str) -> None:
    """Which runs changed."""
    for run in runs:
        sys.stdout.write(f"{done}: {run.plan} in {run.room_name} (run {run.id})\n")
    if not runs:
        sys.stdout.write(f"{nothing}\n")


def tell_cautions(cautions: Sequence[Problem]) -> None:
    """What is begun and will not go well, on stderr."""
    tongue = tongue_of(os.environ)
    for one in cautions:
        told = one.told(tongue)
        sys.stderr.write(f"注意：{told}\n" if tongue == "zh" else f"warning: {told}\n")


def tell_missed(missed: Sequence[Missed]) -> None:
    """What a pause has cost."""
    for one in missed:
        when = _local(one.first, one.zone)
        if one.times > 1:
            when += f" to {_local(one.last, one.zone)}, {one.times} times"
        why = f" ({one.why})" if one.why else ""
        fate = _FATE[one.fate]
        sys.stdout.write(f"missed: {one.step} in {one.room_name}, {when}: {fate}{why}\n")


def write_resumed(done: Resumed) -> None:
    """The same as JSON."""
    dump_json(
        {
            "items": [asdict(run) for run in done.runs],
            "missed": [asdict(one) for one in done.missed],
        }
    )


def tell_words(words: Sequence[Word]) -> None:
    """What came of a word on a step, room by room."""
    for word in words:
        when = f" ({_local(word.due, word.zone)})" if word.due else ""
        mark = "" if word.done else "unchanged: "
        sys.stdout.write(f"{mark}{word.step} in {word.run.room_name}{when}: {word.what}\n")


def write_words(words: Sequence[Word]) -> None:
    """The same as JSON."""
    shown = [
        {
            "run": word.run.id,
            "room": word.run.room,
            "room_name": word.run.room_name,
            "step": word.step,
            "done": word.done,
            "what": word.what,
            "due": word.due,
        }
        for word in words
    ]
    dump_json({"items": shown})


def _local(at: datetime, zone: str) -> str:
    return f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"

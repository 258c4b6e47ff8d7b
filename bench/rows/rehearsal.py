"""Rehearsal: a plan of sixty steps over twenty-one days, from what is asked to what was found."""

import asyncio
import gc
from datetime import date
from pathlib import Path

from bench.report import Figure
from bench.stage import Stopwatch, Taken
from bot.channels.simulator.settings import SimulatorSettings
from bot.config import Settings
from bot.core.ids import ChannelName, RoomRef
from bot.core.rehearsing import Against
from bot.core.staff import Staff
from bot.log import LogLevel, LogSettings, configure_logging
from bot.rehearsal.rehearse import rehearse
from bot.rehearsal.values import Asked, AtWork, Folders, Room
from sop.parse import parse_plan

STEPS = {"small": 12, "budget": 60, "large": 300}
_DAYS = {"small": 5, "budget": 21, "large": 105}
_SECONDS = 2.0  # the budget
_MEMBERS = 30


def plan_text(steps: int, days: int) -> str:
    """Steps spread evenly over the days; every tenth waits for an answer and has a plan B."""
    lines = ["name: bench", "title: bench", "seats: {t: {role: leader, account: room}}", "steps:"]
    for number in range(steps):
        day, hour = 1 + number * days // steps, 8 + number % 3 * 5
        lines.append(
            f'  - {{id: s{number}, seat: t, when: {{day: {day}, at: "{hour:02d}:30"}},'
            f' say: "{{{{ room.name }}}} 第 {number} 步"{_expected(number)}}}'
        )
    return "\n".join(lines)


def _expected(number: int) -> str:
    if number % 10:
        return ""
    return ", expect: {speakers: 2, within: 1h}, otherwise: [{say: 再说一遍}]"


def measure(size: str, folder: Path) -> list[Figure]:
    """Seconds for a rehearsal with made-up members, and for one in silence."""
    steps, days = STEPS[size], _DAYS[size]
    shown = f"{steps} steps, {days} days"
    figures = []
    for against in (Against.SIMULATED, Against.SILENT):
        taken = asyncio.run(_measure(against, steps, days, folder))
        budget = _SECONDS if size == "budget" else None
        note = f"{taken.processor:.2f} s of processor"
        figures.append(
            Figure(
                row=f"a rehearsal, {against.value}",
                size=shown,
                value=taken.wall,
                unit="s",
                budget=budget,
                note=note,
            )
        )
    return figures


async def _measure(against: Against, steps: int, days: int, folder: Path) -> Taken:
    settings = Settings(
        channels=(SimulatorSettings(name=ChannelName("bench")),),
        staff=(Staff(name="wang", title="王老师"),),
        log=LogSettings(level=LogLevel.WARNING),
    )
    configure_logging(settings.log)
    asked = Asked(
        settings=settings,
        room=Room(channel=ChannelName("bench"), ref=RoomRef("r1"), name="群1", members=_MEMBERS),
        run=AtWork(
            loaded=parse_plan(plan_text(steps, days), file="bench.yaml"),
            starts_on=date(2026, 3, 2),
        ),
        against=against,
    )
    gc.collect()
    stopwatch = Stopwatch()
    result = await rehearse(asked, Folders(plans=folder))
    taken = stopwatch.taken
    said = {come.step for come in result.played.steps if come.state.value == "done"}
    if not {f"s{number}" for number in range(steps)} <= said:
        msg = "the rehearsal left steps out"
        raise RuntimeError(msg)
    return taken

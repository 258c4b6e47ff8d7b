"""A rehearsal as lines of text."""

from collections.abc import Iterator

from bot.rehearsal.scene import Scene
from bot.rehearsal.values import Rehearsed

_INDENT = "        "


def told(result: Rehearsed) -> str:
    """The whole of it: transcript, calendar, findings."""
    scene = Scene(result)
    words = scene.words
    parts = [
        scene.title,
        *scene.rests_on(),
        f"\n== {words('transcript')} ==",
        *_transcript(scene),
        f"\n== {words('calendar')} ==",
        *_calendar(scene),
        f"\n== {words('findings')} ==",
        *_findings(scene),
        scene.counts,
    ]
    return "\n".join(parts) + "\n"


def _transcript(scene: Scene) -> Iterator[str]:
    for day in scene.days():
        yield f"\n{day.heading}"
        for line in day.lines:
            yield f"  {scene.clock(line.at)} {scene.speaker(line)}"
            yield from (f"{_INDENT}{one}" for one in line.text.splitlines() if one.strip())
            if line.media:
                yield f"{_INDENT}[{line.media}]"
            if behind := scene.behind(line):
                yield f"{_INDENT}-> {behind}"


def _calendar(scene: Scene) -> Iterator[str]:
    for come in scene.result.played.steps:
        who = f"{come.seat}:{come.person}" if come.person else come.seat
        why = f"（{come.outcome}）" if come.outcome else ""
        yield f"  {scene.moment(come.due)}  {come.step}  {who}  {scene.state(come)}{why}"


def _findings(scene: Scene) -> Iterator[str]:
    for one in scene.result.findings:
        at = f"{scene.moment(one.at)} " if one.at else ""
        step = f"{one.step}: " if one.step else ""
        yield f"  [{scene.weight(one)}] {at}{step}{one.text}"

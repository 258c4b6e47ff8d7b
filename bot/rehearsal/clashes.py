"""What comes too close together: posts of two plans, posts of a day, tasks of a person. Pure."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.rehearsal.case import Case
from bot.rehearsal.values import Finding, Kind, Weight

TOO_NEAR = timedelta(minutes=10)  # two plans that speak so close upon each other collide
AT_ONCE = 2  # tasks that somebody can have open; more are too many


def collisions(case: Case) -> Iterator[Finding]:
    """Posts that come close upon one of another plan."""
    others = [(come.at, come) for come in case.played.beside if come.at and come.said]
    titles = {one.loaded.plan.name: one.loaded.plan.title for one in case.asked.beside}
    for come in case.played.steps:
        if come.at is None or not come.said:
            continue
        for at, other in others:
            if abs(come.at - at) < TOO_NEAR:
                minutes = int(abs(come.at - at).total_seconds() // 60)
                facts = {"plan": titles[other.plan], "other": other.step, "at": case.clock(at)}
                text = case.words("collision", minutes=minutes, **facts)
                yield Finding(
                    kind=Kind.COLLISION,
                    weight=Weight.WARNING,
                    text=text,
                    step=come.step,
                    at=come.at,
                )


def budget(case: Case) -> Iterator[Finding]:
    """Days on which the room would hear more than it should."""
    limit = case.rules.posts_per_day or case.asked.settings.sop.posts_per_day
    if limit is None:
        return
    days: dict[str, list[datetime]] = defaultdict(list)
    for come in (*case.played.steps, *case.played.beside):
        if come.at is not None and come.said:
            days[f"{come.at.astimezone(case.place):%Y-%m-%d}"].append(come.at)
    for day, times in sorted(days.items()):
        if len(times) > limit:
            text = case.words("budget", day=day, count=len(times), limit=limit)
            yield Finding(
                kind=Kind.BUDGET, weight=Weight.WARNING, text=text, at=sorted(times)[limit]
            )


def overworked(case: Case) -> Iterator[Finding]:
    """People who would have too many tasks open at once: the worst moment of each."""
    for staff in sorted({work.staff for work in case.played.work}):
        mine = [work for work in case.played.work if work.staff == staff]
        given = [(work.given, work) for work in mine]
        worst: list[str] = []
        moment = case.played.since
        for at, _ in given:
            open_then = [work.title for work in mine if work.given <= at < (work.due or work.given)]
            if len(open_then) > max(AT_ONCE, len(worst)):
                worst, moment = open_then, at
        if worst:
            facts = {"who": staff, "at": case.clock(moment), "count": len(worst)}
            text = case.words("tasks", titles="、".join(worst), **facts)
            yield Finding(kind=Kind.TASKS, weight=Weight.WARNING, text=text, at=moment)

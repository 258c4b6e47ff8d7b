"""A rehearsal in words, for whichever form it is shown in: text or a page. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from bot.core.plans import StepState
from bot.core.rehearsing import Against
from bot.rehearsal.values import Come, Finding, Line, Rehearsed, Spoke, Weight
from bot.rehearsal.words import Words

_STATES = {
    StepState.PLANNED: "planned",
    StepState.QUEUED: "queued",
    StepState.DONE: "done",
    StepState.SKIPPED: "skipped_state",
    StepState.FAILED: "failed_state",
    StepState.HELD: "held_state",
}
_SHOWN = frozenset({Spoke.PLAN, Spoke.PERSON, Spoke.JOINED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day of the transcript, with its heading."""

    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """What is shown of a rehearsal."""

    result: Rehearsed

    @property
    def words(self) -> Words:
        """The texts in the language of the settings."""
        return Words(self.result.asked.settings.judging.language)

    @property
    def title(self) -> str:
        """Which plan, where, when."""
        played, asked = self.result.played, self.result.asked
        since, until = self.local(played.since), self.local(played.until)
        return self.words(
            "head",
            title=asked.run.loaded.plan.title,
            room=asked.room.name,
            since=since.date(),
            until=until.date(),
        )

    def local(self, at: datetime) -> datetime:
        """A moment by the room's wall clock."""
        return at.astimezone(ZoneInfo(self.result.played.zone))

    def rests_on(self) -> Iterator[str]:
        """Who was in the room, and what was assumed."""
        asked, words = self.result.asked, self.words
        if not asked.room.known:
            yield words("unknown_room", members=asked.room.members)
        match asked.against:
            case Against.SIMULATED:
                yield self._simulated()
            case Against.SILENT:
                yield words("silent", members=asked.room.members)
            case Against.PAST:
                yield self._past()
        if self.result.played.work:
            yield words("colleagues")
        if asked.away:
            yield words("away", names="、".join(sorted({one.staff for one in asked.away})))
        if asked.beside:
            titles = (one.loaded.plan.title for one in asked.beside)
            yield words("beside", plans="、".join(titles))

    def _past(self) -> str:
        past = self.result.asked.past
        days, covered = (0, 0.0) if past is None else (past.back.days, past.covered)
        return self.words("past", days=days, share=f"{covered:.0%}")

    def _simulated(self) -> str:
        asked, words = self.result.asked, self.words
        rates = asked.room.rates
        source = words("from_archive", days=rates.days) if rates.days else words("assumed")
        return words(
            "simulated",
            members=asked.room.members,
            rates=source,
            share=f"{rates.answering:.0%}",
            talk=f"{rates.messages_a_day:.1f}",
            joins=f"{rates.joining_a_day:.1f}",
            seed=asked.seed,
        )

    def days(self) -> Iterator[Day]:
        """The transcript: what was said for the plan, and who came in."""
        shown = [line for line in self.result.played.lines if line.kind in _SHOWN]
        for day, lines in groupby(shown, key=lambda line: self.local(line.at).date()):
            yield Day(heading=self._heading(day), lines=tuple(lines))

    def _heading(self, day: date) -> str:
        number = (day - self.result.asked.run.starts_on).days + 1
        return f"{day} {self.words.weekday(day.weekday())} · {self.words('day', day=number)}"

    def clock(self, at: datetime) -> str:
        """The time of a line."""
        return f"{self.local(at):%H:%M}"

    def moment(self, at: datetime) -> str:
        """The day and time of a step."""
        return f"{self.local(at):%m-%d %H:%M}"

    def speaker(self, line: Line) -> str:
        """Who says a line, and for which step."""
        words = self.words
        match line.kind:
            case Spoke.JOINED:
                return f"{line.who} {words('joined')}"
            case Spoke.PERSON:
                return f"{line.who}（{words('task_of')} {line.step}）"
            case Spoke.PLAN:
                return f"{line.who}（{line.step}）"
            case _:
                return line.who

    def behind(self, line: Line) -> str:
        """What came of the step whose last line this is; "" for the others."""
        played = self.result.played
        mine = [one for one in played.lines if one.occurrence == line.occurrence]
        if line.occurrence is None or mine[-1] is not line:
            return ""
        every = (*played.steps, *played.beside)
        return next((self.reaction(c) for c in every if c.occurrence == line.occurrence), "")

    def reaction(self, come: Come) -> str:
        """How the room took a step."""
        if come.at is None or not come.said:
            return ""
        facts = {"before": come.before, "speakers": come.speakers, "answers": come.answers}
        parts = [self.words("reacted", **facts)]
        if come.verdict:
            parts.append(come.why or self.words(come.verdict))
        return "；".join(parts) if self.words.language == "zh" else "; ".join(parts)

    def state(self, come: Come) -> str:
        """What came of a step."""
        return self.words(_STATES[come.state])

    def weight(self, finding: Finding) -> str:
        """How much a finding matters."""
        return self.words(finding.weight.value)

    @property
    def counts(self) -> str:
        """How many findings there are."""
        if not self.result.findings:
            return self.words("nothing")
        of = self.result.of
        return self.words(
            "counts",
            errors=len(of(Weight.ERROR)),
            warnings=len(of(Weight.WARNING)),
            notes=len(of(Weight.NOTE)),
        )

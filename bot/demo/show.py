"""Prints what the bot does as it does it: one line a notable thing, in Chinese or with English."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.status import Status
from rich.table import Table
from rich.text import Text

from bot.core.errors import StorageAway
from bot.core.ports import Clock
from bot.demo.fold import fold
from bot.demo.notable import Notable, NotableKind, NotableSource, Tally

TEXT_SHOWN = 32  # characters of what somebody said
NAME_SHOWN = 16
REASON_SHOWN = 44
UNBOUNDED = 1000  # columns; more than any line has
SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """How one kind of thing is told."""

    sign: str
    zh: str
    en: str
    style: str


WORDINGS: Mapping[NotableKind, Wording] = {
    NotableKind.ID_GIVEN: Wording(sign="🆔", zh="发学号", en="ID given", style="cyan"),
    NotableKind.WELCOME: Wording(sign="👋", zh="欢迎", en="welcome", style="green"),
    NotableKind.ANSWER: Wording(sign="💬", zh="答学号", en="ID told", style="green"),
    NotableKind.ADVERT: Wording(sign="🚫", zh="广告", en="advert", style="yellow"),
    NotableKind.REMOVED: Wording(sign="🚪", zh="移出", en="removed", style="bold red"),
    NotableKind.LEAD: Wording(sign="🔥", zh="线索", en="lead", style="bold magenta"),
    NotableKind.UNANSWERED: Wording(sign="❓", zh="没人答", en="unanswered", style="blue"),
    NotableKind.ALERT: Wording(sign="🔔", zh="提醒", en="alert", style="bold yellow"),
    NotableKind.TAKEN: Wording(sign="✅", zh="接手", en="taken on", style="bold green"),
    NotableKind.STEP: Wording(sign="📅", zh="计划", en="plan step", style="bright_green"),
    NotableKind.TASK: Wording(sign="📝", zh="任务", en="task", style="bright_blue"),
    NotableKind.HELD: Wording(sign="✋", zh="待定", en="held", style="bold yellow"),
    NotableKind.FAILED: Wording(sign="❌", zh="没发出", en="failed", style="red"),
    NotableKind.ROOM: Wording(sign="🏠", zh="进群", en="room entered", style="bright_cyan"),
    NotableKind.GAP: Wording(sign="🕳", zh="断线", en="gap", style="red"),
}


def line(notable: Notable, *, zone: tzinfo = SHANGHAI, gloss: bool = False) -> str:
    """A notable thing as one line of text."""
    return f"{_head(notable, zone, gloss=gloss).plain}  {_body(notable).plain}".rstrip()


def row(notable: Notable, *, zone: tzinfo = SHANGHAI, gloss: bool = False) -> Table:
    """The same in its colours; where the terminal is narrow, the rest hangs under itself."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(_head(notable, zone, gloss=gloss), _body(notable))
    return grid


def _head(notable: Notable, zone: tzinfo, *, gloss: bool) -> Text:
    wording = WORDINGS[notable.kind]
    label = _label(wording, gloss=gloss)
    times = f" ×{notable.count}" if notable.count > 1 else ""
    head = Text(f"{notable.at.astimezone(zone):%H:%M:%S} ", style="dim")
    return head.append(f"{wording.sign} {label}{times}", style=wording.style)


def _label(wording: Wording, *, gloss: bool) -> str:
    return f"{wording.zh} {wording.en}" if gloss else wording.zh


def _body(notable: Notable) -> Text:
    """Nothing that a member writes can colour or move the terminal: texts, never markup."""
    wording = WORDINGS[notable.kind]
    told = Text()
    told.append(_fit(notable.room, NAME_SHOWN), style="dim")
    if who := _who(notable):
        told.append(f"  {who}" if notable.room else who, style="bold")
    if notable.text:
        told.append(f"「{_fit(notable.text, TEXT_SHOWN)}」")
    if notable.reason:
        told.append(f" ← {_fit(notable.reason, REASON_SHOWN)}", style="italic")
    if notable.to:
        told.append(f" → {_fit(notable.to, NAME_SHOWN)}", style=wording.style)
    return told


def _who(notable: Notable) -> str:
    name = _fit(notable.person, NAME_SHOWN)
    told = " ".join(part for part in (name, str(notable.student or "")) if part)
    return f"{told} 等" if told and notable.others else told


def _fit(text: str, limit: int) -> str:
    """One printable line of at most so many characters."""
    shown = text[: limit * 4]  # a text may have megabytes; what is cut is never looked at
    printable = "".join(c if c.isprintable() else " " for c in shown)
    flat = " ".join(printable.split())
    return flat if len(flat) <= limit else flat[: limit - 1] + "…"


def counted(tally: Tally, *, gloss: bool = False) -> str:
    """The quiet line: how much there is by now."""
    zh = f"{tally.messages:,} 条消息 · {tally.people:,} 人 · {tally.rooms:,} 个群"
    en = f"  ({tally.messages:,} messages, {tally.people:,} people, {tally.rooms:,} rooms)"
    return zh + en if gloss else zh


def summed(told: Mapping[NotableKind, int], tally: Tally, *, gloss: bool = False) -> str:
    """The closing lines: how much there was, and of what."""
    parts = [
        f"{_label(WORDINGS[kind], gloss=gloss)} {told[kind]:,}"
        for kind in NotableKind
        if told.get(kind)
    ]
    return "\n".join((counted(tally, gloss=gloss), " · ".join(parts))).rstrip()


def wide(console: Console) -> Console:
    """The console, with lines left whole where it is no terminal: a file has no width."""
    if not console.is_terminal:
        console.width = UNBOUNDED
    return console


class Show:
    """Tells the news on a console: lines above, counts ticking below where it is a terminal."""

    def __init__(self, console: Console, *, zone: tzinfo = SHANGHAI, gloss: bool = False) -> None:
        self._console = wide(console)
        self._zone = zone
        self._gloss = gloss
        self._told: Counter[NotableKind] = Counter()
        self._tally = Tally()

    async def run(self, source: NotableSource, clock: Clock, *, seconds: float = 1.0) -> None:
        """Ask for news every so many of the clock's seconds, until cancelled."""
        mark = ""
        with self._console.status(counted(self._tally, gloss=self._gloss)) as status:
            while True:
                mark = await self._tell_news(source, mark, status)
                await clock.sleep(seconds)

    async def _tell_news(self, source: NotableSource, mark: str, status: Status) -> str:
        try:
            news = await source.since(mark)
        except StorageAway:  # the service itself says so; the show goes on when it is back
            return mark
        for notable in fold(news.notables):
            self.tell(notable)
        self._tally = news.tally
        status.update(counted(news.tally, gloss=self._gloss))
        return news.mark

    def tell(self, notable: Notable) -> None:
        """Print one line."""
        self._told[notable.kind] += notable.count
        self._console.print(row(notable, zone=self._zone, gloss=self._gloss))

    def close(self) -> None:
        """Print how much there was of everything that was told."""
        self._console.print(summed(self._told, self._tally, gloss=self._gloss), style="bold")

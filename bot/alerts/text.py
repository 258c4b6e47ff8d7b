"""What a colleague reads: room, person, message, reason, what to do, where to look. Pure."""

import re
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.alerts.wording import WORDINGS, Wording
from bot.core.alerting import Acknowledged, Alert, AlertMessage, AlertSettings
from bot.core.ids import AlertId

_WHITESPACE = re.compile(r"\s+")
_DECIDED_BY_WORD = ("advert", "report")  # an answer in chat decides them
_NAME = 60  # characters of a name; longer ones are somebody's joke


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertText:
    """An alert in words."""

    title: str
    body: str

    @property
    def whole(self) -> str:
        """Title and body as one post."""
        return f"{self.title}\n{self.body}"


def alert_text(alert: Alert, settings: AlertSettings, *, zone: str, link: str = "") -> AlertText:
    """The alert in the configured language, with times as the colleague's clock shows them.

    `link` is where this colleague takes it on with one tap; "": there is none.
    """
    words = WORDINGS[settings.language]
    clock = ZoneInfo(zone)
    kind = words.kinds.get(alert.kind, words.other_kind)
    where = f" · {_cut(alert.room.name or alert.room.ref, _NAME)}" if alert.room else ""
    return AlertText(
        title=f"[{words.severity[alert.severity]}] {kind}{where} #{alert.id}",
        body="\n".join(_lines(alert, settings, words, clock, link)),
    )


def _lines(
    alert: Alert, settings: AlertSettings, words: Wording, clock: ZoneInfo, link: str
) -> list[str]:
    lines: list[str] = []
    if _is_personal(alert):
        return [part for part in (alert.reason, alert.advice) if part]
    if alert.room is not None:
        lines.append(words.room.format(room=_cut(alert.room.name or alert.room.ref, _NAME)))
    if alert.person is not None:
        name = _cut(alert.person.name, _NAME)
        lines.append(words.person.format(name=name, student=alert.person.student))
    if alert.message is not None:
        lines.append(_quote(alert.message, settings.quote, words, clock))
    lines.append(words.reason.format(reason=alert.reason))
    if alert.advice:
        lines.append(words.advice.format(advice=alert.advice))
    if alert.count > 1:
        at = _wall(alert.repeated_at, clock)
        lines.append(words.repeated.format(count=alert.count, at=at))
    lines += _answers(alert, words, link)
    if settings.link:
        lines.append(words.link.format(link=settings.link.replace("{id}", str(alert.id))))
    return lines


def _is_personal(alert: Alert) -> bool:
    """Whether it is written for one colleague as a whole, with what they may answer."""
    return alert.kind == "task" and alert.to is not None


def _answers(alert: Alert, words: Wording, link: str) -> list[str]:
    """What may be answered to it, and where it is taken on."""
    taken = [words.answer.format(id=alert.id)]
    if link:
        taken.append(words.take.format(link=link))
    if alert.kind == "appeal":
        return [words.appeal.format(id=alert.id), *taken]
    if alert.kind in _DECIDED_BY_WORD and alert.message is not None:
        return [words.decide.format(id=alert.id), *taken]
    return taken


def answer_text(
    answer: Acknowledged | None, asked: AlertId | None, settings: AlertSettings, *, zone: str
) -> str:
    """What a colleague is told who acknowledged. `asked` None: they named no number."""
    words = WORDINGS[settings.language]
    if answer is None:
        return words.nothing_open if asked is None else words.unknown.format(id=asked)
    if answer.first:
        return words.taken.format(id=answer.id)
    at = _wall(answer.at, ZoneInfo(zone))
    return words.taken_before.format(id=answer.id, by=answer.by, at=at)


def _quote(message: AlertMessage, length: int, words: Wording, clock: ZoneInfo) -> str:
    form = words.recalled if message.recalled else words.quote
    text = _cut(message.text, length) or words.no_text
    return form.format(text=text, sender=_cut(message.sender, _NAME), at=_wall(message.at, clock))


def _cut(text: str, length: int) -> str:
    """One line of at most `length` characters."""
    # Only so much is looked at: a message may be megabytes long.
    line = _WHITESPACE.sub(" ", text[: 4 * length]).strip()
    return line if len(line) <= length and len(text) <= 4 * length else f"{line[: length - 1]}…"


def _wall(moment: datetime, clock: ZoneInfo) -> str:
    return moment.astimezone(clock).strftime("%m-%d %H:%M")

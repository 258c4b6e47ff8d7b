"""Texts from a file, judged by today's rules: nothing is stored, nothing is sent."""

import itertools
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from pydantic import BaseModel, Field, ValidationError

from bot.config import Settings
from bot.core.events import MessageReceived
from bot.core.ids import (
    ChannelName,
    IdentityId,
    MessageId,
    MessageRef,
    RoomId,
    RoomRef,
    StudentId,
    UserRef,
)
from bot.core.rooms import RoomRules
from bot.core.seen import SeenMember, SeenMessage
from bot.core.staff import StaffDirectory
from bot.core.text import storable
from bot.memory.memory import Memory
from bot.shipped_model import shipped_model
from handlers.decide import Judgement, Rules, compile_rules, judge
from handlers.wording import cut

_CHANNEL = ChannelName("judge")
_MOMENT = datetime(2026, 1, 1, tzinfo=UTC)  # a file tells no times: all of it was said at once


class Line(BaseModel, frozen=True):
    """One line of the file; other keys are left alone."""

    id: str | int
    text: str
    room: str = Field(default="", max_length=1000)
    sender: str | None = Field(default=None, max_length=1000)


@dataclass(frozen=True, slots=True, kw_only=True)
class BadLine:
    """A line that could not be judged."""

    number: int
    problem: str


@dataclass(frozen=True, slots=True)
class Bench:
    """The rules of one run, and what the lines so far left behind."""

    rules: Rules
    alone: Rules  # for lines without a sender: nobody can have said them before
    memory: Memory
    rooms: dict[str, RoomId] = field(default_factory=dict)
    senders: dict[str, IdentityId] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))


def make_bench(settings: Settings) -> Bench:
    """Everything that judging texts needs, from the settings."""
    judging, model = settings.judging, shipped_model()
    no_repeats = judging.repeats.model_copy(update={"weight": 0.0})
    memory = Memory(
        window=judging.repeats.window,
        rules_for=lambda _channel, _ref, _name: RoomRules(),
        staff=StaffDirectory.of(settings.staff),
    )
    return Bench(
        rules=compile_rules(judging, settings.leads, model=model),
        alone=compile_rules(
            judging.model_copy(update={"repeats": no_repeats}), settings.leads, model=model
        ),
        memory=memory,
    )


def judge_texts(lines: Sequence[Line], bench: Bench) -> list[dict[str, Any]]:
    """The answer for each line, in order: `{"id", "spam", "leads", "question"}`."""
    seen = [_seen(line, bench) for line in lines]
    known = [one for one, line in zip(seen, lines, strict=True) if line.sender is not None]
    alone = [one for one, line in zip(seen, lines, strict=True) if line.sender is None]
    judgements = judge(known, bench.memory.context(known), bench.rules)
    bench.memory.keep(known, ())
    context = replace(bench.memory.context(alone), copies={})
    judgements += judge(alone, context, bench.alone)
    found = {judgement.item.message.id: judgement for judgement in judgements}
    return [_answer(line, found[one.id]) for line, one in zip(lines, seen, strict=True)]


def _answer(line: Line, judgement: Judgement) -> dict[str, Any]:
    spam = judgement.spam
    return {
        "id": storable(line.id) if isinstance(line.id, str) else line.id,
        "spam": {"score": spam.score, "flagged": spam.flagged, "reasons": list(spam.reasons)},
        "leads": [
            {"category": lead.category, "score": lead.score, "words": list(lead.words)}
            for lead in judgement.leads
        ],
        "question": judgement.asks,
    }


def _seen(line: Line, bench: Bench) -> SeenMessage:
    number = next(bench.numbers)
    sender = storable(line.sender) if line.sender is not None else ""
    key = f"+{sender}" if sender else f"-{number}"
    identity = bench.senders.setdefault(key, IdentityId(len(bench.senders) + 1))
    room = bench.rooms.setdefault(line.room, RoomId(len(bench.rooms) + 1))
    event = MessageReceived(
        channel=_CHANNEL,
        ref=MessageRef(str(number)),
        at=_MOMENT,
        room=RoomRef(str(room)),
        sender=UserRef(key),
        sender_name=sender,
        text=storable(line.text),
    )
    member = SeenMember(identity=identity, student=StudentId(int(identity)), name=sender)
    return SeenMessage(event=event, id=MessageId(number), room=room, sender=member)


def read_lines(source: Iterable[bytes]) -> Iterator[Line | BadLine]:
    """Every line that is not blank, parsed or with what is wrong with it."""
    for number, raw in enumerate(source, start=1):
        if raw.strip():
            yield _parse(number, raw.removeprefix(b"\xef\xbb\xbf"))


def _parse(number: int, raw: bytes) -> Line | BadLine:
    try:
        return Line.model_validate(json.loads(raw))
    except UnicodeDecodeError:
        return BadLine(number=number, problem="is not UTF-8; save the file as UTF-8")
    except RecursionError:
        return BadLine(number=number, problem="is nested too deeply")
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        problem = (
            f"{where or 'line'}: {first['msg']}; expected {{'id', 'text', 'room'?, 'sender'?}}"
        )
        return BadLine(number=number, problem=problem)
    except ValueError as error:
        return BadLine(number=number, problem=f"is not JSON: {cut(str(error), 120)}")

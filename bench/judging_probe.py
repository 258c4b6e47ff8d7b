"""How long decide() takes for a message: `python -m bench.judging_probe [--profile] [FILE ...]`.

It judges by the shipped model, as the service does, and tells what its parts take. It measures
bench.talk, and each JSON-lines file of texts given; where the lines bear a `label`, it also tells
how many of each are flagged as adverts.
"""

import argparse
import cProfile
import json
import pstats
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from time import process_time

from bench.talk import messages
from bot.core.effects import Effect
from bot.core.events import MessageReceived
from bot.core.ids import IdentityId, MessageId, RoomId, StudentId
from bot.core.rooms import RoomRules
from bot.core.seen import Closer, Context, Room, SeenMember, SeenMessage, Sender
from bot.pipeline import BATCH
from bot.shipped_model import shipped_model
from handlers import tokens
from handlers.decide import Rules, compile_rules, decide, judge, look, settle
from handlers.detectors import Detector, Item
from handlers.settings import JudgingSettings, LeadSettings
from handlers.text import normalise

BUDGET = 30.0  # microseconds a message
_STAFF = frozenset({"王老师", "助教小林", "物业小陈", "产品经理阿杰"})


def _seen(number: int, event: MessageReceived) -> SeenMessage:
    person = int(event.sender.removeprefix("u"))
    return SeenMessage(
        event=event,
        id=MessageId(number + 1),
        room=RoomId(int(str(event.room).removeprefix("r")) + 1),
        sender=SeenMember(
            identity=IdentityId(person + 1),
            student=StudentId(10001 + person),
            name=event.sender_name,
            nickname=event.sender_nickname,
        ),
    )


def _context(batch: Sequence[SeenMessage]) -> Context:
    rules = RoomRules()
    rooms = {
        seen.room: Room(
            id=seen.room,
            channel=seen.event.channel,
            ref=seen.event.room,
            name=seen.event.room_name,
            rules=rules,
        )
        for seen in batch
        if seen.room is not None and seen.event.room is not None
    }
    senders = {
        (seen.room, seen.sender.identity): Sender(
            identity=seen.sender.identity,
            student=seen.sender.student,
            names=(seen.sender.nickname, seen.sender.name),
        )
        for seen in batch
    }
    return Context(rooms=rooms, senders=senders, staff_names=_STAFF)


def measure(talk: Sequence[SeenMessage], rules: Rules) -> tuple[float, list[Effect]]:
    """CPU microseconds a message in the pipeline's batches, and what was decided."""
    batches = [talk[i : i + BATCH] for i in range(0, len(talk), BATCH)]
    contexts = [_context(batch) for batch in batches]
    effects: list[Effect] = []
    started = process_time()
    for batch, context in zip(batches, contexts, strict=True):
        effects += decide(batch, context, rules, batch[-1].event.at)
    return (process_time() - started) / len(talk) * 1e6, effects


def parts(talk: Sequence[SeenMessage], rules: Rules) -> dict[str, float]:
    """CPU microseconds a message of each part, the least of three runs; `look` has all others."""
    batches = [talk[i : i + BATCH] for i in range(0, len(talk), BATCH)]
    pairs = [(batch, _context(batch)) for batch in batches]
    texts = [one.event.text for one in talk]
    looked = [look(batch, context, rules) for batch, context in pairs]
    items = [[one.item for one in batch.judgements] for batch in looked]
    taken = {"normalise": _least(lambda: [normalise(text) for text in texts])}
    for detector in rules.detectors:
        taken[detector.name] = _least(partial(_judged, detector, items, pairs))
    taken["look"] = _least(lambda: [look(batch, context, rules) for batch, context in pairs])
    taken["settle"] = _least(
        lambda: [settle(one, Closer(), rules, one.seen[-1].event.at) for one in looked]
    )
    return {name: seconds / len(talk) * 1e6 for name, seconds in taken.items()}


def _judged(
    detector: Detector,
    items: Sequence[Sequence[Item]],
    pairs: Sequence[tuple[Sequence[SeenMessage], Context]],
) -> None:
    for batch, (_, context) in zip(items, pairs, strict=True):
        detector.judge(batch, context)


def _least(work: Callable[[], object]) -> float:
    runs = []
    for _ in range(3):
        started = process_time()
        work()
        runs.append(process_time() - started)
    return min(runs)


def _talk(count: int, texts: Sequence[str]) -> list[SeenMessage]:
    generated = messages(count, rooms=200, people=20_000)
    seen = [_seen(k, event) for k, event in enumerate(generated)]
    if not texts:
        return seen
    return [_said(one, texts[k % len(texts)]) for k, one in enumerate(seen)]


def _said(seen: SeenMessage, text: str) -> SeenMessage:
    event = MessageReceived(
        channel=seen.event.channel,
        ref=seen.event.ref,
        at=seen.event.at,
        room=seen.event.room,
        sender=seen.event.sender,
        sender_name=seen.event.sender_name,
        sender_nickname=seen.event.sender_nickname,
        text=text,
    )
    return SeenMessage(event=event, id=seen.id, room=seen.room, sender=seen.sender)


def _report(name: str, talk: Sequence[SeenMessage], rules: Rules, *, profile: bool) -> None:
    measure(talk[:2000], rules)  # caches fill, as they do in the first minute of service
    profiler = cProfile.Profile()
    if profile:
        profiler.enable()
    micros, effects = measure(talk, rules)
    profiler.disable()
    split = ", ".join(f"{part} {taken:.1f}" for part, taken in parts(talk[:20_000], rules).items())
    kept = "kept" if micros <= BUDGET else "missed"
    kinds = ", ".join(
        f"{kind} {count / len(talk):.2%}"
        for kind, count in Counter(type(effect).__name__ for effect in effects).most_common()
    )
    print(
        f"{name}: {micros:.1f} us a message (budget {BUDGET:.0f}: {kept}), {len(talk):,}; {kinds}"
    )
    print(f"  {split}")
    if profile:
        pstats.Stats(profiler).sort_stats("tottime").print_stats(25)


def _flagged(rows: Sequence[dict[str, str]], rules: Rules) -> str:
    """The share of each label that is flagged, every text judged for itself (no repeats)."""
    said: Counter[str] = Counter()
    caught: Counter[str] = Counter()
    for seen, row in zip(_talk(len(rows), [row["text"] for row in rows]), rows, strict=True):
        label = row.get("label", "unlabelled")
        said[label] += 1
        caught[label] += judge([seen], _context([seen]), rules)[0].spam.flagged
    return ", ".join(
        f"{label} {caught[label] / said[label]:.2%} of {said[label]:,}" for label in said
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--count", type=int, default=50_000)
    parser.add_argument("--profile", action="store_true")
    chosen = parser.parse_args()
    started = process_time()
    rules = compile_rules(JudgingSettings(), LeadSettings(), model=shipped_model())
    compiled = process_time()
    tokens.load()
    loaded = process_time()
    print(f"compile_rules {compiled - started:.3f} s, jieba {loaded - compiled:.2f} s")
    _report("bench.talk", _talk(chosen.count, ()), rules, profile=chosen.profile)
    for path in chosen.files:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        texts = [row["text"] for row in rows]
        _report(path.name, _talk(len(texts), texts), rules, profile=chosen.profile)
        print(f"  flagged {_flagged(rows, rules)}")
    long = _said(_talk(1, ())[0], "这是一条很长很长的消息，" * 90_000)
    micros, _ = measure([long], rules)
    print(f"a message of {len(long.event.text):,} characters: {micros / 1000:.1f} ms")


if __name__ == "__main__":
    main()

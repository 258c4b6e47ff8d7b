"""The sound parts of a plan that may be broken elsewhere, each with its place in the file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from bot.core.located_yaml import Path
from sop.model import (
    LATECOMERS,
    AfterStep,
    Happening,
    Latecomers,
    Message,
    OnEvent,
    Seat,
    Step,
)
from sop.model.derive import derived, for_latecomers


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A step, and where it is written: also one that a short form comes to."""

    step: Step
    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One message that a step may say, and where its text and the rest of it are written."""

    message: Message
    path: Path
    text: Path


@dataclass(frozen=True, kw_only=True)  # no slots: cached_property keeps its values in __dict__
class Pieces:
    """What could be read of a plan."""

    seats: Mapping[str, Seat]
    seat_names: frozenset[str]
    steps: Mapping[int, Step]  # by their place in the file
    broken: Mapping[int, Mapping[str, object]]  # what else is written under steps
    ids: tuple[str | None, ...]  # of all steps, the broken ones too
    latecomers: Latecomers | None = None
    calendar: str = "CN"

    @cached_property
    def placed(self) -> tuple[Placed, ...]:
        """Every sound step, those that follow from `otherwise`, `then`, `latecomers` too."""
        return tuple(self._placed())

    def _placed(self) -> Iterator[Placed]:
        for number, step in self.steps.items():
            yield Placed(step=step, path=("steps", number))
            for other in derived(step):
                branch, place = other.id.removeprefix(f"{step.id}.").rsplit(".", 1)
                yield Placed(step=other, path=("steps", number, branch, int(place) - 1))
        if self.latecomers is not None:
            yield Placed(step=for_latecomers(self.latecomers), path=(LATECOMERS,))

    @cached_property
    def by_id(self) -> dict[str, Step]:
        """The sound steps by their ids; of two with one id, the first."""
        found: dict[str, Step] = {}
        for one in self.placed:
            found.setdefault(one.step.id, one.step)
        return found

    @cached_property
    def id_set(self) -> frozenset[str]:
        """The ids of all steps."""
        return frozenset(name for name in self.ids if name is not None) | self.by_id.keys()

    def may_exist(self, name: str) -> bool:
        """Whether there is such a step, or would be if the broken ones were mended."""
        if name in self.id_set:
            return True
        heads = (name.rpartition(f".{branch}.")[0] for branch in ("otherwise", "then"))
        return any(head in self._broken_ids for head in heads)

    def happening_of(self, step: Step) -> Happening | None:
        """The event at the beginning of the chain that a step ends; None: there is none."""
        trail: dict[str, None] = {}
        found: Happening | None = None
        while step.id not in self._happenings and step.id not in trail:
            trail[step.id] = None
            if isinstance(step.when, OnEvent):
                found = step.when.event
                break
            before = step.when.after if isinstance(step.when, AfterStep) else None
            if before not in self.by_id:
                break
            step = self.by_id[before]
        found = self._happenings.get(step.id, found)
        self._happenings.update(dict.fromkeys(trail, found))
        return found

    @cached_property
    def _broken_ids(self) -> frozenset[str]:
        return frozenset(str(one["id"]) for one in self.broken.values() if "id" in one)

    @cached_property
    def _happenings(self) -> dict[str, Happening | None]:
        return {}


def parts_of(placed: Placed) -> Iterator[Part]:
    """Every message that a step may say, in whichever wording."""
    step, path = placed.step, placed.path
    yield from _parts(path, step.messages, several=not isinstance(step.say, str))
    for name, wording in step.variants.items():
        several = not isinstance(wording.say, str)
        yield from _parts((*path, "variants", name), wording.messages, several=several)


def _parts(path: Path, messages: tuple[Message, ...], *, several: bool) -> Iterator[Part]:
    for number, message in enumerate(messages):
        if several:
            inner: Path = (*path, "say", number)
            yield Part(message=message, path=inner, text=(*inner, "text"))
        else:
            yield Part(message=message, path=path, text=(*path, "say"))


def texts_of(placed: Placed) -> Iterator[tuple[Path, str]]:
    """Every text of a step, with its place."""
    for part in parts_of(placed):
        if part.message.text.strip():
            yield part.text, part.message.text
    if placed.step.alert.strip():
        yield (*placed.path, "alert"), placed.step.alert

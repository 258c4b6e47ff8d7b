"""Who plays a role, and what stands in a slot: `{a}`, `@{a}`, `{fruit}`, `{3-20}`."""

import random
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.channels.simulator.threads import Material
from bot.core.events import Media

_SLOT = re.compile(r"(@?)\{([^{}]+)\}")
_RANGE = re.compile(r"(\d+)-(\d+)")
AFTER_MENTION = "\u2005"  # the narrow space that WeChat writes after a mention


class Names:
    """New names, each given once. With `taken` it starts from the names that are in use."""

    def __init__(self, material: Material, rng: random.Random, taken: Iterable[str]) -> None:
        self._material = material
        self._rng = rng
        self._taken = set(taken)

    def newcomer(self) -> str:
        """Somebody new."""
        first = self._rng.choice(self._material.first_names)
        return self._new(first + self._rng.choice(self._material.last_names))

    def advertiser(self) -> str:
        """Somebody new who sells."""
        return self._new(self._rng.choice(self._material.advertiser_names))

    def _new(self, name: str) -> str:
        given = name
        while given in self._taken:
            given = f"{name}{self._rng.randrange(10, 10_000)}"
        self._taken.add(given)
        return given


class Slots:
    """Fills the slots of one thread; the same slot is filled alike throughout."""

    def __init__(
        self, words: Mapping[str, tuple[str, ...]], cast: Mapping[str, str], rng: random.Random
    ) -> None:
        self._words = words
        self._cast = cast
        self._rng = rng
        self._filled: dict[str, str] = {}

    def person(self, role: str) -> str:
        """Who plays a role; a name stands for itself."""
        return self._cast.get(role, role)

    def fill(self, text: str) -> tuple[str, tuple[str, ...]]:
        """The text as it is said, and the names of those mentioned in it."""
        mentions: list[str] = []

        def one(found: re.Match[str]) -> str:
            at, slot = found.groups()
            value = self._value(slot)
            if not at:
                return value
            mentions.append(value)
            return f"@{value}{AFTER_MENTION}"

        return _SLOT.sub(one, text), tuple(mentions)

    def fill_media(self, media: Media | None) -> Media | None:
        """What hangs on the message, with its slots filled."""
        if media is None:
            return None
        return replace(
            media, name=self.fill(media.name)[0], description=self.fill(media.description)[0]
        )

    def _value(self, slot: str) -> str:
        if slot in self._cast:
            return self._cast[slot]
        if slot not in self._filled:
            self._filled[slot] = self._draw(slot)
        return self._filled[slot]

    def _draw(self, slot: str) -> str:
        if found := _RANGE.fullmatch(slot):
            return str(self._rng.randint(int(found[1]), int(found[2])))
        choices = self._words.get(slot.rstrip("0123456789"))
        if choices is None:
            return slot  # somebody's name
        fresh = [word for word in choices if word not in self._filled.values()]
        return self._rng.choice(fresh or choices)

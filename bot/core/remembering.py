"""Answers that are remembered by what people wrote: forgotten when somebody's data are erased."""

from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import Protocol, TypeVar
from weakref import WeakSet

T_co = TypeVar("T_co", covariant=True)


class Remembered(Protocol[T_co]):
    """A function that remembers its last answers, by what it was asked."""

    def __call__(self, *asked: Hashable) -> T_co:
        """The answer."""
        ...

    def cache_clear(self) -> None:
        """Forget them all."""
        ...


_ALL: WeakSet[Remembered[object]] = WeakSet()


def remembered(answer: Callable[..., T_co], *, most: int) -> Remembered[T_co]:
    """Remember the last `most` answers; what was asked holds texts or names of members."""
    made: Remembered[T_co] = lru_cache(maxsize=most)(answer)
    _ALL.add(made)
    return made


def forget_remembered() -> None:
    """Forget everything that was asked, of whomever: it is soon known again."""
    for one in tuple(_ALL):
        one.cache_clear()

"""How much processor a piece of work takes itself, whatever else the loop does while it waits."""

import time
from collections.abc import Callable, Coroutine, Generator
from types import coroutine
from typing import Any, TypeVar

_T = TypeVar("_T")


class OwnWork:
    """Adds up what awaited work takes of this thread's processor, in seconds."""

    def __init__(self, clock: Callable[[], float] = time.thread_time) -> None:
        self.taken = 0.0
        self._clock = clock

    @coroutine
    def of(self, work: Coroutine[Any, Any, _T]) -> Generator[Any, Any, _T]:
        """Await this work; what others do between its steps is not counted."""
        step: Callable[[Any], Any] = work.send
        given: Any = None
        while True:
            began = self._clock()
            try:
                waits_for = step(given)
            except StopIteration as end:
                value: _T = end.value
                return value
            finally:
                self.taken += self._clock() - began
            try:
                step, given = work.send, (yield waits_for)
            except BaseException as error:  # noqa: BLE001 - it is the work's own to answer
                step, given = work.throw, error

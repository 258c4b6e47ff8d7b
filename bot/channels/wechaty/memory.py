"""Answers that are remembered for a while: a gateway is asked once, not a thousand times."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

_DOUBT_SECONDS = 60.0

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Memory(Generic[K, V]):
    """Up to `size` answers, each believed for `seconds`; whoever asks together, asks once.

    An answer that is `doubtful` (no name, say) is believed for a minute at most.
    """

    def __init__(
        self,
        ask: Callable[[K], Awaitable[V]],
        *,
        size: int,
        seconds: float,
        doubtful: Callable[[V], bool] = lambda _: False,
    ) -> None:
        self._ask = ask
        self._doubtful = doubtful
        self._size = size
        self._seconds = seconds
        self._kept: OrderedDict[K, tuple[float, V]] = OrderedDict()
        self._asking: dict[K, asyncio.Event] = {}

    async def get(self, key: K) -> V:
        """The answer, remembered or asked for now; raises what asking raises."""
        while True:
            kept = self._kept.get(key)
            if kept is not None and kept[0] > asyncio.get_running_loop().time():
                self._kept.move_to_end(key)
                return kept[1]
            asking = self._asking.get(key)
            if asking is None:
                return await self._ask_now(key)
            await asking.wait()  # then look again: the one who asked may have failed

    async def _ask_now(self, key: K) -> V:
        done = self._asking[key] = asyncio.Event()
        try:
            answer = await self._ask(key)
            self.put(key, answer)
            return answer
        finally:
            del self._asking[key]
            done.set()

    def put(self, key: K, answer: V) -> None:
        """Remember something that was learnt another way."""
        seconds = min(self._seconds, _DOUBT_SECONDS) if self._doubtful(answer) else self._seconds
        self._kept[key] = (asyncio.get_running_loop().time() + seconds, answer)
        self._kept.move_to_end(key)
        while len(self._kept) > self._size:
            self._kept.popitem(last=False)

    def forget(self, key: K) -> None:
        """Ask again next time."""
        self._kept.pop(key, None)

    def forget_where(self, outdated: Callable[[K], bool]) -> None:
        """Ask again next time for every key that `outdated` names."""
        for key in [key for key in self._kept if outdated(key)]:
            del self._kept[key]

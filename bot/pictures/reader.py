"""Reads pictures by another process, so that no picture can slow, fill or kill the service."""

import asyncio
import json
import struct
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable

import structlog
from pydantic import TypeAdapter

from bot.child_process import child_environment
from bot.core.answers import PictureFault, PictureSeen
from bot.pictures.limits import PictureLimits

_ANSWER_BYTES = 1 << 20  # that an answer may have; all kept codes together have 20,000
_READS = 500  # then a fresh reader: whatever leaks in a decoder ends with it
_START_SECONDS = 20.0  # that a fresh one may take beyond the time for a picture

log = structlog.get_logger(__name__)
_SEEN = TypeAdapter(PictureSeen)


class PictureReader:
    """One picture at a time. What goes wrong with a picture is an answer, not an error."""

    def __init__(self, limits: Callable[[], PictureLimits]) -> None:
        self._limits = limits
        self._turn = asyncio.Lock()
        self._process: Process | None = None
        self._started_for: tuple[str, ...] = ()
        self._reads = 0

    async def read(self, content: bytes) -> PictureSeen:
        """What is in a picture."""
        limits = self._limits()
        if len(content) > limits.max_bytes:
            return PictureSeen(fault=PictureFault.TOO_LARGE)
        async with self._turn:
            try:
                return await self._read(content, limits)
            except BaseException:
                # Cancelled in the middle of an answer: the next one would get the rest of it.
                await self._end()
                raise

    async def close(self) -> None:
        """End the process; a later picture starts another."""
        async with self._turn:
            await self._end()

    async def _read(self, content: bytes, limits: PictureLimits) -> PictureSeen:
        process, fresh = await self._reader(limits)
        seconds = limits.seconds + (_START_SECONDS if fresh else 0.0)
        try:
            async with asyncio.timeout(seconds):
                answer = await _ask(process, content)
        except TimeoutError:
            await self._end()
            return PictureSeen(fault=PictureFault.TOO_SLOW)
        if answer:
            return _SEEN.validate_python(json.loads(answer))
        gone_before = not fresh and await process.wait() == 0
        await self._end()
        if gone_before:  # it had nothing to do for long, and left while we asked
            return await self._read(content, limits)
        log.warning("pictures.reader_died", code=process.returncode)
        return PictureSeen(fault=PictureFault.BROKEN)

    async def _reader(self, limits: PictureLimits) -> tuple[Process, bool]:
        how = (str(limits.max_pixels), str(limits.max_codes), str(limits.memory_mb))
        process = self._process
        usable = process is not None and process.returncode is None and self._reads < _READS
        if process is not None and usable and self._started_for == how:
            self._reads += 1
            return process, False
        await self._end()
        self._process = process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "bot.pictures.child", *how),
            stdin=PIPE,
            stdout=PIPE,
            env=child_environment(),
            limit=_ANSWER_BYTES,
        )
        self._started_for, self._reads = how, 1
        return process, True

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        if process.returncode is None:
            process.kill()
        # Waits for the process, and for its pipes to be closed.
        await process.communicate()


async def _ask(process: Process, content: bytes) -> bytes:
    """The answer; nothing from a process that died."""
    assert process.stdin is not None  # noqa: S101 (it was started with both)
    assert process.stdout is not None  # noqa: S101 (it was started with both)
    try:
        process.stdin.write(struct.pack(">Q", len(content)))
        process.stdin.write(content)
        await process.stdin.drain()
    except ConnectionError:
        return b""
    answer = await process.stdout.readline()
    return answer if answer.endswith(b"\n") else b""

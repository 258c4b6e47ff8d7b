"""Work apart: in a process of its own, so that no long reckoning holds the service up.

A thread would not do: Python runs one at a time, and the pipeline would wait for its turn at
every statement. The process has a lower priority and a bound on its memory; cancelling kills it.
The other side is `bot.apart_child`.
"""

import asyncio
import json
import pickle
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable

import structlog

from bot.apart_child import FAULT, PROBLEM, RESULT, SHARE
from bot.child_process import child_environment
from bot.core.errors import Failure

ANSWER_BYTES = 8 << 20  # that a result may have, as JSON
MEMORY_MB = 3000  # of address space; about a third of it is ever touched

log = structlog.get_logger("apart")


class WorkFailed(Failure):
    """What was asked for cannot be done; the text says why."""


class Broken(Exception):
    """A bug on the other side; the log has it."""


async def apart(target: str, order: object, tell: Callable[[float], None]) -> object:
    """Run `work(order, tell)` of a module in a process of its own; gives its result as JSON values.

    `order` must be picklable and is handed over by a pipe: it may hold secrets. Raises
    `WorkFailed` with the text of a `GroupkeeperError` of the other side, or when the process died.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot.apart_child", target, str(MEMORY_MB)),
        stdin=PIPE,
        stdout=PIPE,
        env=child_environment(),
        limit=ANSWER_BYTES,
    )
    try:
        return await _listen(process, pickle.dumps(order), tell)
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def _listen(process: Process, order: bytes, tell: Callable[[float], None]) -> object:
    assert process.stdin is not None  # noqa: S101 (it was started with both)
    assert process.stdout is not None  # noqa: S101 (it was started with both)
    process.stdin.write(order)
    process.stdin.write_eof()
    try:
        async for line in process.stdout:
            said = json.loads(line)
            if SHARE in said:
                tell(said[SHARE])
            elif PROBLEM in said:
                raise WorkFailed(said[PROBLEM])
            elif FAULT in said:
                log.error("apart.failed", **said[FAULT])
                raise Broken
            else:
                return said[RESULT]
    except ValueError as error:  # a line without end
        msg = "the result is too large; ask for less"
        raise WorkFailed(msg) from error
    code = await process.wait()
    log.warning("apart.died", code=code)
    msg = "its process was ended from outside, or took more memory than it may; ask for less"
    raise WorkFailed(msg)

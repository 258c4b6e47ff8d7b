"""The process in which work is done apart (`bot.apart`): takes an order, gives a result.

It speaks JSON lines on its standard output; whatever else is printed goes where errors go.
"""

import asyncio
import gc
import importlib
import json
import os
import pickle
import sys
from collections.abc import Callable
from typing import Any, BinaryIO

from pydantic_core import to_jsonable_python

from bot.child_process import bound_memory
from bot.core.errors import GroupkeeperError
from bot.core.failure import failure

SHARE, RESULT, PROBLEM, FAULT = "share", "result", "problem", "fault"
_NICE = 10  # the service goes first
_STEP = 0.005  # of the whole; smaller steps are not told

Tell = Callable[[float], None]


def main(arguments: list[str], order: BinaryIO, answers: BinaryIO) -> None:
    """Do one piece of work, and say what came of it."""
    target, memory_mb = arguments
    bound_memory(int(memory_mb))
    if hasattr(os, "nice"):
        os.nice(_NICE)
    given = pickle.loads(order.read())  # noqa: S301 (written by the process that started this one)
    _say(answers, _outcome(target, given, _teller(answers)))


def _outcome(target: str, order: object, tell: Tell) -> dict[str, Any]:
    work = importlib.import_module(target).work
    gc.freeze()  # what was loaded by now stays: it need not be looked through again and again
    try:
        return {RESULT: to_jsonable_python(asyncio.run(work(order, tell)))}
    except GroupkeeperError as error:
        return {PROBLEM: str(error)}
    except MemoryError:
        return {PROBLEM: "it takes more memory than it may; ask for less"}
    except Exception as error:  # noqa: BLE001 (a bug is told to the service, which logs it)
        return {FAULT: failure(error)}


def _teller(answers: BinaryIO) -> Tell:
    told = -_STEP

    def tell(share: float) -> None:
        nonlocal told
        if share - told >= _STEP:
            told = share
            _say(answers, {SHARE: share})

    return tell


def _say(answers: BinaryIO, what: dict[str, Any]) -> None:
    answers.write(json.dumps(what, ensure_ascii=False).encode() + b"\n")
    answers.flush()


def _own_answers() -> BinaryIO:
    """Standard output for answers alone: what libraries print goes to standard error."""
    kept = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return kept


if __name__ == "__main__":
    with _own_answers() as mine:
        main(sys.argv[1:], sys.stdin.buffer, mine)

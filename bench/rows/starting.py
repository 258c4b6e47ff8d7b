"""From `groupkeeper run` to a service that says it is ready."""

import asyncio
import http.client
import os
import resource
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from bench.fill import Size, fill
from bench.report import Figure
from bench.stage import say, storage_in
from storage.engine import Database, make_engine

_MESSAGES = {"small": 0, "budget": 100_000, "large": 1_000_000}
_STARTS = 5
_SECONDS = 3.0  # the budget
_PATIENCE = 60.0
_CONFIG = """
storage: {{url: "sqlite+aiosqlite:///bench.db"}}
web: {{host: 127.0.0.1, port: {port}, token: dev}}
channels: [{{kind: simulator, name: sim, community: demo}}]
"""


def measure(size: str, folder: Path) -> list[Figure]:
    """Median seconds of several starts of the real command; of an empty folder where fresh."""
    count = _MESSAGES[size]
    if count:
        say(f"filling an archive of {count:,} messages")
        asyncio.run(_fill(folder, count))
    taken = []
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    for number in range(_STARTS):
        if not count:
            folder = folder / str(number)
            folder.mkdir()
        taken.append(_start(folder))
    return [
        Figure(
            row="`groupkeeper run` until /readyz",
            size=f"{count:,} messages in the database" if count else "a fresh database",
            value=median(taken),
            unit="s",
            budget=_SECONDS,
            note=(
                f"{_STARTS} starts: {min(taken):.1f} to {max(taken):.1f} s;"
                f" {_busy_since(before):.1f} s of processor until it has stopped again"
            ),
        )
    ]


def _busy_since(before: resource.struct_rusage) -> float:
    now = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (now.ru_utime + now.ru_stime - before.ru_utime - before.ru_stime) / _STARTS


async def _fill(folder: Path, count: int) -> None:
    database = Database(make_engine(storage_in(folder)))
    await fill(database, folder / "bench.db", Size(messages=count))
    await database.close()


def _start(folder: Path) -> float:
    port = _free_port()
    (folder / "config.yaml").write_text(_CONFIG.format(port=port), encoding="utf-8")
    command = Path(sys.executable).with_name("groupkeeper")
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GROUPKEEPER_")}
    began = time.perf_counter()
    with subprocess.Popen(
        [command, "run"], cwd=folder, env=environment, stderr=subprocess.DEVNULL
    ) as service:
        try:
            while not _is_ready(port):
                if service.poll() is not None or time.perf_counter() - began > _PATIENCE:
                    msg = "`groupkeeper run` did not become ready"
                    raise RuntimeError(msg)
                time.sleep(0.01)
            return time.perf_counter() - began
        finally:
            service.send_signal(signal.SIGTERM)
            service.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _is_ready(port: int) -> bool:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        line.request("GET", "/readyz")
        return line.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        line.close()

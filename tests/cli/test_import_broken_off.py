"""Imports that do not come to their end: what was committed stays, a second run goes on."""

import contextlib
import json
import resource
import signal
import sqlite3
import subprocess
import sys
import time

from tests.cli.test_import import report, written

COMMAND = """
import signal
import typer
from bot.cli.import_ import register

# Shells start what runs in the background deaf to Ctrl-C, and the tests with it.
signal.signal(signal.SIGINT, signal.default_int_handler)
app = typer.Typer()
register(app)
app()
"""


def long_import(folder):
    """A file of 60,000 lines, and the command line that imports it."""
    url = f"sqlite+aiosqlite:///{folder}/gk.db"
    (folder / "config.yaml").write_text(f'storage: {{url: "{url}"}}\n', encoding="utf-8")
    line = '{{"id": {0}, "at": {1}, "room": "群", "sender": "u{2}", "text": "第{0}句"}}\n'
    lines = (line.format(n, 1714527000 + n, n % 50) for n in range(60_000))
    path = written(folder, "long.jsonl", "".join(lines))
    config = str(folder / "config.yaml")
    return path, [sys.executable, "-c", COMMAND, str(path), "--config", config, "--json"]


def stored(file):
    """How many messages another process has committed there; 0 while there is no table yet."""
    if not file.exists():
        return 0
    try:
        with contextlib.closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as base:
            return base.execute("SELECT count(*) FROM message").fetchone()[0]
    except sqlite3.OperationalError:
        return 0


def test_a_full_disk_is_told_and_a_second_run_goes_on(tmp_path):
    path, command = long_import(tmp_path)

    def small_disk():
        resource.setrlimit(resource.RLIMIT_FSIZE, (6_000_000, 6_000_000))

    done = subprocess.run(
        command, capture_output=True, cwd=tmp_path, preexec_fn=small_disk, check=False
    )

    assert done.returncode == 1
    assert b"error:" in done.stderr
    assert b"Traceback" not in done.stderr
    first = json.loads(done.stdout)["files"][0]["stored"]
    assert 0 < first < 60_000
    (again,) = report(tmp_path, path)
    assert (again["stored"], again["already_there"]) == (60_000 - first, first)


def test_ctrl_c_keeps_what_was_committed_and_a_second_run_goes_on(tmp_path):
    path, command = long_import(tmp_path)

    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=tmp_path) as running:
        while not stored(tmp_path / "gk.db"):
            time.sleep(0.02)  # another process: it can only be asked again and again
        running.send_signal(signal.SIGINT)
        out, _ = running.communicate(timeout=30)

    stopped = json.loads(out)
    assert running.returncode == 1
    assert stopped["interrupted"] is True
    first = stopped["files"][0]["stored"]
    assert 0 < first < 60_000
    (again,) = report(tmp_path, path)
    assert (again["stored"], again["already_there"]) == (60_000 - first, first)

"""`groupkeeper demo`, as somebody meets it who runs it for the first time."""

import asyncio
import socket
from pathlib import Path

import pytest

from bot.cli.demo import demo_settings, play
from bot.core.errors import ConfigError


def test_a_port_that_is_taken_is_said_in_one_line(tmp_path: Path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        settings = demo_settings(tmp_path / "demo.db", speed=10, port=port, seed=1)

        with pytest.raises(ConfigError, match=f"web.port {port}: cannot listen there"):
            asyncio.run(play(settings, speed=10, gloss=False))

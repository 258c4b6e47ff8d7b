"""`groupkeeper demo`, as somebody meets it who runs it for the first time."""

import asyncio
import socket
from pathlib import Path

import pytest

from bot.cli.demo import demo_settings, play
from bot.cli.run import plan_folder
from bot.core.errors import ConfigError
from bot.demo.files import lay_out
from sop.checks import Cast
from sop.parse import parse_plan


def test_a_port_that_is_taken_is_said_in_one_line(tmp_path: Path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        config = lay_out(tmp_path / "demo")
        settings = demo_settings(config, tmp_path / "demo.db", speed=10, port=port, seed=1)

        with pytest.raises(ConfigError, match=f"web.port {port}: cannot listen there"):
            asyncio.run(play(settings, config, speed=10, gloss=False))


def test_the_plans_of_the_demo_are_taken_up_without_a_mistake(tmp_path: Path):
    config = lay_out(tmp_path)
    settings = demo_settings(config, tmp_path / "demo.db", speed=10, port=0, seed=1)
    accounts = frozenset(one.name for one in settings.channels)
    cast = Cast(accounts=accounts, staff=frozenset(one.name for one in settings.staff))

    plans = sorted(plan_folder(settings, config).glob("*.yaml"))

    assert [one.stem for one in plans] == [entry.plan for entry in settings.sop.start]
    for one in plans:
        parse_plan(one.read_text(encoding="utf-8"), file=one.name, cast=cast)


def test_what_somebody_edited_in_the_demo_is_kept(tmp_path: Path):
    plan = lay_out(tmp_path).parent / "sop" / "plans" / "demo-day.yaml"
    plan.write_text("# mine\n", encoding="utf-8")

    lay_out(tmp_path)

    assert plan.read_text(encoding="utf-8") == "# mine\n"

"""`groupkeeper spam versions` and `spam rollback`: what was learned, and the way back."""

import asyncio
import json

import pytest
import typer
from typer.testing import CliRunner

from bot.cli.spam import register
from storage.learning.versions import Candidate, Versions
from tests.support.builders import NOON


@pytest.fixture
async def folder(database, store_url, tmp_path):
    """A database in which two versions took over, one after the other."""
    config = f'storage: {{url: "{store_url}"}}\n'
    (tmp_path / "config.yaml").write_text(config, encoding="utf-8")
    async with database.write() as connection:
        for samples in (12, 30):
            await Versions(connection).take_up(candidate(samples), NOON)
        await Versions(connection).refuse(candidate(500, "误报会升到 9%"), NOON)
    return tmp_path


def candidate(samples, reason="学会了"):
    return Candidate(
        base="b",
        samples=samples,
        fingerprint=f"f{samples}",
        figures={"false_alarms": 0.004, "recall": 0.9},
        weights=b"w",
        reason=reason,
        author="groupkeeper",
    )


def spam(folder, *arguments):
    app = typer.Typer()
    register(app)
    given = ["spam", *map(str, arguments), "--config", str(folder / "config.yaml")]
    return CliRunner().invoke(app, given)


async def ran(folder, *arguments):
    """The command runs an event loop of its own, so it runs beside the test's."""
    return await asyncio.to_thread(spam, folder, *arguments)


async def states(folder):
    lines = (await ran(folder, "versions", "--json")).stdout.splitlines()
    return [json.loads(line)["state"] for line in lines]


async def test_versions_are_shown_with_their_figures(folder):
    shown = await ran(folder, "versions")

    assert shown.exit_code == 0, shown.output
    assert "0.40%" in shown.output
    assert await states(folder) == ["refused", "active", "retired"]


async def test_one_goes_back_to_the_version_before_and_to_the_shipped_one(folder):
    before = await ran(folder, "rollback", "--because", "误报多")
    back = await states(folder)
    shipped = await ran(folder, "rollback", 0)
    told = await ran(folder, "versions")

    assert "version 1 from now on" in before.stdout
    assert back == ["refused", "retired", "active"]
    assert "the model as shipped from now on" in shipped.stdout
    assert "judged by the model as shipped" in told.output


async def test_nobody_goes_back_to_what_is_not_there_or_was_refused(folder):
    absent = await ran(folder, "rollback", 77)
    refused = await ran(folder, "rollback", 3)

    assert "there is no version 77" in str(absent.exception)
    assert "was refused" in str(refused.exception)
    assert await states(folder) == ["refused", "active", "retired"]

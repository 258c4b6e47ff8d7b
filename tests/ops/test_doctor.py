"""The doctor: every ailment is named, with what to do; a healthy set-up is left in peace."""

import json
import socket
from datetime import timedelta

import pytest
import typer
from typer.testing import CliRunner

from bot import doctor
from bot.cli import doctor as command
from bot.config import parse_settings
from bot.doctor import Health
from storage.delivery.outbox import Outbox
from tests.support.delivering import OutboxDesk

HEALTHY = """
storage: {{url: "sqlite+aiosqlite:///{folder}/gk.db"}}
web: {{port: 0, token: 0123456789abcdef01234567}}
channels: [{{kind: simulator, name: sim}}]
staff:
  - {{name: wang, role: admin, accounts: [{{channel: sim, user: u1}}]}}
"""


def settings(text="{}", **environment):
    return parse_settings(text, file="config.yaml", environment=environment)


def setup(folder, text=HEALTHY, *, plans=True):
    if plans:
        (folder / "sop" / "plans").mkdir(parents=True)
    (folder / "config.yaml").write_text(text.format(folder=folder), encoding="utf-8")
    return folder / "config.yaml"


def run(config, *more):
    app = typer.Typer()
    app.callback()(lambda: None)
    command.register(app)
    return CliRunner().invoke(app, ["doctor", "--config", str(config), *more])


def test_a_healthy_set_up_is_well(tmp_path):
    result = run(setup(tmp_path), "--json")

    assert result.exit_code == 0, result.output
    findings = json.loads(result.output)
    assert {one["health"] for one in findings} == {"ok"}
    assert not (tmp_path / "gk.db").exists()  # looking leaves no traces


def test_for_people_each_finding_is_a_line_with_what_to_do(tmp_path):
    result = run(setup(tmp_path, HEALTHY.replace("0123456789abcdef01234567", "dev")))

    assert result.exit_code == 0
    assert "warning secrets: the token of api is short" in result.output
    assert "-> good enough to try things" in result.output
    assert "all is well" in result.output


def test_a_broken_config_is_told_by_line_and_nothing_else_is_guessed(tmp_path):
    result = run(setup(tmp_path, "webb: {{}}"), "--json")

    assert result.exit_code == 1
    found = json.loads(result.output)[-1]
    assert (found["check"], found["health"]) == ("config", "wrong")
    assert "config.yaml:1:1" in found["found"]


def test_no_config_is_told_how_to_get_one(tmp_path):
    result = run(tmp_path / "config.yaml", "--json")

    assert result.exit_code == 1
    assert "groupkeeper init" in json.loads(result.output)[-1]["found"]


def wrongs(result):
    return {one["check"]: one for one in json.loads(result.output) if one["health"] == "wrong"}


def test_a_broken_plan_is_told_with_its_line(tmp_path):
    config = setup(tmp_path)
    (tmp_path / "sop" / "plans" / "x.yaml").write_text("name: x\nstepps: []\n", encoding="utf-8")

    result = run(config, "--json")

    assert "x.yaml:2" in wrongs(result)["plans"]["found"]


def test_a_database_that_is_none_is_told(tmp_path):
    (tmp_path / "gk.db").write_text("this is not a database, it is a letter\n" * 100)

    result = run(setup(tmp_path), "--json")

    assert result.exit_code == 1
    assert "database" in wrongs(result)


def test_a_folder_that_is_not_there_is_told(tmp_path):
    text = HEALTHY.replace("/gk.db", "/nowhere/gk.db")

    result = run(setup(tmp_path, text), "--json")

    assert "does not exist" in wrongs(result)["database"]["found"]


def test_a_driver_that_is_missing_or_a_server_that_is_away_is_told(tmp_path, unused_tcp_port):
    address = f"postgresql+asyncpg://x@127.0.0.1:{unused_tcp_port}/gk"
    text = HEALTHY.replace("sqlite+aiosqlite:///{folder}/gk.db", address)

    result = run(setup(tmp_path, text), "--json")

    assert result.exit_code == 1
    assert "database" in wrongs(result)


async def test_a_database_is_looked_at_without_leaving_traces(store_url):
    findings = await command.check_database(settings(f'storage: {{url: "{store_url}"}}'))

    assert {one.health for one in findings} == {Health.OK}
    assert {one.check for one in findings} == {"migrations", "database", "clock", "deliveries"}


async def test_deliveries_of_an_account_that_is_gone_are_told(database):
    desk = await OutboxDesk(database).open()
    await desk.says()
    await desk.says()
    await desk.sends()
    async with database.read() as connection:
        waiting = await Outbox(connection, desk.settings).waiting_by_sender()

    gone = doctor.check_senders(settings("channels: [{kind: simulator, name: other}]"), waiting)
    here = doctor.check_senders(settings("channels: [{kind: simulator, name: sim}]"), waiting)

    assert waiting == {"sim": 1}
    assert (gone.health, here.health) == (Health.WARNING, Health.OK)
    assert gone.found == "1 for sim wait for an account that is not in config.yaml"


async def test_a_gateway_that_does_not_answer_is_told(unused_tcp_port):
    text = 'channels: [{{kind: wechaty, name: wx, token: t, endpoint: "127.0.0.1:{}"}}]'

    [away] = await doctor.check_gateways(settings(text.format(unused_tcp_port)))
    with socket.create_server(("127.0.0.1", 0)) as server:
        [there] = await doctor.check_gateways(settings(text.format(server.getsockname()[1])))

    assert (away.health, there.health) == (Health.WRONG, Health.OK)
    assert "start the gateway" in away.advice


def test_a_port_in_use_is_told():
    with socket.create_server(("127.0.0.1", 0)) as server:
        found = doctor.check_port(settings(f"web: {{port: {server.getsockname()[1]}}}"))

    assert found.health is Health.WARNING
    assert doctor.check_port(settings("web: {port: 0}")).health is Health.OK
    assert doctor.check_port(settings("web: {enabled: false}")).health is Health.OK


@pytest.mark.parametrize(
    ("text", "health", "told"),
    [
        ("{}", Health.WARNING, "told to nobody"),
        ("staff: [{name: wang, role: admin}]", Health.WARNING, "wang cannot be told anything"),
        (
            "staff: [{name: wang, role: admin, accounts: [{channel: wx, user: u}]}]",
            Health.WRONG,
            "is no channel",
        ),
    ],
)
def test_alerts_that_reach_nobody_are_told(text, health, told):
    findings = doctor.check_staff(settings(text))

    assert any(one.health is health and told in one.found for one in findings)


def test_a_target_that_apprise_does_not_understand_is_told_without_its_secret():
    text = "staff: [{name: wang, targets: ['json://127.0.0.1/', '${HOOK}']}]"

    [found] = doctor.check_targets(settings(text, HOOK="nothing://secret"))

    assert found.health is Health.WRONG
    assert "target 2 of wang" in found.found
    assert "secret" not in f"{found}"


def test_no_account_at_all_is_told():
    assert doctor.check_channels(settings())[0].health is Health.WARNING


@pytest.mark.parametrize(
    ("seconds", "health"), [(0, Health.OK), (4.9, Health.OK), (-6, Health.WRONG), (6, Health.WRONG)]
)
def test_clocks_that_differ_are_told(seconds, health):
    assert doctor.check_clocks(timedelta(seconds=seconds)).health is health


@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("sqlite+aiosqlite:///gk.db", "gk.db"),
        ("sqlite+aiosqlite:////var/gk.db?x=1", "/var/gk.db"),
        ("sqlite+aiosqlite:///:memory:", None),
        ("postgresql+asyncpg://x@y/z", None),
    ],
)
def test_the_file_of_a_database_is_known_where_it_has_one(url, file):
    found = doctor.sqlite_file(url)

    assert (None if found is None else str(found)) == file


def test_python_zones_and_disk_are_looked_at():
    assert doctor.check_python().health is Health.OK
    assert doctor.check_zones().health is Health.OK
    assert doctor.check_disk(settings()).check == "disk"


def test_events_that_the_database_did_not_take_are_told(tmp_path):
    path = tmp_path / "groupkeeper.poison.jsonl"
    before = command.check_poison(path)
    path.write_text('{"ref": "m-1"}\n{"ref": "m-2"}\n', encoding="utf-8")
    after = command.check_poison(path)

    assert (before.health, after.health) == (Health.OK, Health.WARNING)
    assert after.found.startswith("2 events")

"""`groupkeeper rehearse` over a room with a past: what it shows, and that it changes nothing."""

import asyncio
import json
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from bot.cli import rehearse
from bot.core.plans import NewRun, PlanVersion
from sop.parse import parse_plan
from storage.engine import Database, make_engine
from storage.settings import StorageSettings
from storage.sop.runs import Runs
from storage.talk.archive import Archive
from tests.support.builders import joined, listed, member, message
from tests.support.rehearsing import STAFF, plan

MONDAY = date(2026, 3, 2)
BEFORE = datetime(2025, 12, 1, 1, 0, tzinfo=UTC)  # a Monday, nine in the morning in Shanghai
CALL = (
    'id: call, seat: teacher, when: {day: 1, at: "08:58"}, say: 完成的发打卡,'
    " expect: {speakers: 3, within: 2h}, otherwise: [{say: 再说一遍}]"
)
OTHER = plan('id: x, seat: teacher, when: {every: day, at: "09:05"}, say: 另一份', name="other")


def run(config: Path, *words: str):
    app = typer.Typer()
    app.callback()(lambda: None)
    rehearse.register(app)
    return CliRunner().invoke(app, ["rehearse", *words, "--config", str(config)])


@pytest.fixture
async def config(store_url, tmp_path, database):
    """A room of four with thirteen weeks of Mondays behind it, and another plan at work there."""
    async with database.write() as connection:
        users = [member(f"u{n}", f"成员{n}") for n in range(4)]
        people = listed("英语1班", members=tuple(users), at=BEFORE, channel="sim")
        said = [
            message(
                f"第 {week} 周我来了",
                sender=f"u{n}",
                ref=f"m{week}-{n}",
                at=BEFORE + timedelta(weeks=week, minutes=n),
                channel="sim",
                room_name="英语1班",
            )
            for week in range(13)
            for n in range(3)
        ]
        await Archive(connection).save([people, *said], received=BEFORE + timedelta(weeks=13))
        runs = Runs(connection)
        other = parse_plan(OTHER, file="other.yaml")
        await runs.editions.put(
            PlanVersion(
                name="other",
                version=other.version,
                path="other.yaml",
                source=OTHER,
                loaded_at=BEFORE,
            )
        )
        (room,) = await runs.rooms()
        new = NewRun(plan="other", room=room.id, starts_on=MONDAY, zone="Asia/Shanghai")
        await runs.start([new], "tester", BEFORE)
    path = tmp_path / "config.yaml"
    path.write_text(f"storage: {{url: '{store_url}'}}\n{STAFF}", encoding="utf-8")
    (tmp_path / "week.yaml").write_text(plan(CALL), encoding="utf-8")
    return path


async def rehearsed(config: Path, *words: str):
    plan_file = config.with_name("week.yaml")
    given = (str(plan_file), "--room", "英语1班", "--start", "2026-03-02", *words)
    return await asyncio.to_thread(run, config, *given)


async def everything(database: Database) -> str:
    """What stands in every table."""
    from sqlalchemy import select

    from storage.tables import metadata

    digest = sha256()
    async with database.read() as connection:
        for table in metadata.sorted_tables:
            for row in await connection.execute(select(table).order_by(*table.primary_key)):
                digest.update(repr(tuple(row)).encode())
    return digest.hexdigest()


@pytest.mark.parametrize("against", ["simulated", "silent", "past"])
async def test_nothing_of_the_database_is_changed(config, database, against):
    before = await everything(database)
    result = await rehearsed(config, "--against", against)
    assert result.exit_code == 0, result.output
    assert await everything(database) == before


async def test_the_past_of_the_room_meets_what_is_expected_and_silence_does_not(config):
    past = json.loads((await rehearsed(config, "--against", "past", "--json")).output)
    silent = json.loads((await rehearsed(config, "--against", "silent", "--json")).output)
    verdicts = [
        next(step["verdict"] for step in told["steps"] if step["step"] == "call")
        for told in (past, silent)
    ]
    assert verdicts == ["met", "missed"]
    assert past["past"]["days_back"] % 7 == 0
    assert past["room"]["members"] == 4


async def test_who_came_in_the_past_comes_again_and_our_own_account_does_not(config, database):
    came = BEFORE + timedelta(weeks=11, minutes=-3)
    newcomers = (member("late", "小周"), member("me", "小管家", own=True))
    async with database.write() as connection:
        event = joined(members=newcomers, at=came, channel="sim", room_name="英语1班")
        await Archive(connection).save([event], received=came)

    past = json.loads((await rehearsed(config, "--against", "past", "--json")).output)

    there = [(one["at"], one["who"]) for one in past["lines"] if one["kind"] == "joined"]
    assert there == [("2026-03-02 00:57:00+00:00", "小周")]


async def test_what_is_usual_in_the_room_comes_from_its_archive(config):
    usual = CALL.replace("speakers: 3", "speakers: usual")
    config.with_name("week.yaml").write_text(plan(usual), encoding="utf-8")
    told = json.loads((await rehearsed(config, "--against", "silent", "--json")).output)
    (call,) = [step for step in told["steps"] if step["step"] == "call"]
    assert call["verdict"] == "missed"
    assert "期望 3，8 周同一时段的中位数 3" in call["why"]


async def test_another_plan_of_the_room_stands_in_the_findings(config):
    result = await rehearsed(config, "--against", "silent", "--strict")
    assert result.exit_code == 1
    assert "《第一周》的 x" in result.output
    assert "7 分钟" in result.output


async def test_what_would_fail_is_told_by_the_exit_code(config):
    bad = 'id: a, seat: teacher, when: {day: 1, at: "09:00"}, media: {image: missing.png}'
    config.with_name("week.yaml").write_text(plan(bad), encoding="utf-8")
    result = await rehearsed(config, "--against", "silent")
    assert result.exit_code == 1
    assert "missing.png" in result.output


class Page(HTMLParser):
    """The tags and addresses of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str | None] = []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.addresses += [value for name, value in attrs if name in {"src", "href"}]


async def test_the_page_asks_no_host_and_escapes_what_was_said(config, tmp_path):
    text = "<script>alert(1)</script><img src=http://example.org/x>"
    evil = f'id: a, seat: teacher, when: {{day: 1, at: "09:00"}}, say: "{text}"'
    config.with_name("week.yaml").write_text(plan(evil), encoding="utf-8")
    result = await rehearsed(config, "--html", str(tmp_path / "page.html"))
    assert result.exit_code == 0, result.output
    source = (tmp_path / "page.html").read_text(encoding="utf-8")
    page = Page()
    page.feed(source)
    assert page.addresses == []
    assert not {"script", "img", "link", "iframe"} & set(page.tags)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in source
    assert 'name="viewport"' in source


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("nope", "--room", "英语1班"), "no plan 'nope'"),
        (("week.yaml", "--room", "没有"), "no room is called '没有'"),
        (("week.yaml", "--room", "没有", "--against", "past"), "has no past"),
        (("week.yaml", "--room", "英语1班", "--start", "2026-13-01"), "2026-13-01"),
        (("week.yaml", "--room", "英语1班", "--against", "loud"), "loud"),
        (("week.yaml", "--room", "英语1班", "--days", "0"), "equal to 1"),
        (("event.yaml", "--room", "英语1班"), "--event-at"),
        (("week.yaml",), "--room"),
    ],
)
async def test_bad_input_is_answered_in_one_message(config, words, told, monkeypatch):
    monkeypatch.chdir(config.parent)
    event = plan('id: a, seat: teacher, when: {event_day: 0, at: "09:00"}, say: 今天')
    config.with_name("event.yaml").write_text(event, encoding="utf-8")
    result = await asyncio.to_thread(run, config, *words)
    assert result.exit_code == 2
    assert told in result.output


async def test_a_room_that_is_not_there_yet_is_made_up_when_its_size_is_given(tmp_path):
    path = tmp_path / "config.yaml"
    path.write_text(f"storage: {{url: 'sqlite+aiosqlite:///{tmp_path}/gk.db'}}\n{STAFF}", "utf-8")
    (tmp_path / "week.yaml").write_text(plan(CALL), encoding="utf-8")
    words = (str(tmp_path / "week.yaml"), "--room", "新群", "--members", "12", "--json")
    result = await asyncio.to_thread(run, path, *words)
    assert json.loads(result.output)["room"] == {"name": "新群", "members": 12, "known": False}
    assert not (tmp_path / "gk.db").exists()


async def test_a_plan_with_a_campaign_takes_its_date_and_its_true_numbers(tmp_path):
    path = tmp_path / "config.yaml"
    path.write_text(f"storage: {{url: 'sqlite+aiosqlite:///{tmp_path}/gk.db'}}\n{STAFF}", "utf-8")
    (tmp_path / "sop" / "campaigns").mkdir(parents=True)
    (tmp_path / "sop" / "campaigns" / "day.yaml").write_text(
        "name: day\ntitle: 见面会\nstarts: {date: 2027-03-20, at: '14:00'}\nrooms: ['新*']\n"
        "plan: week\nwarm_up_days: 3\nsign_up: {limit: 60}\n",
        encoding="utf-8",
    )
    left = (
        'id: a, seat: teacher, when: {event_day: -1, at: "09:00"},'
        ' say: "还剩 {{ sign_ups.left }} 个位子"'
    )
    (tmp_path / "week.yaml").write_text(plan(left), encoding="utf-8")
    words = (str(tmp_path / "week.yaml"), "--room", "新群", "--members", "12", "--json")
    told = json.loads((await asyncio.to_thread(run, path, *words, "--against", "silent")).output)
    assert told["starts_on"] == "2027-03-17"
    assert [line["text"] for line in told["lines"] if line["step"] == "a"] == ["还剩 60 个位子"]


async def test_sqlites_file_stays_as_it_is_to_the_byte(sqlite_file, tmp_path):
    (tmp_path / "gk.db").write_bytes(sqlite_file.read_bytes())
    url = f"sqlite+aiosqlite:///{tmp_path}/gk.db"
    database = Database(make_engine(StorageSettings(url=url)))
    async with database.write() as connection:
        people = listed("英语1班", members=(member("u1", "李雷"),), at=BEFORE, channel="sim")
        await Archive(connection).save([people], received=BEFORE)
    await database.close()
    path = tmp_path / "config.yaml"
    path.write_text(f"storage: {{url: '{url}'}}\n{STAFF}", encoding="utf-8")
    (tmp_path / "week.yaml").write_text(plan(CALL), encoding="utf-8")
    before = (tmp_path / "gk.db").read_bytes()
    assert (await rehearsed(path)).exit_code == 0
    assert (tmp_path / "gk.db").read_bytes() == before

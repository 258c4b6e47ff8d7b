"""Files of plans over the API: listed, opened, checked, saved; nobody saves over another."""

import io
import json

import pytest
import typer
from typer.testing import CliRunner

from bot.cli import check
from bot.core.rooms import RoomRules
from bot.plan_life.desk import PlanLife
from sop.checks import Cast
from sop.parse import MAX_BYTES, version_of
from sop.settings import SopSettings
from tests.support.sop_stage import Stage, plan

GREET = 'id: greet, seat: teacher, when: {day: 1, at: "23:00"}, say: "早"'
LATER = GREET.replace("23:00", "23:30")
WRONG = GREET.replace("seat: teacher", "seat: techer")
SOUND = f"# 第一周的计划\n{plan(GREET)}"


class Folder:
    """The plan folder of a service, and whether saved files count at once."""

    def __init__(self, path) -> None:
        self.path = path
        self.settings = SopSettings(apply="by_hand")

    def write(self, text: str, name: str = "week") -> str:
        (self.path / f"{name}.yaml").write_text(text, encoding="utf-8")
        return version_of(text)

    def read(self, name: str = "week") -> str:
        return str((self.path / f"{name}.yaml").read_text(encoding="utf-8"))

    def at_once(self) -> None:
        self.settings = SopSettings(apply="on_save")


@pytest.fixture
def folder(tmp_path, desk):
    """A folder of plans, which count when they are applied."""
    folder = Folder(tmp_path / "plans")
    folder.path.mkdir()
    desk.house.plans = PlanLife(
        folder=folder.path,
        settings=lambda: folder.settings,
        cast=lambda: Cast(accounts=frozenset({"wx"}), staff=frozenset({"li"})),
        rules_for=lambda *room: RoomRules(),
    )
    return folder


@pytest.fixture
async def stage(database, folder, community):
    """The desk of plans beside the API: it takes up what is saved."""
    stage = Stage(database)
    stage.cast = Cast(accounts=frozenset({"wx"}), staff=frozenset({"li"}))
    return stage


async def test_a_broken_plan_stands_in_the_list_with_its_mistakes(api, folder):
    folder.write(SOUND)
    folder.write(plan(WRONG, name="other"), "other")

    sound, broken = sorted((await api.get("/plan-files")).items, key=lambda one: one["mistakes"])

    assert (sound["name"], sound["title"], sound["steps"], sound["file"]) == (
        "week", "第一周", 1, "week.yaml",
    )  # fmt: skip
    assert (broken["name"], broken["mistakes"], broken["counts"]) == ("other", 1, "")


async def test_a_file_that_says_something_else_than_what_counts_waits(api, folder):
    folder.write(SOUND)
    first = (await api.post("/plans/week/apply")).body
    folder.write(plan(LATER))

    [stands] = (await api.get("/plan-files")).items

    assert stands["waits"] is True
    assert stands["counts"] == first["after"] != stands["written"]


async def test_rooms_in_which_a_plan_runs_and_is_paused_are_counted(api, folder, stage):
    folder.write(SOUND)
    [run] = (await api.post("/plans/week/start", starts_on="2026-05-21")).items
    [active] = (await api.get("/plan-files")).items
    await api.post(f"/runs/{run['id']}/pause")
    [paused] = (await api.get("/plan-files")).items

    assert (active["active"], active["paused"]) == (1, 0)
    assert (paused["active"], paused["paused"]) == (0, 1)


async def test_a_plan_is_opened_with_its_comments_and_mistakes(api, folder):
    text = f"# 只改时间\n{plan(WRONG)}"
    folder.write(text)

    opened = (await api.get("/plan-files/week", language="zh")).body

    assert opened["source"] == text
    [mistake] = opened["checked"]["problems"]
    assert (mistake["line"], mistake["column"]) == (9, 23)
    assert "是不是想写“teacher”" in mistake["what"]
    assert (await api.get("/plan-files/nothing")).status == 404


async def test_a_plan_without_a_file_is_opened_as_it_counts(api, folder):
    folder.write(SOUND)
    await api.post("/plans/week/apply")
    (folder.path / "week.yaml").unlink()

    opened = (await api.get("/plan-files/week")).body

    assert opened["source"] == SOUND
    assert (opened["stands"]["file"], opened["stands"]["written"]) == ("", "")
    saved = await api.post("/plan-files/week/save", text=SOUND, expected="")
    assert saved.status == 200
    assert folder.read() == SOUND


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_a_text_has_the_very_mistakes_that_the_command_names(api, folder, tmp_path, language):
    text = plan(
        WRONG,
        'id: greet, seat: teacher, when: {day: 1, at: "9:00"}, say: "{{ nobody }}"',
        'id: old, seat: teacher, when: {date: 2020-01-01, at: "09:00"}, say: "早"',
        'id: card, seat: teacher, when: {day: 2, at: "09:00"}, media: {image: none.png}',
    )
    (tmp_path / "week.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "config.yaml").write_text("staff: [{name: li}]\n", encoding="utf-8")
    app = typer.Typer()
    app.callback()(lambda: None)
    check.register(app)
    words = [str(tmp_path / "week.yaml"), "--json", "--language", language]
    words += ["--config", str(tmp_path / "config.yaml")]
    said = json.loads(CliRunner().invoke(app, ["check", *words]).stdout)

    found = (await api.post("/plans/check", text=text, language=language)).body

    def places(mistakes):
        return [(one["line"], one["column"], one["what"]) for one in mistakes]

    by_day = "today is" if language == "en" else "今天"  # the tests' clock is not the machine's
    assert places(found["problems"]) == places(said["problems"]) != []
    assert len(found["warnings"]) == len(said["warnings"]) == 1
    assert by_day in found["warnings"][0]["what"]
    assert found["ok"] is False


@pytest.mark.parametrize("text", ["", "{", "\t- a", "a: &a [*a]", "name: \0", "- 1", "x" * 70_000])
async def test_no_text_is_too_odd_to_be_checked(api, text):
    found = await api.post("/plans/check", text=text)

    assert found.status == 200
    assert found.body["ok"] is False
    assert found.body["problems"]


async def test_a_text_larger_than_a_plan_may_be_is_not_read(api):
    long = await api.post("/plans/check", text="#" * (MAX_BYTES + 1))
    body = io.BytesIO(json.dumps({"text": "#" * 2_000_000}).encode())
    kind = {"Content-Type": "application/json"}
    huge = await api.send("POST", "/plans/check", data=body, headers=kind)
    other = await api.post("/plans/week/pause", reason="#" * 70_000)

    assert (long.status, huge.status, other.status) == (400, 413, 413)


async def test_what_is_saved_waits_until_it_is_applied(api, folder):
    folder.write(SOUND)
    before = (await api.post("/plans/week/apply")).body["after"]
    later = SOUND.replace("23:00", "23:30")

    saved = (await api.post("/plan-files/week/save", text=later, expected=before)).body
    opened = (await api.get("/plan-files/week")).body

    assert folder.read() == later
    assert (saved["counts"], opened["stands"]["waits"], opened["apply"]) == (False, True, "by_hand")
    [audit, _] = (await api.get("/audit")).items
    assert (audit["action"], audit["subject"]) == ("plan.save", "plan:week")
    assert [one.name for one in folder.path.iterdir()] == ["week.yaml"]


async def test_where_saved_files_count_at_once_a_saved_plan_counts(api, folder):
    folder.at_once()
    before = folder.write(SOUND)

    later = SOUND.replace("23:00", "23:30")
    saved = (
        await api.post("/plan-files/week/save", text=later, expected=before, reason="太早")
    ).body

    assert saved["counts"] is True
    [edition] = (await api.get("/plans/week/history")).items
    assert (edition["version"], edition["reason"], edition["how"]) == (
        version_of(later), "太早", "applied",
    )  # fmt: skip
    assert folder.read() == later


async def test_whoever_saves_second_is_told(api, folder):
    opened = folder.write(SOUND)
    mine = SOUND.replace("早", "早安")
    folder.write(SOUND.replace("早", "早啊"))

    refused = await api.post("/plan-files/week/save", text=mine, expected=opened)

    assert refused.status == 409
    assert "was changed in the meantime" in refused.body["detail"]
    assert folder.read() == SOUND.replace("早", "早啊")


async def test_a_text_with_mistakes_is_not_saved(api, folder):
    opened = folder.write(SOUND)

    refused = await api.post("/plan-files/week/save", text=plan(WRONG), expected=opened)

    assert refused.status == 400
    assert [one["where"] for one in refused.body["mistakes"]] == ["body.text:8:23"]
    assert folder.read() == SOUND


async def test_a_new_plan_takes_no_other_plans_file(api, folder):
    folder.write(plan(GREET, name="other"), "week")

    taken = await api.post("/plan-files/week/save", text=SOUND, expected="")
    twice = await api.post("/plan-files/other/save", text=plan(GREET, name="other"), expected="")
    renamed = await api.post("/plan-files/new/save", text=SOUND, expected="")

    assert (taken.status, twice.status, renamed.status) == (409, 409, 409)
    assert "is the plan 'week', not 'new'" in renamed.body["detail"]
    assert [one.name for one in folder.path.iterdir()] == ["week.yaml"]


async def test_a_new_plan_gets_a_file_of_its_name(api, folder):
    saved = await api.post("/plan-files/week/save", text=SOUND, expected="")

    assert saved.status == 200
    assert folder.read() == SOUND


async def test_a_broken_file_is_mended_in_its_place(api, folder):
    broken = folder.write(plan(WRONG), "erste-woche")

    saved = await api.post("/plan-files/week/save", text=SOUND, expected=broken)

    assert saved.status == 200
    assert [one.name for one in folder.path.iterdir()] == ["erste-woche.yaml"]
    assert folder.read("erste-woche") == SOUND


async def test_a_folder_that_cannot_be_written_says_so(api, folder):
    folder.path.rmdir()
    folder.path.write_text("no folder", encoding="utf-8")

    refused = await api.post("/plan-files/week/save", text=SOUND, expected="")

    assert refused.status == 409
    assert "the plan folder cannot be written" in refused.body["detail"]


async def test_plans_of_the_library_are_there_to_begin_with(api):
    listed = (await api.get("/plan-library")).items
    text = (await api.get("/plan-library/new-class-week")).body

    assert {"new-class-week", "warm-up", "first-days"} <= {one["name"] for one in listed}
    assert next(one for one in listed if one["name"] == "warm-up")["needs_event"] is True
    assert text["source"].startswith("# yaml-language-server")
    assert (await api.get("/plan-library/nothing")).status == 404


async def test_editors_get_the_schema_of_plans_and_who_can_hold_seats(api, folder):
    given = (await api.get("/plan-schema")).body

    assert {"name", "seats", "steps"} <= given["json_schema"]["properties"].keys()
    assert (given["accounts"], given["staff"]) == (["wx"], ["li"])


async def test_editors_get_the_files_of_the_plan_folder_that_can_be_posted(api, folder):
    (folder.path / "media").mkdir()
    for name in ("media/poster.png", "guide.pdf", ".hidden.png", "old.yaml.old", "x.schema.json"):
        (folder.path / name).write_bytes(b"x")

    given = (await api.get("/plan-schema")).body

    assert given["files"] == ["guide.pdf", "media/poster.png"]

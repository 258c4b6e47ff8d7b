"""`groupkeeper check`: what an operator reads."""

import json

import pytest
import typer
from typer.testing import CliRunner

from bot.cli.check import register
from tests.support.sop_stage import plan

CONFIG = """
channels: [{name: sim, kind: simulator}]
staff: [{name: li}]
"""
ENFORCE = 'did you mean "enforce"?'
TEACHER = 'did you mean "teacher"?'
PUT_IT = "put the file there and write its name"
OWN = "give each plan its own"
GOOD = 'id: a, seat: teacher, when: {day: 1, at: "08:30"}, say: "好"'


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A place with a sound config.yaml and one sound plan."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "config.yaml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "sop/plans").mkdir(parents=True)
    (tmp_path / "sop/plans/week.yaml").write_text(plan(GOOD), encoding="utf-8")
    return tmp_path


def check(*arguments):
    app = typer.Typer()
    register(app)
    return CliRunner().invoke(app, [*map(str, arguments)])


def write(folder, name, text):
    (folder / name).write_text(text, encoding="utf-8")


@pytest.mark.usefixtures("folder")
def test_sound_files_are_told_so():
    done = check()

    assert (done.exit_code, done.stdout) == (0, "2 files, no mistakes\n")


def test_every_mistake_of_every_file_has_its_place_and_the_exit_code_is_2(folder):
    write(folder, "config.yaml", CONFIG + "rooms: {defaults: {mode: enforced}}\n")
    write(folder, "sop/plans/week.yaml", plan(GOOD).replace("seat: teacher", "seat: techer"))

    done = check()

    assert done.exit_code == 2
    assert done.stdout.splitlines() == [
        f"config.yaml:4:26: 'mode' should be one of observe, enforce, not 'enforced'; {ENFORCE}",
        f"sop/plans/week.yaml:8:19: no seat 'techer'; {TEACHER}; use one of: li, teacher",
    ]


def test_seats_are_held_by_those_whom_config_yaml_knows(folder):
    write(folder, "sop/plans/week.yaml", plan(GOOD).replace("person: li", "person: lii"))

    assert "no colleague 'lii'; did you mean \"li\"?" in check().stdout


def test_two_files_are_not_one_plan_and_config_starts_only_what_is_there(folder):
    write(folder, "sop/plans/other.yaml", plan(GOOD))
    write(folder, "config.yaml", CONFIG + "sop:\n  start: [{plan: weak, rooms: ['*']}]\n")

    done = check()

    assert done.stdout.splitlines() == [
        "config.yaml:5:18: no plan 'weak'; did you mean \"week\"?; the folder has: week",
        f"sop/plans/week.yaml:1:1: the name 'week' is taken by sop/plans/other.yaml; {OWN}",
    ]


def test_files_to_be_posted_lie_in_the_plan_folder(folder):
    steps = [
        GOOD + ", media: {file: poster.png}",
        GOOD.replace("id: a", "id: b") + ", media: {file: ../../config.yaml}",
        GOOD.replace("id: a", "id: c") + ", media: {file: none.png}",
        GOOD.replace("id: a", "id: d") + ", media: {file: 'https://example.org/a.png'}",
    ]
    write(folder, "sop/plans/week.yaml", plan(*steps))
    (folder / "sop/plans/poster.png").write_bytes(b"x")

    done = check()

    assert done.exit_code == 2
    assert done.stdout.splitlines() == [
        f"sop/plans/week.yaml:9:81: '../../config.yaml' lies outside the plan folder; {PUT_IT}",
        "sop/plans/week.yaml:10:81: there is no file 'none.png' in the plan folder",
    ]


def test_single_files_are_checked_wherever_they_are_and_json_is_for_programs(folder):
    write(folder, "draft.yaml", "name: [")
    write(folder, "latin.yaml", "")
    (folder / "latin.yaml").write_bytes("title: é".encode("latin-1"))

    done = check("draft.yaml", "latin.yaml", "nowhere.yaml", "--json")

    assert done.exit_code == 2
    found = json.loads(done.stdout)
    assert found["ok"] is False
    assert [(p["file"], p["line"], p["column"]) for p in found["problems"]] == [
        ("draft.yaml", 1, 8),
        ("latin.yaml", 1, 1),
        ("nowhere.yaml", 1, 1),
    ]
    assert "save the file as UTF-8" in found["problems"][1]["what"]


def test_a_missing_config_is_a_mistake_with_a_cure(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    done = check()

    assert done.exit_code == 2
    assert "groupkeeper init" in done.stdout


def test_a_file_that_is_not_there_is_told_wherever_a_plan_posts_it(folder):
    write(
        folder,
        "sop/plans/week.yaml",
        plan(
            'id: a, seat: teacher, when: {day: 1, at: "08:30"}, say: [{media: {image: a.png}}]',
            'id: b, seat: teacher, when: {day: 1, at: "09:30"}, expect: {replies: 1}, say: x,'
            " otherwise: [{media: {file: b.pdf}}]",
            'id: c, seat: teacher, when: {day: 1, at: "10:30"},'
            " variants: {v: {media: {video: c.mp4}}}",
        ),
    )

    done = check()

    assert done.exit_code == 2
    assert done.stdout.splitlines() == [
        "sop/plans/week.yaml:8:79: there is no file 'a.png' in the plan folder",
        "sop/plans/week.yaml:9:114: there is no file 'b.pdf' in the plan folder",
        "sop/plans/week.yaml:10:87: there is no file 'c.mp4' in the plan folder",
    ]


def test_a_plan_with_a_mistake_is_looked_at_for_files_and_passed_days_at_once(folder):
    steps = (
        'id: a, seat: techer, when: {day: 1, at: "08:30"}, say: "好"',
        'id: b, seat: teacher, when: {day: 1, at: "08:30"}, say: [{media: {image: no.png}}]',
        'id: c, seat: teacher, when: {date: 2020-01-01, at: "08:30"}, say: "好"',
    )
    write(folder, "sop/plans/week.yaml", plan(*steps))

    lines = check().stdout.splitlines()

    assert ["no seat 'techer'" in lines[0], "no file 'no.png'" in lines[1]] == [True, True]
    assert "2020-01-01 has passed" in lines[2]


def test_days_that_have_passed_are_warned_of_and_refused_only_with_strict(folder):
    write(
        folder,
        "sop/plans/week.yaml",
        plan(
            'id: a, seat: teacher, when: {date: 2020-03-01, at: "08:30"}, say: x',
            'id: b, seat: teacher, when: {every: day, at: "08:30", until: 2020-03-05}, say: x',
        ),
    )

    done = check()

    first, second, last = done.stdout.splitlines()
    assert first.startswith("sop/plans/week.yaml:8:41: warning: 2020-03-01 has passed (today is ")
    assert second.startswith("sop/plans/week.yaml:9:67: warning: this ended on 2020-03-05 (today")
    assert (done.exit_code, last) == (0, "2 files, no mistakes, 2 warnings")
    assert check("--strict").exit_code == 2


def test_cards_that_an_account_of_config_yaml_cannot_post_are_warned_of(folder):
    card = "[{media: {mini_program: {app_id: wx1234567890}, title: 打卡}}]"
    write(folder, "sop/plans/week.yaml", plan(GOOD.replace('"好"', card)))
    wechat = "{kind: wechaty, name: wx, endpoint: 'h:1', token: t, mini_programs: false}"
    assert check().stdout == "2 files, no mistakes\n"
    write(folder, "config.yaml", f"channels: [{wechat}]\nstaff: [{{name: li}}]\n")

    [warned, last] = check().stdout.splitlines()
    assert warned.startswith("sop/plans/week.yaml:8:71: warning: account wx cannot post mini_prog")
    assert last == "2 files, no mistakes, 1 warning"


def test_mistakes_are_told_in_chinese_where_that_is_asked_for(folder, monkeypatch):
    write(folder, "sop/plans/week.yaml", plan(GOOD).replace("seat: teacher", "seat: techer"))
    chinese = (
        "sop/plans/week.yaml:8:19: 没有席位 'techer'；可用：li, teacher，是不是想写“teacher”？\n"
    )

    assert check("--language", "zh").stdout == chinese
    monkeypatch.setenv("LANGUAGE", "zh_CN.UTF-8")
    assert check().stdout == chinese
    assert json.loads(check("--json").stdout)["problems"][0]["what"].startswith("没有席位")
    assert "no seat 'techer'" in check("--language", "en").stdout
    assert check("--language", "fr").exit_code == 2

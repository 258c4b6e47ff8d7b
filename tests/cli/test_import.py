import json
import re

import pytest
import typer
from typer.testing import CliRunner

from bot.cli import export, import_

LINE = '{{"at": "2024-05-01T{at}+08:00", "room": "{room}", "sender": "{who}", "text": "{text}"}}'
LEFT = '{"event": "left", "at": "2024-05-01T10:00+08:00", "room": "业主群", "members": ["u2"]}'
TOPIC = '{"event": "topic", "at": "2024-05-01T10:01+08:00", "room": "业主群", "topic": "新名"}'
RECALLED = '{"event": "recalled", "at": "2024-05-01T10:02+08:00", "room": "业主群", "recalled": 7}'
TELEGRAM = {
    "name": "读书群",
    "type": "private_supergroup",
    "id": 9,
    "messages": [
        {
            "id": 1,
            "type": "service",
            "date_unixtime": "1714525200",
            "actor": "王老师",
            "actor_id": "user1",
            "action": "invite_members",
            "members": ["Hao"],
            "text": "",
        },
        {
            "id": 2,
            "type": "message",
            "date_unixtime": "1714525201",
            "from": "Hao",
            "from_id": "user2",
            "text": "大家好",
            "reply_to_message_id": 1,
            "photo": "photos/a.jpg",
        },
        {
            "id": 3,
            "type": "service",
            "date_unixtime": "1714525202",
            "actor": "王老师",
            "actor_id": "user1",
            "action": "edit_group_title",
            "title": "读书二群",
            "text": "",
        },
    ],
}


def talk(count=3, room="业主群"):
    lines = (
        LINE.format(
            at=f"{9 + n // 60:02}:{n % 60:02}:00", room=room, who=f"u{n % 2 + 1}", text=f"第{n}句"
        )
        for n in range(count)
    )
    return "\n".join(lines) + "\n"


@pytest.fixture
def home(tmp_path, store_url):
    """A folder with a config.yaml for an empty database."""
    (tmp_path / "config.yaml").write_text(f'storage: {{url: "{store_url}"}}\n', encoding="utf-8")
    return tmp_path


@pytest.fixture
def second(tmp_path):
    """Another folder, with a database that does not exist yet."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    url = f"sqlite+aiosqlite:///{folder}/other.db"
    (folder / "config.yaml").write_text(f'storage: {{url: "{url}"}}\n', encoding="utf-8")
    return folder


def run(folder, command, *arguments):
    app = typer.Typer()
    import_.register(app)
    export.register(app)
    config = ["--config", str(folder / "config.yaml")]
    return CliRunner().invoke(app, [command, *map(str, arguments), *config])


def report(folder, *arguments):
    result = run(folder, "import", *arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)["files"]


def written(folder, name, text):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def exported(folder, name="out.jsonl", *more):
    path = folder / name
    result = run(folder, "export", "--out", path, "--force", *more)
    assert result.exit_code == 0, result.output
    return path.read_text(encoding="utf-8")


def test_importing_twice_is_importing_once(home):
    path = written(home, "past.jsonl", talk() + LEFT)

    (first,) = report(home, path)
    (second,) = report(home, path)

    assert (first["read"], first["stored"], first["already_there"]) == (4, 4, 0)
    assert (second["read"], second["stored"], second["already_there"]) == (4, 0, 4)
    assert (first["people"], first["rooms"]) == (2, ["业主群"])


def test_an_export_imported_elsewhere_is_the_same_archive(home, second):
    path = written(home, "result.json", json.dumps(TELEGRAM))
    report(home, path)
    report(home, written(home, "past.jsonl", talk() + "\n".join((LEFT, RECALLED, TOPIC))))
    once = exported(home)

    report(second, home / "out.jsonl")

    assert exported(second) == once
    assert len(once.splitlines()) == 9


def test_a_part_of_the_archive_can_be_exported(home):
    report(home, written(home, "a.jsonl", talk() + talk(room="二群")))

    only = exported(home, "b.jsonl", "--room", "二*", "--since", "2024-05-01 09:01")

    assert [json.loads(line)["text"] for line in only.splitlines()] == ["第1句", "第2句"]


def test_an_export_does_not_overwrite_a_file_unasked(home):
    path = written(home, "out.jsonl", "mine")

    assert run(home, "export", "--out", path).exit_code == 1
    assert path.read_text() == "mine"


def test_broken_lines_are_listed_and_stop_nothing(home):
    lines = talk(600).splitlines()
    lines[10] = "{"
    lines[550] = '{"at": "bald", "text": ""}'

    (found,) = report(home, written(home, "a.jsonl", "\n".join(lines)))

    assert found["stored"] == 598
    places = {aside["reason"]: aside["first"][0]["line"] for aside in found["set_aside"]}
    assert places == {"not JSON": 11, "no time that can be read in `at`": 551}


def test_every_event_there_is_is_named_to_who_writes_another(home):
    line = '{"at": "2024-05-01T10:31:00+08:00", "room": "a", "event": "explode"}'

    (found,) = report(home, written(home, "a.jsonl", talk() + line + "\n"))

    (aside,) = found["set_aside"]
    assert aside["reason"].endswith("one of joined, left, topic, recalled, edited, found_out")


def test_a_file_that_is_one_line_names_it_once(home):
    messages = [{"id": n, "type": "message", "date": "garbage"} for n in range(5)]
    chat = {"name": "晨读", "type": "private_group", "id": 1, "messages": messages}
    path = written(home, "result.json", json.dumps(chat))

    shown = run(home, "import", path, "--dry-run").output

    assert "no time that can be read" in shown
    assert "1, 1" not in shown


def test_only_the_first_twenty_of_a_kind_are_listed_and_all_are_counted(home):
    (found,) = report(home, written(home, "a.jsonl", talk() + "{\n" * 50))

    (aside,) = found["set_aside"]
    assert (aside["count"], len(aside["first"])) == (50, 20)


def test_a_dry_run_stores_nothing_and_needs_no_config(tmp_path):
    path = written(tmp_path, "a.jsonl", talk())

    result = run(tmp_path, "import", path, "--dry-run", "--json")

    assert json.loads(result.stdout)["files"][0]["read"] == 3
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.jsonl"]


def test_a_period_keeps_what_lies_in_it(home):
    path = written(home, "a.jsonl", talk(10))

    (found,) = report(home, path, "--since", "2024-05-01 09:03", "--until", "2024-05-01 09:05")

    assert (found["stored"], found["outside_period"]) == (2, 8)


def test_several_files_are_read_in_order_into_one_archive(home):
    text = "2024-05-01 09:30:00 小红\n早\n\n2024-05-01 09:31:00 小刚\n早\n"
    files = [written(home, "业主群.txt", text), written(home, "b.jsonl", talk())]

    found = report(home, *files)

    assert [one["format"] for one in found] == ["wechat-txt", "jsonl"]
    assert found[0]["rooms"] == ["业主群"]


def test_a_file_of_no_known_format_is_refused_before_anything_is_stored(home):
    good, bad = written(home, "a.jsonl", talk()), written(home, "b.txt", "nothing here\n")

    result = run(home, "import", good, bad)

    assert result.exit_code == 2
    assert "telegram" in result.output
    assert exported(home) == ""


@pytest.mark.parametrize(
    "arguments", [("--since", "bald"), ("--zone", "Mars/Base"), ("--format", "icq")]
)
def test_a_wrong_option_is_told_and_exits_with_2(home, arguments):
    result = run(home, "import", written(home, "a.jsonl", talk()), *arguments)

    assert result.exit_code == 2


def test_a_file_of_which_nothing_could_be_read_exits_with_1(home):
    result = run(home, "import", written(home, "a.jsonl", "{\n{\n"), "--format", "jsonl")

    assert result.exit_code == 1


def test_the_report_for_people_tells_counts_and_reasons(home):
    result = run(home, "import", written(home, "a.jsonl", talk() + "{\n"))

    assert result.exit_code == 0
    assert re.search(r"stored\s+│\s+3", result.output)
    assert "not JSON" in result.output

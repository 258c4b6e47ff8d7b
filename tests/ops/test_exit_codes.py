"""What the command says and gives back when it cannot do what it was told."""

import socket
import sqlite3
import stat

import pytest

from bot.cli.main import main


@pytest.fixture
def told(tmp_path, monkeypatch, capsys):
    """Run the command in an empty folder: its exit code, and what it said."""
    monkeypatch.chdir(tmp_path)

    def run(*words):
        monkeypatch.setattr("sys.argv", ["groupkeeper", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        code = ended.value.code
        return (code or 0), said.out + said.err

    return run


def config(folder, storage="sqlite+aiosqlite:///gk.db", web="{port: 0}"):
    text = f"storage: {{url: '{storage}', busy_timeout_seconds: 0.2}}\nweb: {web}\n"
    (folder / "config.yaml").write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    "words",
    [
        ("frobnicate",),
        ("run", "--nope"),
        ("run", "--config"),
        ("judge",),
        ("import",),
        ("export",),
        ("demo", "--port", "many"),
        ("db", "frobnicate"),
    ],
)
def test_used_wrongly_is_2(told, words):
    code, said = told(*words)

    assert code == 2
    assert "Usage: groupkeeper" in said or "requires an argument" in said


@pytest.mark.parametrize(
    "words",
    [
        ("run",),
        ("check",),
        ("find", "x"),
        ("replay",),
        ("db", "status"),
        ("sop", "list"),
        ("export", "--out", "x.jsonl"),
    ],
)
def test_without_a_config_one_is_told_how_to_get_one(told, words):
    code, said = told(*words)

    assert code == 2
    assert "config.yaml:1:1: no such file; `groupkeeper init` writes one" in said


@pytest.mark.parametrize("words", [("check",), ("find", "x")])
def test_without_a_config_one_is_told_so_in_chinese_where_the_terminal_is(told, monkeypatch, words):
    monkeypatch.setenv("LANGUAGE", "zh")

    code, said = told(*words)

    assert code == 2
    assert "config.yaml:1:1: 没有这个文件；`groupkeeper init` 会写一个" in said


@pytest.mark.parametrize("words", [("run",), ("check",), ("find", "x"), ("sop", "list")])
def test_a_broken_config_is_2_with_the_place(told, tmp_path, words):
    (tmp_path / "config.yaml").write_text("web: {prot: 1}\n", encoding="utf-8")

    code, said = told(*words)

    assert code == 2
    assert "config.yaml:1:7: unknown key 'prot'" in said


@pytest.mark.parametrize(
    ("words", "what_would_be_right"),
    [
        (("cases", "show", "1"), "groupkeeper cases list"),
        (("conduct", "show", "10001"), "groupkeeper find"),
        (("person", "show", "10001"), "nobody has the student ID 10001"),
        (("login", "link", "nobody"), "groupkeeper login list"),
        (("token", "revoke", "9"), "groupkeeper token list"),
        (("spam", "rollback", "5"), "spam versions"),
        (("sop", "task", "12"), "groupkeeper sop tasks"),
        (("sop", "history", "nope"), "groupkeeper sop list"),
        (("deliveries", "release", "1"), "groupkeeper deliveries list"),
        (("content", "show", "x"), "the library has: none"),
        (("campaign", "show", "x"), "there are: none"),
        (("db", "restore", "no.db"), "no such file"),
        (("db", "backup", "no/copy.db"), "no such folder; make it first"),
        (("export", "--out", "config.yaml"), "--force overwrites it"),
    ],
)
def test_what_is_not_there_or_in_the_way_is_2_and_says_what_is(
    told, tmp_path, sqlite_file, words, what_would_be_right
):
    (tmp_path / "gk.db").write_bytes(sqlite_file.read_bytes())
    config(tmp_path)

    code, said = told(*words)

    assert code == 2
    assert what_would_be_right in " ".join(said.replace("│", " ").split())


def test_a_port_that_is_taken_is_2(told, tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        config(tmp_path, web=f"{{port: {port}}}")
        code, said = told("run")

    assert code == 2
    assert f"web.port {port}: cannot listen there" in said


@pytest.mark.parametrize(
    "words", [("run",), ("find", "x"), ("sop", "task", "1"), ("db", "upgrade")]
)
def test_a_database_of_a_newer_version_is_not_touched(told, tmp_path, sqlite_file, words):
    path = tmp_path / "gk.db"
    path.write_bytes(sqlite_file.read_bytes())
    with sqlite3.connect(path) as database:
        database.execute("UPDATE alembic_version SET version_num = 'of-tomorrow'")
    config(tmp_path)

    code, said = told(*words)

    assert code == 1
    assert "made by a newer groupkeeper (its revision of-tomorrow is unknown here" in said
    with sqlite3.connect(path) as database:
        assert database.execute("SELECT * FROM alembic_version").fetchall() == [("of-tomorrow",)]


@pytest.mark.parametrize(
    ("url", "said_of_it"),
    [
        ("postgresql+asyncpg://u:hunter2-hunter2@127.0.0.1:1/gk", "Connect call failed"),
        ("sqlite+aiosqlite:///no/such/folder/gk.db", "unable to open database file"),
        ("sqlite+aiosqlite:////proc/gk.db", "unable to open database file"),
    ],
)
@pytest.mark.parametrize("words", [("run",), ("find", "x")])
def test_a_database_that_cannot_be_opened_is_1(told, tmp_path, url, said_of_it, words):
    config(tmp_path, storage=url)

    code, said = told(*words)

    assert code == 1
    assert said_of_it in said
    assert "groupkeeper doctor" in said
    assert "hunter2" not in said


def test_a_file_that_is_no_database_is_1(told, tmp_path):
    (tmp_path / "gk.db").write_bytes(b"a letter to my aunt " * 500)
    config(tmp_path)

    code, said = told("run")

    assert code == 1
    assert "file is not a database" in said
    assert (tmp_path / "gk.db").read_bytes().startswith(b"a letter")


@pytest.mark.parametrize("words", [("run",), ("find", "x"), ("db", "upgrade")])
def test_a_database_of_another_program_is_left_as_it_is(told, tmp_path, words):
    with sqlite3.connect(tmp_path / "gk.db") as database:
        database.execute("CREATE TABLE invoice (number INTEGER)")
    config(tmp_path)

    code, said = told(*words)

    assert code == 1
    assert "tables of another program (invoice); name a file of its own in storage.url" in said
    assert "wrong   migrations: the file holds tables of another program" in told("doctor")[1]
    with sqlite3.connect(tmp_path / "gk.db") as database:
        assert database.execute("SELECT name FROM sqlite_master").fetchall() == [("invoice",)]


@pytest.mark.parametrize(
    ("content", "said_of_it"),
    [("备注: 中文".encode("gbk"), "save it as UTF-8"), (None, "config.yaml:1:1: cannot be read: ")],
)
def test_a_config_that_is_no_text_says_what_it_should_be(told, tmp_path, content, said_of_it):
    if content is None:
        (tmp_path / "config.yaml").mkdir()
    else:
        (tmp_path / "config.yaml").write_bytes(content)

    code, said = told("check")

    assert code == 2
    assert said_of_it in said


def test_a_locked_database_at_the_start_is_1(told, tmp_path, sqlite_file):
    (tmp_path / "gk.db").write_bytes(sqlite_file.read_bytes())
    config(tmp_path)
    other = sqlite3.connect(tmp_path / "gk.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    code, said = told("run")
    other.close()

    assert code == 1
    assert "database is locked" in said


def test_init_where_nothing_can_be_written_says_so(told, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")

    code, said = told("init", "--config", "file/config.yaml")

    assert code == 1
    assert "error: file: " in said


def test_a_newcomer_gets_through_every_command(told, tmp_path):
    said = {}
    for words in (
        ("init",),
        ("check",),
        ("doctor",),
        ("db", "upgrade"),
        ("db", "status"),
        ("sop", "list"),
        ("replay",),
        ("export", "--out", "talk.jsonl"),
    ):
        code, said[words] = told(*words)
        assert code == 0, said[words]
    assert stat.S_ISREG((tmp_path / "groupkeeper.db").stat().st_mode)
    code, _ = told("find", "nobody")
    assert code == 1

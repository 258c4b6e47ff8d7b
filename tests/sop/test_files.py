"""The plan folder."""

import os
import re
from pathlib import Path

import pytest

from bot.plans.folder import PlanFolder
from sop.parse import MAX_BYTES
from sop.shelf import FoundFile, Shelf, stock
from tests.support.sop_stage import plan

STEP = 'id: a, seat: teacher, when: {day: 1, at: "08:30"}, say: "好"'


def test_the_folder_is_read_again_only_when_something_changed(tmp_path):
    folder = PlanFolder(tmp_path / "plans")
    assert folder.changed() == ()
    assert folder.changed() is None
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans/.hidden.yaml").write_text("x", encoding="utf-8")
    (tmp_path / "plans/notes.txt").write_text("x", encoding="utf-8")
    assert folder.changed() is None
    path = tmp_path / "plans/a.yml"
    path.write_text("name: a", encoding="utf-8")
    os.utime(path, ns=(1, 1))
    assert [f.source for f in folder.changed() or ()] == ["name: a"]
    os.utime(path, ns=(2, 2))
    assert folder.changed() is not None
    path.unlink()
    assert folder.changed() == ()


def test_files_that_cannot_be_read_are_refused_one_by_one(tmp_path):
    (tmp_path / "good.yaml").write_text(plan(STEP), encoding="utf-8")
    (tmp_path / "bytes.yaml").write_bytes(b"name: \xff")
    (tmp_path / "large.yaml").write_bytes(b"# " + b"x" * (10 * 1024 * 1024))
    (tmp_path / "chinese.yaml").write_text("# " + "字" * 10**6, encoding="utf-8")
    (tmp_path / "folder.yaml").mkdir()

    shelf = stock(Shelf(), PlanFolder(tmp_path).changed() or (), None)

    assert list(shelf.plans) == ["week"]
    told = {one.file.rsplit("/", 1)[1]: str(one.error) for one in shelf.refused}
    assert "save the file as UTF-8" in told["bytes.yaml"]
    assert f"more than {MAX_BYTES:,} bytes" in told["large.yaml"]
    assert f"more than {MAX_BYTES:,} bytes" in told["chinese.yaml"]
    assert "cannot be read" in told["folder.yaml"]


@pytest.fixture
def media(tmp_path):
    """A plan folder with a picture; beside it a file that is nobody's business."""
    (tmp_path / "secret.txt").write_text("x", encoding="utf-8")
    (tmp_path / "plans/media").mkdir(parents=True)
    (tmp_path / "plans/media/海报 1.png").write_bytes(b"x")
    return tmp_path


def test_a_file_to_be_posted_is_found_below_the_plan_folder_from_wherever_one_stands(
    media, monkeypatch
):
    (media / "plans/link.png").symlink_to("media/海报 1.png")
    monkeypatch.chdir("/")
    folder = PlanFolder(media / "plans")
    real = str((media / "plans/media/海报 1.png").resolve())

    assert folder.find("media/海报 1.png") == FoundFile(path=real)
    assert folder.find("link.png") == FoundFile(path=real)
    assert folder.find(real) == FoundFile(path=real)


@pytest.mark.parametrize(
    ("file", "mistake"),
    [
        ("../secret.txt", "lies outside the plan folder"),
        ("media/../../secret.txt", "lies outside the plan folder"),
        ("/proc/self/environ", "lies outside the plan folder"),
        ("/dev/zero", "lies outside the plan folder"),
        ("away.txt", "lies outside the plan folder"),
        ("none.png", "there is no file 'none.png'"),
        ("file:///etc/passwd", "there is no file"),
        ("media", "is no file that could be posted"),
        ("pipe", "is no file that could be posted"),
        ("media/海报 1.png/x", "there is no file"),
        ("round.txt", "cannot be read|leads nowhere|there is no file"),
        ("a\0b", "leads nowhere"),
        ("x" * 1000, "cannot be read|there is no file"),
    ],
)
def test_no_other_file_of_the_machine_can_be_posted(media, file, mistake):
    (media / "plans/away.txt").symlink_to("../secret.txt")
    (media / "plans/round.txt").symlink_to("round.txt")
    os.mkfifo(media / "plans/pipe")

    found = PlanFolder(media / "plans").find(file)

    assert found.path == ""
    assert re.search(mistake, found.mistake)


def test_a_pipe_that_is_called_like_a_plan_keeps_nobody_waiting(tmp_path):
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "endless.yaml").symlink_to("/dev/zero")
    (tmp_path / "plan.yaml").write_text("name: x\n")

    found = PlanFolder(tmp_path).changed()

    assert [Path(one.file).name for one in found or ()] == ["plan.yaml"]

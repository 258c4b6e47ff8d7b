"""The plan folder."""

import os

from bot.plan_folder import PlanFolder
from sop.parse import MAX_BYTES
from sop.shelf import Shelf, stock
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
    (tmp_path / "folder.yaml").mkdir()

    shelf = stock(Shelf(), PlanFolder(tmp_path).changed() or (), None)

    assert list(shelf.plans) == ["week"]
    told = {one.file.rsplit("/", 1)[1]: str(one.error) for one in shelf.refused}
    assert "save the file as UTF-8" in told["bytes.yaml"]
    assert f"at most {MAX_BYTES:,} are read" in told["large.yaml"]
    assert "cannot be read" in told["folder.yaml"]

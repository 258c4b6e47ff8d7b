"""The desk of the content library, with the desk of plans, on a real database and real files."""

import os
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from bot.content.desk import ContentDesk
from bot.content.folder import ContentFolder
from bot.core.content import Approval
from storage.sop.content import Contents
from storage.sop.tasks import TaskFilter, Tasks
from tests.support.sop_stage import Stage, Work, plan

TIPS = """
id: tips
kind: text
title: 小贴士
author: li
text: 「{{ room.name }}」的小贴士
"""
DAY_6 = 'id: a, seat: teacher, when: {day: 6, at: "09:00"}, content: tips'
TODAY = 'id: a, seat: teacher, when: {day: 1, at: "09:00"}, content: tips'


class Working(Work):
    """One transaction, with approvals."""

    def __init__(self, connection):
        super().__init__(connection)
        self.contents = Contents(connection)


@dataclass
class Library:
    """The folder, the desk of the library, and the desk of plans that says its pieces."""

    stage: Stage
    folder: Any
    desk: ContentDesk = field(init=False)

    def __post_init__(self):
        self.desk = ContentDesk(
            settings=lambda: self.stage.settings,
            folder=ContentFolder(self.folder),
            staff=lambda: frozenset({"li"}),
            shelf=lambda: self.stage.desk.shelf,
        )

    def write(self, text, name="tips.yaml"):
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        stamp = path.stat().st_mtime_ns + 1_000_000  # two edits within a tick of the disk's clock
        os.utime(path, ns=(stamp, stamp))

    async def tick(self, **later):
        """The library's duty, then that of plans, as at a tick of the service."""
        self.stage.now += timedelta(**later)
        async with self.stage.database.write() as connection:
            work = Working(connection)
            effects = await self.desk.tick(work, self.stage.now)
            await work.apply(effects, self.stage.now)
        self.desk.confirm()
        self.stage.library = self.desk.library
        await self.stage.tick()
        return effects

    async def approve(self, *, given=True):
        version = self.desk.library.pieces["tips"].version
        word = Approval(content="tips", version=version, by="wang", at=self.stage.now, given=given)
        async with self.stage.database.write() as connection:
            await Contents(connection).put(word)

    async def tasks(self):
        async with self.stage.database.read() as connection:
            return (await Tasks(connection).listed(TaskFilter())).items


@pytest.fixture
async def shelf(database, tmp_path):
    stage = Stage(database)
    await stage.rooms()
    return Library(stage=stage, folder=tmp_path)


async def begin(shelf, step):
    shelf.stage.folder.files["week.yaml"] = plan(step)
    await shelf.stage.tick()
    await shelf.stage.start()


async def test_an_approved_piece_is_said_with_the_facts_of_its_room(shelf):
    shelf.write(TIPS)
    await begin(shelf, TODAY)
    await shelf.tick(seconds=5)
    await shelf.approve()
    await shelf.tick(hours=1)

    assert await shelf.stage.said() == ["「群1」的小贴士"]


async def test_a_piece_that_is_not_approved_is_held_with_an_alert_and_never_said(shelf):
    shelf.write(TIPS)
    await begin(shelf, TODAY)
    await shelf.tick(hours=1)

    assert await shelf.stage.said() == []
    assert await shelf.stage.states("a") == ["held"]
    assert any("没有发：内容 tips 还没有批准" in one for one in await shelf.stage.alerts())


async def test_an_edit_takes_the_approval_with_it(shelf):
    shelf.write(TIPS)
    await begin(shelf, TODAY)
    await shelf.tick(seconds=5)
    await shelf.approve()
    await shelf.tick(seconds=5)
    assert shelf.desk.library.approved("tips")
    shelf.write(TIPS.replace("的小贴士", "的新贴士"))
    await shelf.tick(hours=1)

    assert await shelf.stage.said() == []
    assert any("改过之后还没有重新批准" in one for one in await shelf.stage.alerts())


async def test_another_picture_behind_the_same_name_takes_the_approval_with_it(shelf):
    (shelf.folder / "media").mkdir()
    shelf.write("png", "media/a.png")
    shelf.write(TIPS.replace("kind: text", "kind: image") + "media: {image: media/a.png}\n")
    await shelf.tick(seconds=5)
    await shelf.approve()
    await shelf.tick(seconds=5)
    assert shelf.desk.library.approved("tips")
    assert shelf.desk.library.pieces["tips"].attached.endswith("media/a.png")

    shelf.write("pnG", "media/a.png")
    await shelf.tick(seconds=5)

    assert not shelf.desk.library.approved("tips")


async def test_a_withdrawn_approval_counts_at_the_next_look(shelf):
    shelf.write(TIPS)
    await begin(shelf, TODAY)
    await shelf.tick(seconds=5)
    await shelf.approve()
    await shelf.tick(seconds=5)
    await shelf.approve(given=False)
    await shelf.tick(hours=1)

    assert await shelf.stage.said() == []


async def test_the_author_gets_one_task_in_time_and_approving_closes_it(shelf):
    shelf.write(TIPS)
    await begin(shelf, DAY_6)
    await shelf.tick(days=1)
    assert not await shelf.tasks()
    await shelf.tick(days=1, hours=2)
    await shelf.tick(hours=1)
    [task] = await shelf.tasks()
    assert (task.staff, task.state) == ("li", "open")
    assert "还没有批准" in task.text
    await shelf.tick(days=1)
    assert sum(one.startswith("内容 tips") for one in await shelf.stage.alerts()) == 1

    await shelf.approve()
    await shelf.tick(minutes=1)

    assert [one.state for one in await shelf.tasks()] == ["done"]


async def test_what_a_restarted_service_tells_again_is_one_task(shelf):
    shelf.write(TIPS)
    await begin(shelf, DAY_6)
    await shelf.tick(days=2, hours=2)
    shelf.__post_init__()
    await shelf.tick(minutes=1)

    assert len(await shelf.tasks()) == 1


async def test_a_broken_file_is_told_in_chinese_and_the_last_sound_text_stays(shelf):
    shelf.write(TIPS)
    await shelf.tick(seconds=5)
    await shelf.approve()
    shelf.write(TIPS.replace("title:", "titel:"))
    effects = await shelf.tick(seconds=5)
    again = await shelf.tick(seconds=5)

    assert "不认识的键 'titel'" in effects[0].reason
    assert "tips.yaml:4:1" in effects[0].reason
    assert again == []
    assert shelf.desk.library.approved("tips")


async def test_a_piece_whose_file_is_gone_is_gone(shelf):
    shelf.write(TIPS)
    await shelf.tick(seconds=5)
    (shelf.folder / "tips.yaml").unlink()
    await shelf.tick(seconds=5)

    assert shelf.desk.library.pieces == {}


async def test_without_a_folder_there_is_no_library(database):
    stage = Stage(database)
    shelf = Library(stage=stage, folder=None)
    await shelf.tick()

    assert shelf.desk.library.pieces == {}

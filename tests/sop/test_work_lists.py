"""Each colleague's work in the morning: once a day, by their own clock."""

from datetime import timedelta

import pytest

from bot.core.alerting import AlertState
from bot.core.effects import AssignTask, RaiseAlert
from bot.core.ids import RoomId, StaffName
from bot.core.staff import Staff
from bot.core.tasks import Absence
from bot.plans.agenda import AgendaDesk
from bot.tasks.desk import TaskDesk
from bot.tasks.work_list import WorkLists
from storage.service.alert_filter import AlertFilter
from storage.service.alerts import Alerts
from storage.sop.agenda_pages import Agenda
from tests.support.sop_stage import SHANGHAI, Work, plan

LI = Staff(name=StaffName("li"), zone=SHANGHAI)
WANG = Staff(name=StaffName("wang"), zone="Europe/Paris")
SHARE = 'id: share, seat: li, when: {day: 1, at: "20:00"}, say: "说说收获"'


class MorningWork(Work):
    """One transaction, as the lists need it."""

    def __init__(self, connection):
        super().__init__(connection)
        self.agenda = Agenda(connection)
        self.alerts = Alerts(connection)


class Mornings:
    """The lists on a stage; 08:00 in Shanghai, 01:00 in Paris."""

    def __init__(self, stage):
        self.stage = stage
        stage.settings = stage.settings.model_copy(update={"work_list_at": "08:30"})
        self.again()

    def again(self):
        """As after a restart of the process."""
        stage = self.stage
        tasks = TaskDesk(
            settings=lambda: stage.settings,
            staff=lambda: [LI, WANG],
            rules_for=lambda *_room: stage.rules,
            language=stage.tasks.language,
        )
        agenda = AgendaDesk(
            plans=lambda: {name: one.plan for name, one in stage.desk.shelf.plans.items()},
            staff=lambda: [LI, WANG],
            grace=lambda: stage.settings.grace,
            zone=lambda: SHANGHAI,
        )
        self.lists = WorkLists(agenda=agenda, tasks=tasks)

    async def tick(self, *, committed=True, **later):
        """Whose list is sent after that time; not committed: the database was away."""
        self.stage.now += timedelta(**later)
        async with self.stage.database.write() as connection:
            work = MorningWork(connection)
            effects = await self.lists.tick(work, self.stage.now)
            if committed:
                await work.apply(effects, self.stage.now)
        if committed:
            self.lists.confirm()
        return [(one.to, one.reason) for one in effects if isinstance(one, RaiseAlert)]

    async def give(self, staff):
        async with self.stage.database.write() as connection:
            due = self.stage.now + timedelta(hours=30)
            task = AssignTask(
                key=staff,
                staff=StaffName(staff),
                title="打电话",
                text="",
                due=due,
                room=RoomId(1),
            )
            await Work(connection).tasks.assign(task, self.stage.now)


@pytest.fixture
async def mornings(stage):
    stage.folder.files["week.yaml"] = plan(SHARE)
    await stage.rooms()
    await stage.tick()
    await stage.start()
    await stage.tick()
    return Mornings(stage)


async def test_the_list_comes_at_its_time_once_with_tasks_and_what_is_to_come(mornings):
    await mornings.give("li")

    assert await mornings.tick(minutes=29) == []
    [(to, text)] = await mornings.tick(minutes=1)
    assert await mornings.tick(minutes=1) == []

    assert to == "li"
    assert text.splitlines() == [
        "2026-03-02 的工作：2 项",
        "1. 任务 1 · 打电话 · 群1，03-03 14:00 之前（还剩 1 天 5 小时）",
        "2. 20:00 · share · 第一周 · 群1（到时发给您文案）",
    ]


async def test_a_restart_sends_no_list_twice_and_a_lost_transaction_loses_none(mornings):
    assert len(await mornings.tick(minutes=30, committed=False)) == 1
    assert len(await mornings.tick(seconds=1)) == 1
    mornings.again()
    assert await mornings.tick(seconds=1) == []


async def test_the_next_day_has_its_own_list(mornings):
    await mornings.give("li")
    await mornings.tick(minutes=30)

    [(_, text)] = await mornings.tick(days=1)

    assert text.startswith("2026-03-03 的工作：1 项")


async def test_everybody_is_told_by_their_own_clock(mornings):
    await mornings.give("wang")

    assert [to for to, _ in await mornings.tick(minutes=30)] == ["li"]
    assert [to for to, _ in await mornings.tick(hours=7)] == ["wang"]


async def test_who_has_nothing_to_do_or_is_away_is_left_in_peace(mornings):
    await mornings.give("wang")
    async with mornings.stage.database.write() as connection:
        absent = Absence(staff=LI.name, since=mornings.stage.now, author="li")
        await Work(connection).absences.leave(absent, mornings.stage.now)

    assert await mornings.tick(minutes=30) == []
    assert [to for to, _ in await mornings.tick(hours=7)] == ["wang"]


async def test_a_morning_is_not_told_of_in_the_evening(mornings):
    assert await mornings.tick(hours=12) == []


async def test_without_a_time_nobody_gets_a_list(mornings):
    mornings.stage.settings = mornings.stage.settings.model_copy(update={"work_list_at": ""})

    assert await mornings.tick(minutes=30) == []


async def test_yesterdays_list_does_not_stay_open(mornings):
    await mornings.give("li")
    await mornings.tick(minutes=30)
    await mornings.tick(days=1)

    async with mornings.stage.database.read() as connection:
        open_ones = (await Alerts(connection).page(AlertFilter(state=AlertState.OPEN))).items
    assert [one.group for one in open_ones] == ["worklist:li:2026-03-03"]

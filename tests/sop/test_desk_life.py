"""The desk with its folder, its config and its neighbours, on both databases."""

import asyncio
import contextlib
from datetime import timedelta

from bot.core.errors import StorageBusy
from bot.core.plans import RunState
from sop.settings import StartEntry
from tests.support.sop_stage import Folder, Stage, Work, plan

GREET = 'id: greet, seat: teacher, when: {day: 1, at: "08:30"}, say: "早上好，{{ room.name }}"'
THANKS = 'id: thanks, seat: teacher, when: {after: greet, delay: 10m}, say: "谢谢"'


async def test_a_broken_edit_is_refused_and_the_last_good_version_goes_on(stage):
    stage.folder.files["week.yaml"] = plan(GREET)
    await stage.rooms()
    await stage.tick()
    await stage.start()
    stage.folder.files["week.yaml"] = plan(GREET).replace("teacher,", "techer,")

    await stage.tick(seconds=5)
    await stage.tick(seconds=5)
    await stage.tick(minutes=30)

    assert await stage.said() == ["早上好，群1"]
    told = await stage.alerts()
    assert len(told) == 1
    assert "week.yaml:8:23: 没有席位 'techer'" in told[0]


async def test_a_refusal_whose_transaction_was_rolled_back_is_told_again(stage):
    await stage.rooms()
    await stage.tick()
    stage.folder.files["week.yaml"] = plan(GREET).replace("teacher,", "techer,")
    stage.now += timedelta(minutes=1)

    async with stage.database.read() as connection:
        lost = await stage.desk.tick(Work(connection), stage.now)
    told = await stage.tick(minutes=1)
    later = await stage.tick(minutes=1)

    assert len(lost) == 1
    assert (told, later) == (lost, [])


async def test_after_a_restart_with_a_broken_file_the_stored_version_goes_on(stage):
    stage.folder.files["week.yaml"] = plan(GREET)
    await stage.rooms()
    await stage.tick()
    await stage.start()
    await stage.tick()
    stage.folder.files["week.yaml"] = "name: ["
    stage.new_desk()

    await stage.tick(minutes=30)

    assert await stage.said() == ["早上好，群1"]


async def test_config_starts_a_plan_in_the_rooms_it_names_and_only_once(stage):
    stage.settings = stage.settings.model_copy(
        update={
            "start": (
                StartEntry(plan="week", rooms=("群1", "r3")),
                StartEntry(plan="nothing", rooms=("*",)),
            )
        }
    )
    stage.folder.files["week.yaml"] = plan(GREET)
    await stage.rooms(3)

    await stage.tick()
    await stage.tick(minutes=30)
    assert await stage.said() == ["早上好，群1", "早上好，群3"]
    runs = [step.run for step in await stage.steps()]
    await stage.with_runs("stop", runs, "运行已停止", stage.now)
    await stage.tick(minutes=5)

    assert {step.run for step in await stage.steps()} == set(runs)
    assert ["nothing" in told for told in await stage.alerts()] == [True]


async def test_a_run_ends_after_its_last_day(stage):
    stage.folder.files["week.yaml"] = plan(GREET)
    await stage.rooms()
    await stage.tick()
    runs = await stage.start()
    await stage.tick(minutes=30)
    await stage.outcome("sent")
    await stage.tick(hours=1)
    await stage.tick(days=1)

    found = await stage.with_runs("by_id", runs)

    assert found[runs[0]].state is RunState.DONE


async def test_a_file_that_goes_away_leaves_running_rooms_their_plan_and_tells(stage):
    stage.folder.files["week.yaml"] = plan(GREET)
    await stage.rooms()
    await stage.tick()
    await stage.start()
    await stage.tick()
    del stage.folder.files["week.yaml"]

    await stage.tick(minutes=30)

    assert await stage.said() == ["早上好，群1"]
    assert "的文件不在了" in (await stage.alerts())[0]


async def test_steps_that_wait_do_not_keep_back_those_behind_them(stage):
    stage.settings = stage.settings.model_copy(update={"posts_per_tick": 2})
    waits = (
        'id: waits, seat: teacher, when: {day: 1, at: "08:40"}, say: "w",'
        " requires: [greet], on_late: send"
    )
    noon = 'id: noon, seat: teacher, when: {day: 1, at: "08:50"}, say: "noon"'
    stage.folder.files["week.yaml"] = plan(GREET, waits, noon)
    await stage.rooms(3)
    await stage.tick()
    await stage.start()
    await stage.tick(minutes=30)
    await stage.tick()
    await stage.tick(minutes=20)
    await stage.tick()

    assert (await stage.said()).count("noon") == 3


async def test_two_processes_at_one_database_say_each_step_once(stage):
    stage.settings = stage.settings.model_copy(update={"posts_per_tick": 7, "rooms_per_tick": 9})
    other = Stage(stage.database, settings=stage.settings, folder=Folder())
    for each in (stage, other):
        each.folder.files["week.yaml"] = plan(GREET, THANKS)
    await stage.rooms(20)
    await stage.tick()
    await stage.start()

    async def ticks(desk):
        for minutes in (0, 0, 0, 16, 0, 0, 0, 0):
            with contextlib.suppress(StorageBusy):  # as the ticker: the next second tries again
                await desk.tick(minutes=minutes)

    await asyncio.gather(ticks(stage), ticks(other))
    await asyncio.gather(ticks(stage), ticks(other))  # 08:32

    assert sorted(await stage.said()) == sorted(f"早上好，群{n}" for n in range(1, 21))
    assert await stage.states("greet") == ["queued"] * 20

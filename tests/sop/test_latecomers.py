"""Who joins when a run has begun is told once what was said before, on both databases."""

from bot.core.ids import RoomId
from tests.sop.test_events import run
from tests.support.sop_talk import come, go

DAILY = 'id: day{n}, title: 第{n}课, seat: teacher, when: {{day: {n}, at: "08:30"}}, say: "第{n}课"'
LATE = (
    "latecomers: {seat: teacher, delay: 1m, from_day: 2,"
    " say: \"{{ names }} 你好，前面讲了：{{ missed | join('、') }}\"}\n"
)


async def course(stage):
    """Three lessons; the first two have been said when the third day begins."""
    steps = [DAILY.format(n=n) for n in (1, 2, 3)]
    await run(stage, *steps, more=LATE)
    for _ in range(2):
        await stage.tick(minutes=40)
        await stage.outcome("sent")
        await stage.tick(hours=23, minutes=20)
    return stage


async def test_who_comes_later_hears_what_was_said_before(stage):
    await course(stage)

    await stage.heard(await come(stage, "u1", "u2"))
    await stage.tick(minutes=1)

    assert (await stage.said())[-1] == "名u1、名u2 你好，前面讲了：第1课、第2课"


async def test_who_comes_on_the_first_day_is_no_latecomer(stage):
    await run(stage, DAILY.format(n=1), more=LATE)

    await stage.heard(await come(stage, "u1"))
    await stage.tick(minutes=1)

    (step,) = await stage.steps(step="latecomers")
    assert (step.state.value, step.outcome) == ("skipped", "条件不成立：day >= 2")


async def test_latecomers_are_told_once_however_often_they_come(stage):
    await course(stage)
    await stage.heard(await come(stage, "u1"))
    await stage.tick(minutes=1)
    await stage.heard(await go(stage, "u1"))
    await stage.heard(await come(stage, "u1"))
    await stage.tick(minutes=5)

    assert len(await stage.steps(step="latecomers")) == 1


async def test_of_several_only_those_who_were_not_told(stage):
    await course(stage)
    first = await come(stage, "u1")
    await stage.heard(first)
    await stage.tick(minutes=1)
    both = await come(stage, "u2", "u3")
    # as if the platform had told of the first once more, together with others
    members = (*first.members, *both.members)
    await stage.heard(type(both)(event=both.event, room=both.room, members=members))
    await stage.tick(minutes=1)

    told = [one.facts["members"] for one in await stage.steps(step="latecomers")]
    assert [[one["name"] for one in some] for some in told] == [["名u1"], ["名u2", "名u3"]]


async def test_who_was_in_the_room_before_is_no_latecomer(stage):
    await course(stage)
    await come(stage, "u1")  # the plan did not hear of it
    await go(stage, "u1")

    await stage.heard(await come(stage, "u1"))

    assert await stage.steps(step="latecomers") == []


async def test_each_run_tells_its_own_latecomers(stage):
    await course(stage)
    await stage.heard(await come(stage, "u1", room=1))
    await stage.heard(await come(stage, "u1", room=2))

    assert {one.room for one in await stage.steps(step="latecomers")} == {RoomId(1), RoomId(2)}

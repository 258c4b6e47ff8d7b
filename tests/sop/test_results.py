"""What came of plans, from the firing of steps to the figures, on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select, update

from bot.core.feedback import Reacting, Verdict
from bot.core.ids import MessageRef, RoomId
from bot.core.plans import StepState
from bot.core.results import Metric, ResultFilter
from bot.plans.results import NoPlan
from sop.parse import parse_plan
from sop.results.experiment import Finding
from sop.variants import drawn_for, experiment_of
from storage.tables.delivery import echo, outbox
from storage.tables.people import identity
from storage.tables.talk import message as message_table
from storage.talk.archive import Archive
from tests.support.builders import message
from tests.support.flagging import decide, flag
from tests.support.results_stage import of, people, says, sent, steps
from tests.support.sop_stage import MORNING, plan

ASK = (
    'id: ask, title: 提问, seat: teacher, when: {day: 1, at: "08:05"},'
    ' say: "大家准备好了吗？说说看",'
    ' expect: {speakers: 2, within: 30m}, otherwise: [{say: "再来一次"}]'
)
BYE = 'id: bye, seat: teacher, when: {day: 1, at: "09:00"}, say: "先到这里，明天见各位"'


@pytest.fixture
async def week(stage):
    """Two rooms: the question is asked at 08:05; at 08:40 it was answered in the first alone."""
    stage.folder.files["week.yaml"] = plan(ASK, BYE)
    await stage.tick()
    await stage.rooms(2)
    await people(stage, 1, 2)
    await stage.start()
    await stage.tick(minutes=5)
    await sent(stage)
    asked = (await stage.steps(step="ask"))[0]
    await says(stage, 1, "m1", minutes=9, quoted=MessageRef(f"pocc:{asked.id}"))
    await says(stage, 1, "m2", minutes=10)
    await says(stage, 1, "m2", minutes=11)
    await says(stage, 2, "m3", minutes=39)  # too late
    await stage.tick(minutes=35)
    await stage.tick(minutes=1)
    await sent(stage)
    return stage


async def test_a_step_tells_when_and_by_whom_it_was_said_and_what_came_of_it(week):
    first, second = await steps(week, step="ask")

    assert (first.title, first.seat, first.by, first.room_name) == ("提问", "teacher", "sim", "群1")
    assert first.said_at == MORNING + timedelta(minutes=5)
    assert (first.state, first.verdict, first.plan_b) == (StepState.DONE, Verdict.MET, False)
    assert (first.counts[Reacting.REPLIES], first.counts[Reacting.SPEAKERS]) == (3, 2)
    assert first.expected == {Reacting.SPEAKERS: "2"}
    assert (second.verdict, second.plan_b) == (Verdict.MISSED, True)
    assert second.counts[Reacting.SPEAKERS] == 0
    assert "期望 2" in second.reason
    assert first.final
    assert not first.late


async def test_who_quotes_answers_and_the_ratio_is_over_the_members_of_then(week):
    first, second = await steps(week, step="ask")

    assert (first.members, first.responders) == (4, 1)
    assert first.response_ratio == 0.25
    assert first.first_minutes == 4.0
    assert (second.responders, second.first_minutes, second.waited_minutes) == (0, None, 30.0)
    assert first.excess is None  # the room is an hour old: nobody knows what is usual


async def test_adverts_are_left_out_of_the_figures_and_come_back_when_they_were_none(week):
    await says(week, 1, "m3", "加微 abc12345", minutes=12, quoted_text="大家准备好了吗？说说看")
    (before, _) = await steps(week, step="ask")
    async with week.database.read() as connection:
        advert = await connection.scalar(select(func.max(message_table.c.id)))

    await flag(week.database, advert, now=week.now)
    (flagged, _) = await steps(week, step="ask")
    await decide(week.database, 1, "fine", now=week.now)
    (cleared, _) = await steps(week, step="ask")

    assert [one.responders for one in (before, flagged, cleared)] == [2, 1, 2]
    assert [one.counts[Reacting.REPLIES] for one in (before, flagged, cleared)] == [4, 3, 4]


async def test_plan_b_is_a_step_of_its_own_and_a_branch_not_taken_is_none(week):
    found = await steps(week)

    assert [(one.step, one.room) for one in found] == [
        ("ask", 1),
        ("ask", 2),
        ("ask.otherwise.1", 2),
    ]
    assert found[2].said == "再来一次"


async def test_a_step_that_nobody_expects_anything_of_is_watched_for_a_day(week):
    await week.tick(minutes=20)
    await sent(week)
    (one, *_) = await steps(week, step="bye")

    assert (one.verdict, one.plan_b, one.expected) == (None, None, {})
    assert one.until == one.said_at + timedelta(hours=24)
    assert not one.final


async def test_mentioning_the_poster_is_an_answer_and_so_is_a_quotation_by_its_words(week):
    async with week.database.write() as connection:
        bot = {"channel": "sim", "ref": "bot", "own": True, "first_seen_at": MORNING}
        await connection.execute(insert(identity).values(**bot))
    await says(week, 2, "m1", minutes=20, mentions=("bot",))
    await says(week, 2, "m2", minutes=21, quoted_text="大家准备好了吗？说说看")
    await says(week, 2, "m3", minutes=22, quoted_text="别的话")
    await says(week, 2, "m4", minutes=23, quoted=MessageRef("other"))

    _, second = await steps(week, step="ask")

    assert second.responders == 2


async def test_a_step_that_was_not_said_says_why_and_has_no_figures(stage):
    stage.folder.files["week.yaml"] = plan(BYE)
    await stage.tick()
    await stage.rooms(1)
    await stage.start()
    await stage.tick(minutes=1)
    await stage.tick(hours=3)
    await stage.tick(minutes=1)

    (one,) = await steps(stage)

    assert (one.state, one.said_at, one.members) == (StepState.SKIPPED, None, None)
    assert one.outcome
    assert (one.response_ratio, one.counts) == (None, {})


async def test_the_table_over_rooms_sums_the_steps_of_each(week):
    page = await of(week, "rooms", ResultFilter(plan="week"), week.now, limit=1)
    rest = await of(week, "rooms", ResultFilter(plan="week"), week.now, after=page.next)
    ((one,), (two,)) = (page.items, rest.items)

    assert (one.room_name, one.figures.said, one.figures.met, one.figures.missed) == (
        "群1",
        1,
        1,
        0,
    )
    assert (two.figures.said, two.figures.missed, two.figures.plan_b) == (2, 1, 1)
    assert (one.figures.response_ratio, one.figures.member_posts) == (0.25, 4)
    assert (one.figures.promptness.median, two.figures.promptness.median) == (4.0, None)
    assert rest.next is None


async def test_the_ladder_tells_how_far_posts_came(week):
    async with week.database.write() as connection:
        first = await connection.scalar(outbox.select().order_by(outbox.c.id))
        shown = {"channel": "sim", "ref": "e1", "seen_at": week.now, "outbox_id": first}
        await connection.execute(insert(echo).values(**shown))
        await connection.execute(update(outbox).values(sending_at=week.now))
    await week.tick(minutes=30)  # the last step is queued, and nothing was sent of it

    page = await of(week, "rooms", ResultFilter(plan="week"), week.now)
    rungs = [one.figures.ladder for one in page.items]

    assert [(r.planned, r.attempted, r.accepted, r.seen, r.answered) for r in rungs] == [
        (2, 1, 1, 1, 1),
        (3, 2, 2, 0, 0),
    ]


async def test_steps_come_page_by_page_and_filtered(week):
    wanted = ResultFilter(plan="week")
    first = await of(week, "steps", wanted, week.now, limit=2)
    rest = await of(week, "steps", wanted, week.now, after=first.next, limit=2)

    assert [len(first.items), len(rest.items)] == [2, 1]
    assert {one.room for one in await steps(week, rooms=(RoomId(2),))} == {2}
    assert await steps(week, since=week.now) == []
    assert await steps(week, rooms=()) == []


async def test_a_plan_that_never_was_is_told(stage):
    with pytest.raises(NoPlan, match="sop list"):
        await of(stage, "steps", ResultFilter(plan="nothing"), stage.now)


AB = (
    'id: ask, seat: teacher, when: {day: 1, at: "08:05"}, say: "", expect: {matches: 1, words:'
    ' ["1"], within: 30m}, variants: {plain: {say: "扣 1"}, warm: {say: "想要的朋友扣 1"},'
    ' chosen: {say: "老群扣 1", rooms: ["群1"], weight: 0}}'
)


async def ab(stage, rooms):
    stage.folder.files["week.yaml"] = plan(AB)
    await stage.tick()
    numbers = await stage.rooms(rooms)
    await people(stage, *range(1, rooms + 1), members=10)
    await stage.start()
    await stage.tick(minutes=5)
    await sent(stage)
    step = parse_plan(stage.folder.files["week.yaml"], file="week.yaml").plan.steps[0]
    async with stage.database.write() as connection:
        said = []
        for number in numbers:
            warm = drawn_for(step.variants, experiment_of("week", "ask"), number) == "warm"
            said += [
                message(
                    "1",
                    sender=f"m{m}",
                    room=f"r{number}",
                    room_name=f"群{number}",
                    at=stage.now,
                )
                for m in range(1, (6 if warm else 2) + number % 2)
            ]
        await Archive(connection).save(said, received=stage.now)
    await stage.tick(minutes=31)


async def test_wordings_are_compared_over_rooms_and_a_few_rooms_decide_nothing(stage):
    await ab(stage, 12)

    (found,) = await of(stage, "experiments", "week", stage.now)

    arms = {arm.variant: arm for arm in found.arms}
    assert found.control == "plain"
    assert found.named_rooms == 1
    assert arms["plain"].rooms + arms["warm"].rooms == 11
    assert (arms["warm"].mean or 0) > (arms["plain"].mean or 0) + 0.3
    (difference,) = found.differences
    assert difference.finding is Finding.TOO_FEW
    assert difference.look is not None
    assert difference.look.method == "permutation"
    assert not found.split_broken


async def test_another_count_can_be_compared_and_another_step_has_none(stage):
    await ab(stage, 6)

    (found,) = await of(stage, "experiments", "week", stage.now, metric=Metric.SPEAKERS)

    assert found.metric is Metric.SPEAKERS
    assert await of(stage, "experiments", "week", stage.now, step="bye") == []

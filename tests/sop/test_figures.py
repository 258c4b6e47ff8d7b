"""True figures in texts and conditions, and who is where: on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, select, update

from bot.core.ids import ChannelName, UserRef
from bot.core.staff import StaffDirectory
from storage.tables.people import account, identity, room
from storage.tables.talk import message
from storage.tables.watches import consent
from tests.sop.test_events import asks
from tests.support.sop_stage import plan
from tests.support.sop_talk import come, go, talk

EVENING = "id: a, seat: teacher, when: {{day: 1, at: '{at}'}}, {more}"


async def says(stage, text, *, at="20:00", more="", before=None, rooms=1):
    """What a step says at that time, after `before` has happened the day before and that day."""
    stage.folder.files["week.yaml"] = plan(EVENING.format(at=at, more=f"say: {text!r}{more}"))
    if not await stage.with_runs("rooms"):
        await stage.rooms(rooms)
    await stage.tick()
    await stage.start()
    await stage.tick()
    if before is not None:
        await before()
    await stage.tick(hours=12)
    return await stage.said()


async def test_the_figures_of_today_and_yesterday_are_those_of_the_rooms_own_days(stage):
    await stage.rooms(2)
    stage.now -= timedelta(hours=10)  # 22:00 on Sunday
    await come(stage, "u1", "u2", "u3")
    await talk(stage, "u1")
    await talk(stage, "u1")
    await go(stage, "u3")
    await talk(stage, "x", room=2)
    stage.now += timedelta(hours=10)

    async def monday():
        await talk(stage, "u1")
        await talk(stage, "u2")
        await talk(stage, "bot", own=True)

    said = await says(
        stage,
        "{{ counts.members }} {{ counts.messages_today }} {{ counts.speakers_today }}"
        " {{ counts.messages_yesterday }} {{ counts.speakers_yesterday }}"
        " {{ counts.joined_yesterday }} {{ counts.left_yesterday }} {{ room.members }}",
        before=monday,
    )

    assert said == ["2 2 2 2 1 3 1 2", "1 0 0 1 1 0 0 1"]


async def test_staff_do_not_count(stage):
    stage.colleagues = StaffDirectory(users=frozenset({(ChannelName("sim"), UserRef("wang"))}))

    async def monday():
        await talk(stage, "wang")
        await talk(stage, "u1")

    said = await says(stage, "{{ counts.members }} {{ counts.messages_today }}", before=monday)

    assert said == ["1 1"]


async def test_the_questions_are_those_really_asked(stage):
    async def monday():
        await asks(stage, "作业几点交？", answered_at=stage.now)
        await asks(stage, "作业几点交!", answered_at=stage.now)
        await asks(stage, "在哪里看回放？")
        gone = await asks(stage, "发错了？")
        async with stage.database.write() as connection:
            when = update(message).where(message.c.id == gone.id).values(recalled_at=stage.now)
            await connection.execute(when)

    said = await says(
        stage,
        "{% for q in questions %}{{ q.text }}({{ q.count }}) {% endfor %}",
        before=monday,
    )

    assert said == ["在哪里看回放？(1) 作业几点交？(2)"]


async def test_only_what_its_author_agreed_to_is_quoted(stage):
    async def monday():
        good, other, back = [await talk(stage, f"u{n}", f"很好{n}") for n in range(3)]
        assert other
        async with stage.database.write() as connection:
            for one, withdrawn in ((good, None), (back, stage.now)):
                row = {
                    "message_id": one.id,
                    "room_id": one.room,
                    "at": stage.now,
                    "withdrawn_at": withdrawn,
                }
                await connection.execute(insert(consent).values(row))

    said = await says(
        stage, "{% for p in praise %}{{ p.name }}：{{ p.text }}{% endfor %}", before=monday
    )

    assert said == ["名u0：很好0"]


@pytest.mark.parametrize(("members", "state"), [(2, "skipped"), (3, "queued")])
async def test_a_condition_asks_the_rooms_true_figures(stage, members, state):
    async def monday():
        await come(stage, *(f"u{n}" for n in range(members)))

    await says(stage, "好", more=", only_if: 'counts.members >= 3'", before=monday)

    assert await stage.states("a") == [state]


async def test_tags_of_the_room_decide(stage):
    stage.rules = stage.rules.model_copy(update={"tags": ("周末班",)})

    await says(stage, "好", more=", only_if: \"'周末班' in room.tags\"")

    assert await stage.states("a") == ["queued"]


async def test_a_live_conversation_is_not_interrupted(stage):
    more = ", wait_for_pause: {quiet: 3m, wait: 20m}"
    await says(stage, "好", more=more, at="20:30")
    await stage.tick(minutes=29)
    await talk(stage, "u1")
    await talk(stage, "bot", own=True)
    await stage.tick(minutes=1)
    assert await stage.said() == []

    await stage.tick(minutes=1)
    await talk(stage, "bot", own=True)
    await stage.tick(minutes=1)

    assert await stage.said() == ["好"], "nobody wrote for three minutes, our own posts aside"


async def test_a_room_hears_no_more_than_its_posts_a_day_over_all_plans_and_people(stage):
    stage.settings = stage.settings.model_copy(update={"posts_per_day": 2})
    steps = [
        f"id: s{n}, seat: {seat}, when: {{day: {day}, at: '09:{n:02d}'}}, say: x{n}"
        for n, (seat, day) in enumerate((("teacher", 1), ("li", 1), ("teacher", 1), ("teacher", 2)))
    ]
    stage.folder.files["week.yaml"] = plan(*steps)
    must = "id: m, seat: teacher, when: {day: 1, at: '10:00'}, say: 要紧, priority: must"
    other = "id: o, seat: teacher, when: {day: 1, at: '10:00'}, say: 另一个计划"
    stage.folder.files["other.yaml"] = plan(other, must, name="other")
    await stage.rooms(2)
    await stage.tick()
    await stage.start()
    await stage.start(name="other")
    await stage.tick()
    await stage.tick(minutes=63)  # 09:03
    await stage.tick(minutes=57)  # 10:00
    await stage.tick(hours=23, minutes=4)  # 09:04 of the next day

    found = {(one.room, one.step): one.state.value for one in await stage.steps()}
    for place in (1, 2):
        states = [found[place, step] for step in ("s0", "s1", "s2", "o", "m", "s3")]
        assert states == ["queued", "queued", "skipped", "skipped", "queued", "queued"]


async def test_a_rooms_own_number_goes_before_that_of_all(stage):
    stage.settings = stage.settings.model_copy(update={"posts_per_day": 1})
    stage.rules = stage.rules.model_copy(update={"posts_per_day": 5})
    steps = [f"id: s{n}, seat: teacher, when: {{day: 1, at: '09:0{n}'}}, say: x" for n in range(3)]
    stage.folder.files["week.yaml"] = plan(*steps)
    await stage.rooms()
    await stage.tick()
    await stage.start()
    await stage.tick()
    await stage.tick(minutes=70)

    assert {one.state.value for one in await stage.steps()} == {"queued"}


async def test_a_second_account_stands_in_while_the_first_is_signed_out(stage):
    text = plan(EVENING.format(at="20:00", more="say: 好"))
    stage.cast = type(stage.cast)(accounts=frozenset({"sim", "wx2"}), staff=frozenset({"li"}))
    stage.folder.files["week.yaml"] = text.replace(
        "account: room", "account: room, stand_ins: [{account: wx2}]"
    )
    await stage.rooms()
    await stage.tick()
    await stage.start()
    await stage.tick()
    async with stage.database.write() as connection:
        twin = {"channel": "wx2", "ref": "r1", "name": "群1", "created_at": stage.now}
        await connection.execute(insert(room).values(twin))
        gone = {"channel": "sim", "state": "logged_out", "changed_at": stage.now}
        await connection.execute(insert(account).values(gone))

    (intent,) = await stage.tick(hours=12)

    assert intent.deed.room == 2


async def test_people_who_are_mentioned_are_found_in_the_room(stage):
    async def monday():
        await come(stage, "u1", "u2")
        await come(stage, "u3")
        await go(stage, "u3")

    await says(stage, "好", more=", mention: [10001, 10003, 19999]", before=monday)

    async with stage.database.read() as connection:
        ref = await connection.scalar(select(identity.c.id).where(identity.c.student_id == 10001))
    (sent,) = await stage.deeds()
    assert sent["mentions"] == [ref]

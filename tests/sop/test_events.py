"""Steps on events, on both databases: keywords, sign-ups, silence, latecomers, how often."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, update

from bot.core.effects import RecordLead, RecordVerdicts
from bot.core.ids import ChannelName, IdentityId, StudentId, UserRef
from bot.core.signups import RecordSignUp, SignUpState
from bot.core.staff import StaffDirectory
from bot.core.verdicts import LeadFound, SpamScore
from storage.tables.campaigns import campaign, campaign_run
from storage.tables.judging import question
from storage.tables.talk import message
from tests.support.sop_stage import plan
from tests.support.sop_talk import talk

PRICE = (
    "id: price, seat: teacher, when: {event: keyword, words: [多少钱, ok], at_most: 2},"
    ' say: "{{ names }}，价格表在公告里"'
)
SIGNED = 'id: signed, seat: teacher, when: {event: sign_up}, say: "{{ names }} 报名了"'
BUYERS = (
    "id: buyers, seat: teacher, when: {event: lead_found, category: 购买},"
    ' say: "{{ lead.category }}"'
)
SILENCE = (
    "id: silence, seat: teacher, when: {event: question_unanswered},"
    ' say: "{{ member.name }} 问：{{ question.text }}"'
)


@pytest.fixture
async def running(stage):
    """A run of all these steps in two rooms."""
    return await run(stage, PRICE, SIGNED, BUYERS, SILENCE)


async def run(stage, *steps, more=""):
    stage.folder.files["week.yaml"] = plan(*steps) + more
    await stage.rooms(2)
    await stage.tick()
    await stage.start()
    await stage.tick()
    return stage


def judged(seen, *, flagged):
    spam = SpamScore(score=0.9, flagged=flagged, verdicts=())
    return RecordVerdicts(message=seen.id, room=seen.room, student=seen.sender.student, spam=spam)


# ---- keywords -----------------------------------------------------------------------------------


async def test_a_word_is_answered_in_its_room(running):
    seen = await talk(running, "u1", "请问多少钱？", room=2)

    await running.heard(seen)
    await running.tick()

    assert await running.said() == ["名u1，价格表在公告里"]
    assert [one.room for one in await running.steps(step="price")] == [seen.room]


@pytest.mark.parametrize("text", ["大家好", "facebook", "多少 人"])
async def test_other_words_are_not(running, text):
    await running.heard(await talk(running, "u1", text))

    assert await running.steps(step="price") == []


async def test_colleagues_are_not_answered(running):
    running.colleagues = StaffDirectory(users=frozenset({(ChannelName("sim"), UserRef("li"))}))
    await running.heard(await talk(running, "li", "多少钱"))
    running.colleagues = StaffDirectory(names=frozenset({(ChannelName("sim"), "名wang")}))
    await running.heard(await talk(running, "wang", "多少钱"))

    assert await running.steps(step="price") == []


async def test_our_own_accounts_are_not_answered(running):
    await running.heard(await talk(running, "bot", "多少钱", own=True))

    assert await running.steps(step="price") == []


async def test_an_advert_is_not_answered_and_a_suspicion_is(running):
    advert, doubt = await talk(running, "u1", "多少钱"), await talk(running, "u2", "多少钱")

    await running.heard(
        advert, doubt, effects=[judged(advert, flagged=True), judged(doubt, flagged=False)]
    )

    (found,) = await running.steps(step="price")
    assert found.facts["members"][0]["name"] == "名u2"


async def test_a_room_hears_it_as_often_a_day_as_the_plan_says(running):
    batch = [await talk(running, f"u{n}", "多少钱") for n in range(3)]
    await running.heard(*batch)
    await running.heard(await talk(running, "u9", "多少钱"))
    await running.heard(await talk(running, "u9", "多少钱", room=2))
    assert [one.room for one in await running.steps(step="price")] == [1, 1, 2]

    await running.tick(hours=24)
    await running.heard(await talk(running, "u9", "多少钱"))
    assert len(await running.steps(step="price")) == 4


async def test_what_was_left_out_does_not_count_against_the_number(running):
    running.folder.files["week.yaml"] = plan(PRICE.replace("say:", "only_if: day >= 5, say:"))
    await running.tick(seconds=3)
    for _ in range(3):
        await running.heard(await talk(running, "u1", "多少钱"))
        await running.tick(seconds=1)

    assert await running.states("price") == ["skipped", "skipped", "skipped"]


# ---- leads, sign-ups ----------------------------------------------------------------------------


async def test_only_leads_of_the_category_are_answered(running):
    seen = await talk(running, "u1", "想要")
    lead = {
        name: RecordLead(
            student=StudentId(10001),
            room=seen.room,
            message=seen.id,
            lead=LeadFound(category=name, score=0.9, words=()),
        )
        for name in ("购买", "合作")
    }

    await running.heard(seen, effects=list(lead.values()))
    await running.tick()

    assert await running.said() == ["购买"]


def signed_up(seen, state=SignUpState.SIGNED, **other):
    given = {
        "campaign": "spring",
        "student": seen.sender.student,
        "state": state,
        "seq": 1,
        "identity": IdentityId(1),
        "room": seen.room,
        "message": seen.id,
        "at": seen.event.at,
    }
    return RecordSignUp(**given | other)


async def test_a_sign_up_is_answered_once_and_a_cancellation_is_not(running):
    seen = await talk(running, "u1", "报名")
    await running.heard(seen, effects=[signed_up(seen)])
    await running.heard(seen, effects=[signed_up(seen)])
    other = await talk(running, "u2", "取消报名")
    await running.heard(other, effects=[signed_up(other, SignUpState.CANCELLED)])
    await running.heard(other, effects=[signed_up(other, room=None)])

    await running.tick()

    assert await running.said() == ["名u1 报名了"]


@pytest.mark.parametrize(("of", "answered"), [("spring", 1), ("autumn", 0)])
async def test_a_plan_answers_to_sign_ups_of_its_own_campaign(running, of, answered):
    async with running.database.write() as connection:
        for name in ("spring", "autumn"):
            row = {
                "name": name,
                "version": "1",
                "source": "",
                "path": "",
                "loaded_at": running.now,
                "title": name,
                "starts_at": running.now + timedelta(days=3),
                "zone": "Asia/Shanghai",
            }
            await connection.execute(insert(campaign).values(row))
        await connection.execute(insert(campaign_run).values(run_id=1, campaign=of))
    seen = await talk(running, "u1", "报名")

    await running.heard(seen, effects=[signed_up(seen)])

    assert len(await running.steps(step="signed")) == answered


# ---- questions nobody answers -------------------------------------------------------------------


async def asks(stage, text="作业几点交？", **values):
    seen = await talk(stage, "u1", text)
    row = {
        "message_id": seen.id,
        "room_id": seen.room,
        "asker_id": seen.sender.identity,
        "asked_at": stage.now,
        "due_at": stage.now + timedelta(minutes=30),
    }
    async with stage.database.write() as connection:
        await connection.execute(insert(question).values(row | values))
    return seen


async def test_a_question_that_nobody_answered_is_taken_up_once(running):
    await asks(running)
    await running.tick(minutes=29)
    assert await running.said() == []

    await running.tick(minutes=1)
    await running.tick(minutes=1)
    await running.tick(minutes=10)

    assert await running.said() == ["名u1 问：作业几点交？"]


async def test_an_edit_of_its_delay_does_not_take_a_question_up_again(stage):
    await run(stage, SILENCE)
    await asks(stage)
    await stage.tick(minutes=30)
    stage.folder.files["week.yaml"] = plan(SILENCE.replace("unanswered}", "unanswered, delay: 5m}"))
    await stage.tick(minutes=1)
    await stage.tick(minutes=6)

    assert await stage.said() == ["名u1 问：作业几点交？"]


async def test_who_signs_up_cancels_and_signs_up_again_is_answered_once(running):
    for _ in range(3):
        seen = await talk(running, "u1", "报名")
        await running.heard(seen, effects=[signed_up(seen)])
        await running.tick(minutes=1)

    assert await running.said() == ["名u1 报名了"]


async def test_a_step_of_the_same_name_in_another_plan_does_not_use_up_how_often(running):
    running.folder.files["other.yaml"] = plan(PRICE, name="other")
    await running.tick(minutes=1)
    await running.start(name="other")
    for number in range(2):
        await running.heard(await talk(running, "u1", "多少钱"))
        await running.tick(minutes=1)
        assert len(await running.said()) == 2 * (number + 1)


async def test_answered_closed_recalled_and_old_questions_are_not_taken_up(running):
    await asks(running, answered_at=running.now)
    await asks(running, closed_at=running.now)
    await asks(running, due_at=running.now - timedelta(hours=2))
    gone = await asks(running)
    async with running.database.write() as connection:
        when = update(message).where(message.c.id == gone.id).values(recalled_at=running.now)
        await connection.execute(when)

    await running.tick(minutes=31)

    assert await running.said() == []

"""Newcomers, through the whole service: the entry quiz, and a raid."""

from bot.core.conduct import QuizState
from tests.support.service import a_place, service_for

QUIZ = """
staff:
  - {name: wang, title: 王老师, accounts: [{channel: sim, name: 王老师}]}
rooms:
  defaults:
    staff: [wang]
    mode: %s
    welcome: "欢迎 {{ name }}"
    quiz:
      questions: [{ask: 本群学什么？, accept: [英语, English]}]
      within: 4m
      remind_after: 1m
      attempts: 2
      on_failure: %s
    raid: {joins: 8, within: 10m, lasts: 3m, young: 0}
"""


def community():
    place = a_place()
    room = place.room("英语学习打卡群", "王老师", "小明")
    return place, room


def inside(place, room, name):
    return place.user(name) in place.world.room_at(room).members


async def states(here):
    page = await here.look(lambda unit: unit.conduct.quizzes())
    return {quiz.name: quiz.state for quiz in page.items}


async def test_newcomers_are_asked_and_pass_in_the_room_or_alone(store_url, tmp_path):
    place, room = community()
    async with service_for(place, store_url, tmp_path, QUIZ % ("enforce", "remove")) as here:
        await here.until(lambda f: f.people >= 2)
        place.joins(room, "小红", "小刚")
        question = await here.posted(room, "入群问答")
        place.says(room, "小红", "请问这是什么群？")
        place.says(room, "小红", "英语呀")
        await here.posted(room, "小红，回答正确")
        place.tells("小刚", "English")
        await here.told("小刚", "回答正确")
        found = await states(here)
    assert "小红、小刚 欢迎！" in question
    assert "移出" in question  # it is said beforehand
    assert found == {"小红": QuizState.PASSED, "小刚": QuizState.PASSED}


async def test_wrong_and_absent_answers_lead_out_only_where_the_room_says_so(store_url, tmp_path):
    place, room = community()
    async with service_for(place, store_url, tmp_path, QUIZ % ("enforce", "remove")) as here:
        await here.until(lambda f: f.people >= 2)
        place.joins(room, "小红", "小刚")
        await here.posted(room, "入群问答")
        place.says(room, "小红", "答案是日语")
        await here.posted(room, "还可以答 1 次")
        place.says(room, "小红", "那答案是法语")

        async def both_gone():
            return not inside(place, room, "小红") and not inside(place, room, "小刚")

        await here.eventually(both_gone)
        reminded = place.posted(room)
        found = await states(here)
        await here.told("王老师", "答错 2 次")
    assert found == {"小红": QuizState.FAILED, "小刚": QuizState.LATE}
    assert any("小刚 提醒" in line for line in reminded)
    assert inside(place, room, "小明")


async def test_in_observe_a_failed_quiz_is_shown_and_the_newcomer_stays(store_url, tmp_path):
    place, room = community()
    async with service_for(place, store_url, tmp_path, QUIZ % ("observe", "remove")) as here:
        await here.until(lambda f: f.people >= 2)
        place.joins(room, "小红")
        question = await here.posted(room, "入群问答")
        await here.told("王老师", "没有答对入群问答")
    assert "移出" not in question
    assert inside(place, room, "小红")


async def test_a_quiz_outlives_a_restart(store_url, tmp_path):
    place, room = community()
    more = QUIZ % ("enforce", "remove")
    async with service_for(place, store_url, tmp_path, more) as here:
        await here.until(lambda f: f.people >= 2)
        place.joins(room, "小红")
        await here.posted(room, "入群问答")
    async with service_for(place, store_url, tmp_path, more) as here:
        place.says(room, "小红", "英语")
        await here.posted(room, "小红，回答正确")
        found = await states(here)
    assert found == {"小红": QuizState.PASSED}


async def test_whom_a_colleague_invites_is_not_asked(store_url, tmp_path):
    place, room = community()
    async with service_for(place, store_url, tmp_path, QUIZ % ("enforce", "remove")) as here:
        await here.until(lambda f: f.people >= 2)
        place.joins(room, "小红", inviter="王老师")
        await here.posted(room, "欢迎 小红")
        found = await states(here)
    assert found == {}


async def test_a_raid_alarms_the_room_calls_staff_and_ends_by_itself(store_url, tmp_path):
    place, room = community()
    more = (QUIZ % ("observe", "alert")).replace("本群学什么？, accept", "本群学什么, accept")
    async with service_for(place, store_url, tmp_path, more) as here:
        await here.until(lambda f: f.people >= 2)
        place.joins(room, *(f"路人{n}" for n in range(9)))
        await here.told("王老师", "疑似冲群")

        async def alarms():
            now = here.service.clock.now()
            return await here.look(lambda unit: unit.conduct.alarms_now(now))

        (alarm,) = await alarms()
        assert "有 9 人进群" in alarm.why

        async def over():
            return not await alarms()

        await here.eventually(over)
    assert not any("欢迎 路人" in line for line in place.posted(room))


async def test_a_bulk_invitation_by_a_colleague_is_no_raid(store_url, tmp_path):
    place, room = community()
    async with service_for(place, store_url, tmp_path, QUIZ % ("observe", "alert")) as here:
        await here.until(lambda f: f.people >= 2)
        place.joins(room, *(f"学员{n}" for n in range(20)), inviter="王老师")
        await here.posted(room, "欢迎")
        now = here.service.clock.now()
        alarms = await here.look(lambda unit: unit.conduct.alarms_now(now))
    assert alarms == ()

"""Faults that other programs of this kind are on record for. Each is tried the whole way here."""

from datetime import timedelta

from bot.channels.simulator.views import Saying
from bot.core.effects import RaiseAlert
from bot.core.events import Media, MessageKind
from bot.core.quoting import unquote
from bot.core.rooms import RoomRules
from bot.core.staff import StaffDirectory
from bot.memory.memory import Memory
from tests.support.builders import seen
from tests.support.drawing import packed, poster
from tests.support.judging import decided, of_kind
from tests.support.service import a_place, service_for

STAFF = """
staff: [{name: wang, title: 王老师, accounts: [{channel: sim, name: 王老师}]}]
rooms: {defaults: {staff: [wang], mode: enforce}}
"""
ADVERT = "兼职刷单日结，一天三百，加薇信 abc12345 免费领取资料，名额有限 https://t.me/+abcd"
LONG = "今年的春季运动会改在下周六上午举行，请各位同学八点前到操场集合，带好水杯和帽子"


def community(*more_rooms):
    place = a_place()
    members = ("王老师", "小明", "小红", "小刚", "小丽")
    return place, *(place.room(name, *members) for name in ("英语学习打卡群", *more_rooms))


def inside(place, room, name):
    return place.user(name) in place.world.room_at(room).members


async def gone(here, place, room, name):
    async def look():
        return not inside(place, room, name)

    await here.eventually(look)


async def cases(here):
    return (await here.look(lambda unit: unit.records.cases())).items


async def verdicts(here):
    return (await here.look(lambda unit: unit.records.verdicts())).items


async def test_a_quoted_advert_is_not_the_repliers(store_url, tmp_path):
    place, room = community()
    async with service_for(place, store_url, tmp_path, STAFF) as here:
        advert = place.says(room, "小刚", ADVERT)
        place.says(room, "小红", Saying(text="这个别信，大家小心", quotes=advert))
        await here.until(lambda f: f.messages >= 2)
        await gone(here, place, room, "小刚")
        found = await cases(here)

    assert [case.messages for case in found] == [1]
    assert inside(place, room, "小红")


def test_a_reply_that_wechat_sends_with_the_quote_inside_is_not_blamed_for_it():
    sent = f"「小刚：{ADVERT}」\n- - - - - - - - - - - - - - -\n大家别理他"
    reply = unquote(sent)

    assert (reply.text, reply.quoted) == ("大家别理他", ADVERT)
    assert decided(seen(reply.text, quoted_text=reply.quoted)) == []


async def test_many_different_pictures_are_not_repeats_and_one_picture_again_and_again_is(
    store_url, tmp_path
):
    place, room = community()
    read = "judging: {pictures: {whom: all}}"
    async with service_for(place, store_url, tmp_path, STAFF + read) as here:
        for number in range(6):
            place.says(room, "小明", picture(packed(poster(number))))
        await read_all(here, 6)
        album = await verdicts(here)
        for name in ("小红", "小刚", "小丽", "小红"):
            place.says(room, name, picture(packed(poster(77))))
        await read_all(here, 10)
        again = await verdicts(here)

    assert not album
    assert {one.detector for one in again} >= {"pictures"}


async def test_an_accept_word_beats_the_word_list(store_url, tmp_path):
    place, room = community()
    accepted = "judging: {words: {accept: [内部课程, 免费领取资料, 兼职老师]}}"
    async with service_for(place, store_url, tmp_path, STAFF + accepted) as here:
        place.says(room, "小明", "内部课程的同学可以免费领取资料，找兼职老师登记")
        place.says(room, "小红", "好的，我去登记")
        await here.until(lambda f: f.messages >= 2)
        found = await verdicts(here)

    assert [one for one in found if one.detector == "words"] == []


async def test_a_keyword_at_the_very_beginning_counts(store_url, tmp_path):
    place, room = community()
    own = "judging: {words: {categories: {}, add: {裸辞速成: 0.9}}}"
    async with service_for(place, store_url, tmp_path, STAFF + own) as here:
        place.says(room, "小明", "裸辞速成，了解一下")
        await here.until(lambda f: sum(f.cases.values()) >= 1)
        (found,) = await cases(here)

    assert "裸辞速成" in found.reason


async def test_accounts_whose_ids_are_words_are_counted_like_others(store_url, tmp_path):
    place, room, other = community("口语练习群")
    assert not place.user("小明").isdigit()
    async with service_for(place, store_url, tmp_path, STAFF) as here:
        for _ in range(3):
            place.says(room, "小明", LONG)
            place.says(other, "小明", LONG)
        await here.until(lambda f: sum(f.cases.values()) >= 1)
        found = await verdicts(here)

    assert any("涉及 2 个群" in one.reason for one in found)
    assert any("同一内容" in one.reason for one in found)


async def test_rooms_of_the_same_name_are_two_rooms(store_url, tmp_path):
    place, room, other = community("英语学习打卡群")
    async with service_for(place, store_url, tmp_path, STAFF) as here:
        place.says(room, "小刚", ADVERT)
        place.says(other, "小红", "大家早上好")
        await here.until(lambda f: f.messages >= 2 and f.rooms >= 2)
        await gone(here, place, room, "小刚")
        (found,) = await cases(here)

    assert found.rooms == 1
    assert inside(place, other, "小刚"), "nobody is removed from a room of the same name"
    assert inside(place, other, "小红")


async def test_a_question_on_joining_is_not_an_answer(store_url, tmp_path):
    place, room = community()
    quiz = """
  list:
    - match: "*"
      quiz: {questions: [{ask: 本群学什么？, accept: [英语]}], within: 30m, attempts: 1,
             on_failure: remove}
"""
    async with service_for(place, store_url, tmp_path, with_quiz(quiz)) as here:
        await here.until(lambda f: f.people >= 5)
        place.joins(room, "小新")
        await here.posted(room, "入群问答")
        place.says(room, "小新", "请问这是什么群？")
        place.says(room, "小新", "群主是哪位呀？")
        place.says(room, "小新", "英语")
        await here.posted(room, "小新，回答正确")

    assert inside(place, room, "小新"), "with one attempt, a question taken for one had ended it"


async def test_a_dead_language_model_punishes_nobody(store_url, tmp_path):
    place, room = community()
    dead = """
judging:
  words: {categories: {}, add: {大酬宾: 0.6}}
  opinion: {enabled: true, url: "http://127.0.0.1:9/v1", model: m, mode: vote, timeout: 1s}
"""
    async with service_for(place, store_url, tmp_path, STAFF + dead) as here:
        place.says(room, "小明", "周末大酬宾，邻居们一起来逛逛")
        place.says(room, "小红", "恭喜恭喜")
        await here.told("王老师", "疑似广告")
        await here.until(lambda f: f.messages >= 2)
        (found,) = await cases(here)
        acts = (await here.look(lambda unit: unit.outbox.deliveries())).items

    assert 0.6 <= found.score < 0.75, (
        "the word's .6 and a little of the rest; a vote would add more"
    )
    assert inside(place, room, "小明")
    assert {one.kind for one in acts} <= {"NotifyStaff"}


async def test_unbanning_somebody_clears_everything(store_url, tmp_path):
    place, room, other = community("口语练习群")
    async with service_for(place, store_url, tmp_path, STAFF) as here:
        await here.until(lambda f: f.people >= 5)
        place.says(room, "小刚", ADVERT)
        await gone(here, place, room, "小刚")
        line = await here.told("王老师", "疑似广告")
        alert = line.partition("#")[2].split()[0]
        place.tells("王老师", f"是广告 {alert}")
        await gone(here, place, other, "小刚")
        place.tells("王老师", f"撤销 {alert} 认错人了")

        async def back():
            return inside(place, room, "小刚") and inside(place, other, "小刚")

        await here.eventually(back)
        place.says(room, "小刚", "谢谢大家，我回来了")
        place.says(other, "小刚", "大家好")
        await here.until(lambda f: f.messages >= 5)
        standing = await standing_of(here, "小刚")

    assert standing.denied is None
    assert [mark for mark in standing.marks if mark.revoked is None] == []
    assert inside(place, room, "小刚")
    assert inside(place, other, "小刚")


async def standing_of(here, name):
    async def look(unit):
        (person,) = await unit.roster.find(name)
        found = await unit.conduct.standings([person.student], here.service.clock.now())
        return found[person.student]

    return await here.look(look)


def with_quiz(quiz):
    return """
staff: [{name: wang, title: 王老师, accounts: [{channel: sim, name: 王老师}]}]
rooms:
  defaults: {staff: [wang], mode: enforce}
""" + quiz.lstrip("\n")


def picture(content):
    return Saying(
        kind=MessageKind.IMAGE, media=Media(name="photo.png", mime="image/png"), content=content
    )


async def read_all(here, count):
    async def look():
        found = await here.look(lambda unit: unit.errands.counts())
        return found.get("done", 0) == count

    await here.eventually(look)


def test_a_quotation_made_up_to_hide_an_advert_is_shown_to_staff():
    typed = unquote(f"「小明：{ADVERT}」\n- - - - -\n顶")
    batch = [seen(typed.text, quoted_text=typed.quoted)]
    memory = Memory(
        window=timedelta(hours=1), rules_for=lambda *_: RoomRules(), staff=StaffDirectory()
    )

    assert of_kind(RaiseAlert, decided(*batch, about=memory.context(batch)))

    said = [seen(ADVERT, sender=2)]
    memory.keep(said, ())
    assert decided(*batch, about=memory.context(batch)) == []

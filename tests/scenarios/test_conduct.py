"""Steps against adverts, through the whole service: warned, held, removed, denied, and undone."""

from bot.core.conduct import ListName
from bot.core.conduct_effects import Enlist
from bot.core.review import Decision, Word
from bot.review.desk import ReviewDesk
from storage.judging.cases import CaseFilter
from storage.talk.messages import MessageFilter
from tests.support.service import a_place, service_for

STAFF = """
staff:
  - {name: wang, title: 王老师, accounts: [{channel: sim, name: 王老师}]}
judging:
  words: {categories: {}, add: {大酬宾: 0.85, 秒到账: 0.93, 内部名额: 0.99}}
  contact: {weight: 0}
  links: {weight: 0}
  repeats: {weight: 0}
  near: {together: 0}
  behaviour: {weight: 0}
  learned: {weight: 0}
rooms:
  defaults:
    staff: [wang]
    mode: %s
"""
# Each is longer than the fragments that are read together.
WARM = (
    "本店新开业大酬宾，就在小区东门对面，蔬菜水果每天早上六点到货，前一百名进店的邻居送鸡蛋一盒，"
    "办会员卡再送大米五斤，欢迎大家带着家人过来逛一逛，认个路也好"
)
HOT = (
    "急用钱的朋友看过来，贷款秒到账，不看征信不用担保，身份证就能办，最高三十万，利息比银行还低，"
    "上班族个体户都可以，当天申请当天放款，名额不多，要的抓紧时间了"
)
SURE = (
    "今年报考的同学注意了，考试内部名额现在放出来，保证通过不过全额退，已经帮两百多人拿到证书，"
    "先付一半定金，成绩出来再付另一半，先到先得，过了这个月就没有了"
)
ANOTHER = (
    "手里还剩三个内部名额，是朋友单位临时放弃的，正规手续可以当面验证，签合同以后才收费，"
    "有需要的家长尽快联系，同时接团报，三人以上价格可以再谈，错过就要等明年"
)
A_THIRD = (
    "转让一个内部名额，本人因为搬家去外地用不上了，原价转不加一分钱，随时可以陪您去学校核实，"
    "孩子上学是大事，诚心要的再来问，闲聊的就不要打扰了，谢谢大家理解"
)
LESS_SURE = (
    "楼下理发店周年庆开业大酬宾，剪发烫染一律五折，充三百送三百，老板人很好手艺也稳，我家老人孩子都在那里剪，"
    "周末人多最好提前打电话约一下，报我名字还能再便宜一点"
)


def community(*more_rooms):
    place = a_place()
    rooms = [place.room(name, "王老师", "小明", "小红") for name in ("英语学习打卡群", *more_rooms)]
    return place, *rooms


async def kinds(here):
    rows = await here.look(lambda unit: unit.outbox.deliveries(limit=500))
    return [(row.kind, row.state) for row in reversed(rows.items)]


async def standing(here, name):
    async def look(unit):
        (person,) = await unit.roster.find(name)
        found = await unit.conduct.standings([person.student], here.service.clock.now())
        return person.student, found.get(person.student)

    return await here.look(look)


def heard(here, text):
    """Whether it is in the archive."""

    async def look():
        page = await here.look(lambda unit: unit.archive.messages(MessageFilter()))
        return any(one.text == text for one in page.items)

    return look


def inside(place, room, name):
    return place.user(name) in place.world.room_at(room).members


async def test_in_enforce_a_member_is_warned_then_the_message_is_taken_back(store_url, tmp_path):
    place, room = community()
    async with service_for(place, store_url, tmp_path, STAFF % "enforce") as here:
        place.says(room, "小明", WARM)
        warning = await here.posted(room, "像是广告")
        place.says(room, "小明", LESS_SURE)

        async def recalled():
            return ("RecallMessage", "sent") in await kinds(here)

        await here.eventually(recalled)
        _student, known = await standing(here, "小明")
    assert "小明" in warning
    assert sum("像是广告" in line for line in place.posted(room)) == 1
    assert {mark.kind for mark in known.marks} == {"suspect", "warned"}
    assert inside(place, room, "小明")


async def test_a_sure_advert_is_taken_back_and_its_author_removed(store_url, tmp_path):
    place, room = community()
    async with service_for(place, store_url, tmp_path, STAFF % "enforce") as here:
        place.says(room, "小明", SURE)

        async def gone():
            return not inside(place, room, "小明")

        await here.eventually(gone)
        await here.told("王老师", "处置「移出」")
    assert inside(place, room, "小红")
    assert not any("像是广告" in line for line in place.posted(room))


async def test_in_observe_everything_is_noted_and_nobody_is_touched(store_url, tmp_path):
    place, room = community()
    async with service_for(place, store_url, tmp_path, STAFF % "observe") as here:
        for text in (WARM, HOT, SURE):
            place.says(room, "小明", text)
        await here.told("王老师", "若为 enforce 会「移出」")
        await here.until(lambda f: sum(f.cases.values()) >= 3)
        _student, known = await standing(here, "小明")
        found = await kinds(here)
    assert {mark.kind for mark in known.marks} == {"suspect", "advert"}
    assert {kind for kind, _state in found} == {"NotifyStaff"}
    assert inside(place, room, "小明")


async def test_in_the_quiet_hours_a_warning_waits_for_the_morning(store_url, tmp_path):
    place, room = community()  # it is noon, and quiet until two
    quiet = 'quiet_hours: {start: "11:00", end: "14:00"}'
    more = (STAFF % "enforce").rstrip() + f"\n    {quiet}\n"
    async with service_for(place, store_url, tmp_path, more) as here:
        place.says(room, "小明", WARM)

        async def planned():
            rows = await here.look(lambda unit: unit.outbox.deliveries())
            return [row for row in rows.items if row.key.startswith("warn:")]

        (warning,) = await here.eventually(planned)
    assert warning.state == "pending"
    assert (warning.due.hour, warning.due.minute) == (6, 0)
    assert place.posted(room) == []


async def test_a_denied_person_is_removed_wherever_they_join_and_let_in_when_lifted(
    store_url, tmp_path
):
    place, room, other = community("口语群")
    async with service_for(place, store_url, tmp_path, STAFF % "enforce") as here:
        await here.until(lambda f: f.people >= 3)
        place.leaves(other, "小明")
        place.says(room, "小红", "大家好")
        await here.until(lambda f: f.messages >= 1)
        student, _ = await standing(here, "小明")
        async with here.service.store.write() as unit:
            entry = Enlist(student=student, list=ListName.DENY, reason="广告", author="wang")
            await unit.apply([entry], now=here.service.clock.now())
        place.joins(other, "小明")

        async def out():
            return not inside(place, other, "小明")

        await here.eventually(out)
        await here.told("王老师", "在黑名单上（wang：广告")
        place.says(room, "小明", "我又来了")

        async def out_here():
            return not inside(place, room, "小明")

        await here.eventually(out_here)
        async with here.service.store.write() as unit:
            now = here.service.clock.now()
            await unit.conduct.lift(student, ListName.DENY, author="wang", reason="误会", now=now)
        place.joins(other, "小明")
        place.says(other, "小明", "谢谢让我回来")
        await here.eventually(heard(here, "谢谢让我回来"))
    assert inside(place, other, "小明")


async def test_points_of_sure_cases_put_an_advertiser_on_the_deny_list(store_url, tmp_path):
    place, room, other = community("口语群")
    more = (STAFF % "observe") + "  list: [{match: '口语*', mode: enforce}]\n"
    async with service_for(place, store_url, tmp_path, more) as here:
        for text in (SURE, ANOTHER, A_THIRD):
            place.says(room, "小明", text)
        await here.until(lambda f: sum(f.cases.values()) >= 3)
        place.says(other, "小明", WARM)  # by itself a warning

        async def denied():
            _student, known = await standing(here, "小明")
            return known is not None and known.denied

        listing = await here.eventually(denied)

        async def out():
            return not inside(place, other, "小明")

        await here.eventually(out)
    assert "确凿的广告 3 起" in listing.reason
    assert listing.until is not None
    assert inside(place, room, "小明")  # this room only observes


async def test_undo_takes_back_the_removal_the_points_and_the_deny_list(store_url, tmp_path):
    place, room, other = community("口语群")
    more = STAFF % "enforce"
    more += "    ladder: {deny_points: 6}\n  list: [{match: '英语*', mode: observe}]\n"
    async with service_for(place, store_url, tmp_path, more) as here:
        for text in (SURE, ANOTHER):
            place.says(room, "小明", text)
        await here.until(lambda f: sum(f.cases.values()) >= 2)
        place.says(other, "小明", A_THIRD)

        async def out():
            return not inside(place, other, "小明")

        await here.eventually(out)
        _student, before = await standing(here, "小明")
        cases = (await here.look(lambda unit: unit.records.cases(CaseFilter()))).items
        desk = ReviewDesk(lambda: here.service.rulebook)
        async with here.service.store.write() as unit:
            now = here.service.clock.now()
            for case in cases:
                await desk.undo(unit, case.id, author="wang", note="误会", now=now)

        async def back():
            return inside(place, other, "小明")

        await here.eventually(back)
        _student, after = await standing(here, "小明")
    assert before.denied is not None
    assert after.denied is None
    assert all(mark.revoked_by == "wang" for mark in after.marks)
    assert len(after.marks) == len(before.marks) == 3


async def test_a_warning_that_waits_for_the_morning_is_called_off_by_a_persons_word(
    store_url, tmp_path
):
    place, room = community()  # it is noon, and quiet until two
    more = (STAFF % "enforce").rstrip() + '\n    quiet_hours: {start: "11:00", end: "14:00"}\n'
    async with service_for(place, store_url, tmp_path, more) as here:
        place.says(room, "小明", WARM)
        await here.until(lambda f: sum(f.cases.values()) >= 1)
        (case,) = (await here.look(lambda unit: unit.records.cases(CaseFilter()))).items
        async with here.service.store.write() as unit:
            word = Word(
                decision=Decision.FINE, author="wang", at=here.service.clock.now(), note="新店"
            )
            await ReviewDesk(lambda: here.service.rulebook).decide(unit, case.id, word)
        found = await kinds(here)
    assert [state for kind, state in found if kind == "Say"] == ["cancelled"]

"""The whole service in a simulated community: what members, staff and sales would see."""

from tests.support.service import a_place, service_for

STAFF = """
staff:
  - {name: wang, title: 王老师, accounts: [{channel: sim, name: 王老师}]}
  - {name: li, title: 李老师, accounts: [{channel: sim, name: 李老师}]}
alerts: {escalate_after: PT2M}
rooms:
  defaults:
    staff: [wang, li]
    mode: %s
    question_minutes: 2
    welcome: "欢迎 {{ name }}，你的学号是 {{ student_id }}"
"""
ADVERT = "兼职刷单日结，一天三百，加薇信 abc12345 免费领取资料，名额有限"


def community():
    place = a_place()
    room = place.room("英语学习打卡群", "王老师", "李老师", "小明", "小红")
    return place, room


async def test_everybody_in_a_room_gets_an_id_and_is_found_by_it(store_url, tmp_path):
    place, room = community()
    async with service_for(place, store_url, tmp_path) as here:
        place.says(room, "小明", "大家早上好呀")
        figures = await here.until(lambda f: f.messages >= 1 and f.people >= 4)
        found = await here.look(lambda unit: unit.roster.find("小明"))
    assert figures.rooms == 1
    assert 10001 <= found[0].student <= 10004


async def test_a_member_who_asks_is_told_the_own_id(store_url, tmp_path):
    place, room = community()
    async with service_for(place, store_url, tmp_path) as here:
        place.says(room, "小红", "我的学号")
        answer = await here.posted(room, "学号")
        found = await here.look(lambda unit: unit.roster.find("小红"))
    assert str(found[0].student) in answer


async def test_a_newcomer_is_welcomed_with_the_id(store_url, tmp_path):
    place, room = community()
    async with service_for(place, store_url, tmp_path, STAFF % "observe") as here:
        await here.until(lambda f: f.people >= 4)
        place.joins(room, "小刚")
        answer = await here.posted(room, "欢迎 小刚")
    assert "10005" in answer


async def test_in_observe_an_advert_is_shown_and_nobody_is_removed(store_url, tmp_path):
    place, room = community()
    async with service_for(place, store_url, tmp_path, STAFF % "observe") as here:
        for _ in range(4):
            place.says(room, "小明", ADVERT)
        await here.until(lambda f: f.messages >= 4 and sum(f.cases.values()) >= 1)
        await here.told("王老师", "广告")
        removals = await here.look(lambda unit: unit.outbox.deliveries())
    assert all(row.kind != "RemoveMember" for row in removals.items)
    assert place.user("小明") in place.world.room_at(room).members


async def test_in_enforce_the_advertiser_is_removed(store_url, tmp_path):
    place, room = community()
    async with service_for(place, store_url, tmp_path, STAFF % "enforce") as here:
        for _ in range(4):
            place.says(room, "小明", ADVERT)

        async def gone():
            return place.user("小明") not in place.world.room_at(room).members

        await here.eventually(gone)
    assert place.user("小红") in place.world.room_at(room).members


async def test_staff_may_write_what_members_may_not(store_url, tmp_path):
    place, room = community()
    async with service_for(place, store_url, tmp_path, STAFF % "enforce") as here:
        for _ in range(4):
            place.says(room, "王老师", ADVERT)
        place.says(room, "小红", "收到，谢谢老师")
        figures = await here.until(lambda f: f.messages >= 5)
    assert sum(figures.cases.values()) == 0


async def test_whoever_takes_a_colleagues_name_is_nobody(store_url, tmp_path):
    place, room = community()
    async with service_for(place, store_url, tmp_path, STAFF % "enforce") as here:
        place.says(room, "王老师", "大家好")
        place.says(room, "小明", "老师好呀")
        await here.until(lambda f: f.messages >= 2)
        impostor = place.user("小明")
        place.world.rename(impostor, "王老师")
        for _ in range(4):
            place.world.says(room, impostor, ADVERT)

        async def gone():
            return impostor not in place.world.room_at(room).members

        await here.eventually(gone)
    assert place.user("王老师") in place.world.room_at(room).members


async def test_interest_becomes_one_lead_and_sales_hears_of_it(store_url, tmp_path):
    place, room = community()
    async with service_for(place, store_url, tmp_path, STAFF % "observe") as here:
        place.says(room, "小红", "我想报名，怎么交费？")
        place.says(room, "小红", "真的想报名，还有名额吗")
        place.says(room, "小明", "我不想买，别再问了")
        await here.until(lambda f: f.messages >= 3 and sum(f.leads.values()) >= 1)
        await here.told("王老师", "小红")
        leads = (await here.look(lambda unit: unit.records.leads())).items
    assert {lead.name for lead in leads} == {"小红"}
    assert len({lead.category for lead in leads}) == len(leads)


async def test_an_unanswered_question_reaches_staff_and_an_answered_one_does_not(
    store_url, tmp_path
):
    place, room = community()
    async with service_for(place, store_url, tmp_path, STAFF % "observe") as here:
        place.says(room, "小明", "请问作业在哪里交？")
        await here.until(lambda f: f.questions == 1)
        await here.told("王老师", "作业在哪里交")
        place.says(room, "小红", "老师，周末还上课吗？")
        await here.until(lambda f: f.messages >= 2)
        place.says(room, "王老师", "周末照常上课，在小程序里交作业")
        await here.until(lambda f: f.questions == 0)
    assert not any("周末还上课" in line for line in place.told("王老师"))


async def test_an_alert_nobody_takes_on_reaches_the_next_person_until_one_does(store_url, tmp_path):
    place, room = community()
    async with service_for(place, store_url, tmp_path, STAFF % "observe") as here:
        for _ in range(4):
            place.says(room, "小明", ADVERT)
        await here.told("王老师", "广告")
        await here.told("李老师", "广告")
        place.tells("李老师", "收到")
        await here.until(lambda f: f.alerts.get("acknowledged", 0) >= 1)


async def test_an_invitation_is_accepted_and_the_room_registered(store_url, tmp_path):
    place, _ = community()
    async with service_for(place, store_url, tmp_path) as here:
        await here.until(lambda f: f.rooms >= 1)
        other = place.world.room("口语预备群", [place.user("小丽"), place.user("小刚")])
        place.world.invites(place.account, other, place.user("小丽"))
        figures = await here.until(lambda f: f.rooms >= 2 and f.people >= 6)
    assert figures.people == 6


async def test_a_room_that_is_not_watched_leaves_no_trace(store_url, tmp_path):
    place, room = community()
    more = "rooms: {defaults: {watch: false}, list: [{match: '英语*', watch: true}]}"
    private = place.room("家庭群", "小明", "妈妈")
    async with service_for(place, store_url, tmp_path, more) as here:
        place.says(private, "妈妈", "晚上回家吃饭吗")
        place.says(room, "小明", "今天的作业写完了")
        figures = await here.until(lambda f: f.messages >= 1)
    assert figures.rooms == 1
    assert figures.people == 4


async def test_a_plan_speaks_in_the_room_and_hands_work_to_a_person(store_url, tmp_path):
    place, room = community()
    plans = tmp_path / "plans"
    plans.mkdir()
    (plans / "first-day.yaml").write_text(
        """
name: first-day
title: 第一天
seats:
  teacher: {role: consultant, account: room}
  wang: {role: leader, person: wang}
steps:
  - {id: hello, seat: teacher, when: {day: 1, at: "12:01"}, say: "{{ room.name }} 开课了"}
  - {id: more, seat: teacher, when: {after: hello, delay: 1m}, say: 记得打卡}
  - {id: call, seat: wang, when: {day: 1, at: "12:02"}, say: 请在群里打个招呼}
""",
        encoding="utf-8",
    )
    more = STAFF % "observe" + "sop: {start: [{plan: first-day, rooms: ['英语*']}]}"
    async with service_for(place, store_url, tmp_path, more) as here:
        await here.posted(room, "英语学习打卡群 开课了")
        await here.posted(room, "记得打卡")
        await here.until(lambda f: sum(f.tasks.values()) >= 1)
    assert sum("开课了" in line for line in place.posted(room)) == 1


async def test_a_second_start_says_nothing_again(store_url, tmp_path):
    place, room = community()
    async with service_for(place, store_url, tmp_path) as here:
        place.says(room, "小红", "我的学号")
        await here.posted(room, "学号")
    async with service_for(place, store_url, tmp_path) as here:
        place.says(room, "小明", "今天也要加油")
        await here.until(lambda f: f.messages >= 3)
        figures = await here.until(lambda f: f.deliveries.get("sent", 0) >= 1)
    assert figures.people == 4
    assert len(place.posted(room)) == 1

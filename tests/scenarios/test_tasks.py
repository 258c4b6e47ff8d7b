"""Work for people in the whole service: who hears of a task, and who when it is left lying."""

from tests.support.service import a_place, service_for

STAFF = """
staff:
  - {name: wang, title: 王老师, accounts: [{channel: sim, name: 王老师}]}
  - {name: li, title: 李老师, accounts: [{channel: sim, name: 李老师}]}
alerts: {escalate_after: 2m}
rooms: {defaults: {staff: [wang, li]}}
"""


async def test_a_task_reaches_its_person_first_and_then_the_rooms_staff(store_url, tmp_path):
    place = a_place()
    place.room("英语学习打卡群", "王老师", "李老师", "小明")
    plans = tmp_path / "plans"
    plans.mkdir()
    (plans / "first-day.yaml").write_text(
        """
name: first-day
title: 第一天
seats:
  li: {role: leader, person: li}
steps:
  - {id: call, seat: li, when: {day: 1, at: "12:01"}, deadline: 2m, say: 请在群里打个招呼}
""",
        encoding="utf-8",
    )
    more = STAFF + "sop: {start: [{plan: first-day, rooms: ['英语*']}]}"
    async with service_for(place, store_url, tmp_path, more) as here:
        await here.told("李老师", "请在群里打个招呼")
        assert place.told("王老师") == []
        await here.told("王老师", "请在群里打个招呼")

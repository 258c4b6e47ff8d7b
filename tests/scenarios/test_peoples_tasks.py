"""A colleague's task through the running service: told, copied, posted, seen; or handed over."""

from datetime import timedelta

from bot.channels.simulator.views import Saying
from bot.core.effects import AssignTask
from bot.core.events import Media, MessageKind
from bot.core.ids import RoomId, StaffName, TaskId
from bot.core.tasks import Receipt, TaskState
from tests.support.service import a_place, service_for

STAFF = """
staff:
  - {name: wang, title: 王老师, accounts: [{channel: sim, name: 王老师}]}
  - {name: li, title: 李老师, accounts: [{channel: sim, name: 李老师}]}
  - {name: zhao, title: 赵老师, accounts: [{channel: sim, name: 赵老师}]}
rooms: {defaults: {staff: [zhao]}}
"""
GROUP = "英语学习打卡群"
TEXT = "大家晚上好！今天是打卡第三天，请在十点前把练习录音发到群里，加油！"


def community():
    place = a_place()
    return place, place.room(GROUP, "王老师", "李老师", "赵老师", "小明")


async def give(here, *, hours=2.0, stand_ins=("li",), **other):
    await here.until(lambda f: f.people >= 4)
    now = here.service.clock.now()
    task = AssignTask(
        key="k1",
        staff=StaffName("wang"),
        title="打卡营 · day3",
        text=TEXT,
        due=now + timedelta(hours=hours),
        room=RoomId(1),
        stand_ins=tuple(StaffName(name) for name in stand_ins),
        **other,
    )
    async with here.service.store.write() as unit:
        await unit.apply([task], now=now)


async def settled(here, state=TaskState.DONE):
    async def look():
        task = await here.look(lambda unit: unit.tasks.find(TaskId(1)))
        return task if task.state is state else None

    return await here.eventually(look)


async def test_the_text_comes_alone_in_its_message_and_the_post_is_the_receipt(store_url, tmp_path):
    place, room = community()
    async with service_for(place, store_url, tmp_path, STAFF) as here:
        await give(here)
        told = await here.told("王老师", "任务 1")
        await here.told("王老师", TEXT)
        place.says(room, "小明", TEXT)  # a member who copies it does nobody's task
        posted = place.says(room, "王老师", f"{TEXT} 💪")
        task = await settled(here)
        message = await here.look(lambda unit: unit.archive.figures())

    assert "打卡营 · day3" in told
    assert f"群「{GROUP}」" in told
    assert "完成 1" in told
    assert TEXT not in told
    assert place.told("王老师")[1] == TEXT
    assert (task.done_by, task.how) == ("wang", Receipt.SEEN)
    assert task.message is not None
    assert message.messages >= 2
    assert posted
    assert place.told("李老师") == place.told("赵老师") == []


async def test_who_says_that_it_is_done_is_believed_and_thanked(store_url, tmp_path):
    place, _ = community()
    async with service_for(place, store_url, tmp_path, STAFF) as here:
        await give(here)
        await here.told("王老师", "任务 1")
        place.tells("小明", "完成 1")  # a member
        place.tells("王老师", "完成")
        answer = await here.told("王老师", "好的")
        task = await settled(here)

    assert answer == "好的，任务 1（打卡营 · day3）已完成，谢谢。"
    assert (task.done_by, task.how) == ("wang", Receipt.WORD)
    assert place.told("小明") == []


async def test_who_cannot_do_it_says_so_and_the_stand_in_gets_it_at_once(store_url, tmp_path):
    place, room = community()
    async with service_for(place, store_url, tmp_path, STAFF) as here:
        await give(here)
        await here.told("王老师", "任务 1")
        place.tells("王老师", "做不了 1 家里有事")
        answer = await here.told("王老师", "已转给")
        told = await here.told("李老师", "任务 1")
        await here.told("李老师", TEXT)
        place.says(room, "李老师", TEXT)
        task = await settled(here)
        notes = await here.look(lambda unit: unit.tasks.notes(TaskId(1)))

    assert answer == "好的，任务 1（打卡营 · day3）已转给 li。"
    assert "wang 说做不了，现在由您接手" in told
    assert (task.done_by, task.turn) == ("li", 1)
    assert [(n.deed.value, n.staff, n.author) for n in notes] == [
        ("given", "wang", "groupkeeper"),
        ("told", "wang", "groupkeeper"),
        ("cannot", "wang", "wang"),
        ("given", "li", "wang"),
        ("told", "li", "groupkeeper"),
        ("done", "li", "li"),
    ]


async def test_a_task_nobody_does_goes_down_the_line_and_is_held_for_a_person(store_url, tmp_path):
    place, _ = community()
    async with service_for(place, store_url, tmp_path, STAFF) as here:
        await give(here, hours=0.05)  # three minutes: three seconds of this test
        await here.told("王老师", "还没有看到您发出")
        await here.told("王老师", "已转给 li：到期没有完成")
        await here.told("李老师", "wang 到期没有完成，现在由您接手")
        await here.told("赵老师", "li 到期没有完成，现在由您接手")
        task = await settled(here, TaskState.HELD)
        held = await here.told("赵老师", "没有人能做")

    assert task.turn == 2
    assert "wang、li、zhao 都没有完成" in held
    assert "sop give 1" in held


async def test_in_other_words_the_person_is_asked_once(store_url, tmp_path):
    place, room = community()
    async with service_for(place, store_url, tmp_path, STAFF) as here:
        await give(here)
        await here.told("王老师", "任务 1")
        place.says(room, "王老师", "晚上好，打卡第三天啦，录音十点前发群里哦")
        asked = await here.told("王老师", "是任务 1")
        place.says(room, "王老师", "晚上好呀，打卡第三天，录音十点前发群里")
        place.tells("王老师", "完成 1")
        await settled(here)

    assert "不敢自动算完成" in asked
    assert len([line for line in place.told("王老师") if "是任务 1" in line]) == 1


async def test_who_goes_on_leave_hands_the_work_over_and_gets_it_again_when_back(
    store_url, tmp_path
):
    place, _ = community()
    async with service_for(place, store_url, tmp_path, STAFF) as here:
        await give(here)
        await here.told("王老师", "任务 1")
        place.tells("王老师", "请假到2099-03-10")
        answer = await here.told("王老师", "请假到")
        await here.told("李老师", "wang 请假了，现在由您接手")
        away = await here.look(lambda unit: unit.absences.away(here.service.clock.now()))
        place.tells("王老师", "我回来了")
        back = await here.told("王老师", "欢迎回来")

    assert answer.startswith("好的，王老师 请假到 2099-03-10（含当天）")
    assert away == {"wang"}
    assert back == "欢迎回来，王老师。任务会重新发给您。"


async def test_the_work_of_today_is_answered_by_word(store_url, tmp_path):
    place, _ = community()
    async with service_for(place, store_url, tmp_path, STAFF) as here:
        await give(here)
        await here.told("王老师", "任务 1")
        place.tells("王老师", "今日任务")
        mine = await here.told("王老师", "的工作")
        place.tells("李老师", "今日任务")
        none = await here.told("李老师", "没有等您做的任务")

    assert "1 项" in mine
    assert "1. 任务 1 · 打卡营 · day3 · 英语学习打卡群" in mine
    assert none


async def test_quoting_the_text_and_posting_a_picture_are_no_receipt(store_url, tmp_path):
    place, room = community()
    async with service_for(place, store_url, tmp_path, STAFF) as here:
        await give(here)
        await here.told("王老师", "任务 1")
        other = place.says(room, "小明", TEXT)
        place.says(room, "王老师", Saying(text="这个几点发比较好？", quotes=other))
        place.says(room, "王老师", f"「小明：{TEXT}」\n- - - - - - - - - - - - - - -\n好的")
        place.says(room, "王老师", Saying(kind=MessageKind.IMAGE, media=Media(name="海报.png")))
        place.says(room, "李老师", TEXT)  # a colleague, and not whose task it is
        place.tells("王老师", TEXT)  # to the bot, not in the room
        await here.until(lambda f: f.messages >= 8)  # with the two that the bot sent
        before = await here.look(lambda unit: unit.tasks.find(TaskId(1)))
        place.says(room, "王老师", TEXT)
        task = await settled(here)

    assert before.state is TaskState.OPEN
    assert (task.done_by, task.how) == ("wang", Receipt.SEEN)


async def test_a_post_in_another_room_is_no_receipt(store_url, tmp_path):
    place, _ = community()
    elsewhere = place.room("另一个群", "王老师")
    async with service_for(place, store_url, tmp_path, STAFF) as here:
        await give(here)
        await here.told("王老师", "任务 1")
        seen = await here.until(lambda f: f.messages >= 0)
        place.says(elsewhere, "王老师", TEXT)
        await here.until(lambda f: f.messages > seen.messages)
        task = await here.look(lambda unit: unit.tasks.find(TaskId(1)))

    assert task.state is TaskState.OPEN


async def test_a_receipt_that_is_taken_back_is_told_of(store_url, tmp_path):
    place, room = community()
    async with service_for(place, store_url, tmp_path, STAFF) as here:
        await give(here)
        await here.told("王老师", "任务 1")
        other = place.says(room, "小明", "好的")
        posted = place.says(room, "王老师", TEXT)
        await settled(here)
        place.world.recalls(other)
        place.world.recalls(posted)
        told = await here.told("王老师", "已撤回")

    assert "任务 1（打卡营 · day3）算作完成的那条消息，wang 已撤回" in told

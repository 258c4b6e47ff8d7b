"""What colleagues read of their tasks, in both languages."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.alerting import Language
from bot.core.ids import ChannelName, RoomId, RoomRef, StaffName, TaskId
from bot.core.tasks import Handed, OpenTask, Task, TaskRoom, TaskState
from sop.task_alerts import Telling, alerts_for, no_more
from sop.task_wording import length_in
from sop.tasks import Hold, PassOn, Remind, Tell, Why
from tests.support.builders import NOON

LI, WANG = StaffName("li"), StaffName("wang")
ROOM = TaskRoom(id=RoomId(1), channel=ChannelName("sim"), ref=RoomRef("r1"), name="英语群")
DUE = NOON + timedelta(hours=2)
TASK = Task(
    id=TaskId(12),
    staff=LI,
    title="第一周 · share",
    text="说说收获",
    state=TaskState.OPEN,
    created=NOON,
    given=NOON,
    due=DUE,
    room=ROOM.id,
)
POST = OpenTask(task=TASK, room=ROOM, holders=(LI,))
WORK = OpenTask(task=replace(TASK, room=None, text="备好后请批准"), holders=(LI,))
ZH = Telling(zones={LI: "Asia/Shanghai", WANG: "Europe/Paris"})
EN = replace(ZH, language=Language.EN)


def told(act, one=POST, telling=ZH):
    [alert] = alerts_for(act, one, telling, NOON)
    return alert


def test_a_post_is_asked_for_with_room_deadline_and_the_text_apart():
    alert = told(Tell(due=DUE, remind_at=None))

    assert alert.reason == (
        "任务 12：第一周 · share。请在 05-20 14:00 之前到群「英语群」用您自己的账号发出。\n"
        "文案在下一条消息里，可整条复制。"
    )
    assert (alert.to, alert.to_copy) == (LI, "说说收获")
    assert "完成 12" in alert.advice
    assert "做不了 12" in alert.advice


def test_other_work_comes_with_its_words_and_nothing_to_copy():
    alert = told(Tell(due=DUE, remind_at=None), WORK)

    assert alert.reason == "任务 12：第一周 · share。请在 05-20 14:00 之前完成。\n备好后请批准"
    assert alert.to_copy == ""
    assert "群" not in alert.reason + alert.advice


def test_a_post_of_a_picture_alone_promises_no_second_message():
    picture = OpenTask(task=replace(TASK, text=""), room=ROOM, holders=(LI,))

    assert "下一条" not in told(Tell(due=DUE, remind_at=None), picture).reason


@pytest.mark.parametrize(
    ("why", "words"),
    [(Why.LATE, "到期没有完成"), (Why.AWAY, "请假了"), (Why.CANNOT, "说做不了")],
)
def test_who_takes_over_learns_from_whom_and_why(why, words):
    one = OpenTask(task=replace(TASK, staff=WANG), room=ROOM, holders=(LI, WANG), why=why)

    reason = told(Tell(due=DUE, remind_at=None), one).reason

    assert f"li {words}，现在由您接手，请在 05-20 08:00 之前" in reason


def test_who_is_given_it_by_a_person_reads_no_reason():
    one = OpenTask(task=replace(TASK, staff=WANG), room=ROOM, holders=(LI, WANG), why="ops")

    assert "接手" not in told(Tell(due=DUE, remind_at=None), one).reason


def test_a_link_is_told_where_there_is_one():
    linked = replace(ZH, link="https://keeper.example.com/task/12/k")

    assert (
        "https://keeper.example.com/task/12/k"
        in told(Tell(due=DUE, remind_at=None), telling=linked).advice
    )
    assert "http" not in told(Tell(due=DUE, remind_at=None)).advice


@pytest.mark.parametrize(("one", "words"), [(POST, "还没有看到您发出"), (WORK, "还没有完成")])
def test_a_reminder_says_how_much_time_is_left(one, words):
    reason = told(Remind(), one).reason

    assert words in reason
    assert "2 小时后到期（05-20 14:00）" in reason


@pytest.mark.parametrize("one", [POST, WORK])
@pytest.mark.parametrize(
    "act",
    [
        Tell(due=DUE, remind_at=None),
        Tell(due=None, remind_at=None),
        Remind(),
        PassOn(handed=Handed(to=WANG, line=(), due=None), why=Why.LATE),
        Hold(why=Why.CANNOT),
    ],
)
def test_english_says_all_of_it_too(one, act):
    alert = told(act, one, EN)

    said = alert.reason.replace(one.task.title, "").replace("英语群", "") + alert.advice
    said = said.replace("备好后请批准", "")
    assert said.isascii() or not any("\u4e00" <= sign <= "\u9fff" for sign in said)
    assert "12" in alert.reason
    assert "{" not in said


def test_each_alert_about_a_task_stands_for_itself():
    groups = [
        told(Tell(due=DUE, remind_at=None)).group,
        told(Remind()).group,
        told(PassOn(handed=Handed(to=WANG, line=(), due=None), why=Why.LATE)).group,
        told(Hold(why=Why.LATE)).group,
        no_more(TASK, "wang", ZH).group,
        told(Tell(due=DUE, remind_at=None), replace(POST, task=replace(TASK, turn=1))).group,
    ]

    assert len(set(groups)) == len(groups)
    assert all(group.startswith("task:12:") for group in groups)


@pytest.mark.parametrize(
    ("length", "zh", "en"),
    [
        (timedelta(minutes=90), "1 小时 30 分钟", "1 h 30 min"),
        (timedelta(days=2, hours=3, minutes=4), "2 天 3 小时", "2 d 3 h"),
        (timedelta(seconds=30), "0 分钟", "0 min"),
        (timedelta(seconds=-5), "0 分钟", "0 min"),
    ],
)
def test_lengths_are_said_as_people_say_them(length, zh, en):
    assert length_in(Language.ZH, length) == zh
    assert length_in(Language.EN, length) == en

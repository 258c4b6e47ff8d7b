"""What the newsreel tells of alerts, questions, removals and leads: who, where, to whom."""

import pytest
from sqlalchemy import select, update

from bot.core.effects import (
    Intent,
    NotifyStaff,
    RaiseAlert,
    RecordLead,
    RemoveMember,
    Severity,
)
from bot.core.ids import AlertId, MessageId, RoomId, StaffName, StudentId
from bot.core.verdicts import LeadFound
from storage.judging.records import Records
from storage.service.alerts import Alerts
from storage.service.newsreel import Newsreel
from storage.tables.delivery import outbox
from storage.tables.people import identity
from storage.tables.talk import message
from storage.talk.archive import Archive
from tests.support.builders import NOON, after
from tests.support.builders import message as said
from tests.support.delivering import OutboxDesk

WANG = StaffName("wang")


@pytest.fixture
async def desk(database):
    return await OutboxDesk(database).open()


async def news(database, mark=""):
    async with database.read() as connection:
        reel = await Newsreel(connection).since(mark)
    return [one for one in reel.headlines if one.kind != "id_given"], reel.mark


async def a_message(desk, text):
    """Somebody's words in the first room: the message, and who said them."""
    async with desk.database.write() as connection:
        await Archive(connection).save([said(text, sender="u1", room="room-1")], received=NOON)
        number = await connection.scalar(select(message.c.id).where(message.c.text == text))
        student = await connection.scalar(
            select(identity.c.student_id).where(identity.c.ref == "u1")
        )
    return MessageId(number), StudentId(student)


async def alerted(desk, kind, text, reason):
    """An alert about a message, on its way to wang."""
    number, student = await a_message(desk, text)
    async with desk.database.write() as connection:
        raised = await Alerts(connection).raise_(
            RaiseAlert(
                kind=kind, severity=Severity.INFO, reason=reason.format(student), advice="",
                group=kind, room=RoomId(1), student=student, message=number,
            ),
            NOON,
        )  # fmt: skip
    deed = NotifyStaff(staff=WANG, alert=raised.id, target="apprise:0")
    await desk.intends(Intent(deed=deed, key=f"alert:{raised.id}", reason=reason))
    async with desk.database.write() as connection:  # the desk only speaks through accounts
        await connection.execute(update(outbox).values(state="sent", settled_at=NOON))
    return raised.id


async def test_an_alert_is_told_with_room_person_and_colleague(desk):
    await alerted(desk, "lead", "多少钱", "学号 {}：问价，说到「多少钱」")

    ((told,), _) = await news(desk.database)

    assert (told.kind, told.room, told.to) == ("alert", "英语学习打卡群", "wang")
    assert (told.student is None, told.reason, told.text) == (False, "问价，说到「多少钱」", "")


async def test_a_question_nobody_answered_is_told_in_its_words(desk):
    await alerted(desk, "question", "作业在哪里交？", "学号 {} 提问已 3 分钟无人回答")

    ((told,), _) = await news(desk.database)

    assert (told.kind, told.text) == ("unanswered", "作业在哪里交？")
    assert told.reason == "提问已 3 分钟无人回答"


async def test_who_takes_an_alert_on_is_told_once(desk):
    number = await alerted(desk, "lead", "多少钱", "学号 {}：问价")
    _, mark = await news(desk.database)
    async with desk.database.write() as connection:
        alerts = Alerts(connection)
        alert = await alerts.get(AlertId(number))
        assert alert is not None
        await alerts.told(alert, [WANG], next_at=None, now=NOON)
        await alerts.acknowledge(number, author="wang", now=after(minutes=1))

    first, mark = await news(desk.database, mark)
    again, _ = await news(desk.database, mark)

    assert [(one.kind, one.to, one.room, one.reason) for one in first] == [
        ("taken", "wang", "英语学习打卡群", "问价")
    ]
    assert again == []


async def test_an_alert_whose_reason_is_gone_was_taken_on_by_nobody(desk):
    await alerted(desk, "gateway", "x", "账号不在线")
    _, mark = await news(desk.database)
    async with desk.database.write() as connection:
        await Alerts(connection).resolve("gateway", author="groupkeeper", now=NOON)

    assert (await news(desk.database, mark))[0] == []


async def test_a_removal_names_whom(desk):
    deed = RemoveMember(room=RoomId(1), member=desk.people["u2"])
    await desk.intends(Intent(deed=deed, key="remove:1", reason="广告"))
    await desk.sends("r1")

    ((told,), _) = await news(desk.database)

    assert (told.kind, told.room, told.reason) == ("removed", "1 班", "广告")
    assert told.student is not None


async def test_a_lead_says_its_category_and_its_words(desk):
    number, student = await a_message(desk, "怎么买")
    found = LeadFound(category="buy", score=0.9, words=("买", "怎么买"))
    async with desk.database.write() as connection:
        await Records(connection).apply(
            [RecordLead(student=student, room=RoomId(1), message=number, lead=found)], NOON
        )

    ((told,), _) = await news(desk.database)

    assert (told.kind, told.topic, told.reason, told.text) == (
        "lead",
        "buy",
        "买、怎么买",
        "怎么买",
    )


async def test_several_new_ids_are_one_headline_with_first_and_last(desk):
    async with desk.database.read() as connection:
        reel = await Newsreel(connection).since("")

    (told,) = [one for one in reel.headlines if one.kind == "id_given"]
    assert (told.count, told.reason, told.person) == (2, "10001–10002", "")

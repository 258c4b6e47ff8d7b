"""What needs whoever asks, over the API."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.core.effects import (
    AnswerQuestion,
    AssignTask,
    Intent,
    OpenQuestion,
    RaiseAlert,
    Say,
    Severity,
)
from bot.core.events import AccountChanged, AccountState
from bot.core.ids import ChannelName, EventRef, MessageId, RoomId, StaffName
from bot.core.review import Decision
from storage.tables.delivery import outbox
from storage.tables.judging import appeal
from tests.support.builders import NOON, after, listed
from tests.web.talk import apply, flagged, lead, said


def shown(answer):
    return [(one["kind"], one["id"]) for one in answer.body["items"]]


async def a_question(service, one, *, due=NOON):
    await apply(
        service,
        OpenQuestion(message=one.id, room=one.room, asker=one.sender.identity, asked=NOON, due=due),
    )


async def a_held_post(service):
    post = Intent(deed=Say(room=RoomId(1), text="今晚 8 点\n直播"), key="k", reason="计划")
    await apply(service, post)
    async with service.store.database.write() as connection:
        await connection.execute(update(outbox).values(state="held", outcome="迟到 3 小时"))


async def everything(service, community):
    asking, advert = said(community)
    await apply(service, flagged(advert), lead(asking))
    await a_question(service, asking)
    await a_held_post(service)
    await apply(
        service,
        AssignTask(
            key="t", staff=StaffName("wang"), title="回访", text="打电话", due=after(hours=1)
        ),
        AssignTask(key="content:海报:a", staff=StaffName("li"), title="海报", text="x", due=NOON),
        RaiseAlert(
            kind="raid", severity=Severity.CRITICAL, reason="冲群", advice="看", group="raid:1"
        ),
    )
    await service.save(
        AccountChanged(
            channel=ChannelName("sim"),
            ref=EventRef("a1"),
            at=NOON,
            state=AccountState.LOGGED_OUT,
            reason="被登出",
        )
    )


async def test_everything_that_waits_is_one_list_the_most_urgent_first(api, service, community):
    await everything(service, community)

    now = await api.get("/now")

    assert shown(now) == [
        ("alert", "1"),
        ("gateway", "sim"),
        ("content", "2"),
        ("delivery", "1"),
        ("question", "1"),
        ("case", "1"),
        ("lead", "1"),
    ]
    assert {one["kind"]: one["count"] for one in now.body["counts"]} == {
        "alert": 1,
        "gateway": 1,
        "content": 1,
        "delivery": 1,
        "question": 1,
        "case": 1,
        "lead": 1,
        "task": 0,
        "appeal": 0,
    }


async def test_each_line_says_what_who_where_and_what_may_be_done(api, service, community):
    await everything(service, community)

    items = {one["kind"]: one for one in (await api.get("/now")).body["items"]}

    question = items["question"]
    assert (question["words"], question["name"]) == ("请问课程怎么报名？", "名字u1")
    assert (question["room_name"], question["late"], question["severity"]) == (
        "英语学习打卡群",
        True,
        "warning",
    )
    assert (question["link"], question["may"]) == ("/rooms/1?at=1", ["close"])
    assert items["case"]["link"] == "/review/1"
    assert items["lead"]["link"] == "/leads/1"
    assert items["delivery"]["link"] == "/deliveries?id=1"
    assert items["case"]["reason"] == "加V 引流"
    assert items["delivery"]["words"] == "今晚 8 点 直播"
    assert items["delivery"]["reason"] == "迟到 3 小时"
    assert items["delivery"]["may"] == ["release", "cancel", "sent"]
    assert (items["gateway"]["about"], items["gateway"]["reason"]) == ("logged_out", "被登出")
    assert items["content"]["owner"] == "li"


async def test_my_own_tasks_are_there_before_they_are_due_and_those_of_others_when_late(
    api, service
):
    await apply(
        service,
        AssignTask(key="a", staff=StaffName("wang"), title="一", text="x", due=after(hours=1)),
        AssignTask(key="b", staff=StaffName("li"), title="二", text="x", due=after(hours=1)),
    )
    api.speak_as("wang")
    early = (await api.get("/now")).body["items"]
    service.clock.move(timedelta(hours=1))
    late = (await api.get("/now")).body["items"]

    assert [(one["words"], one["mine"], one["late"]) for one in early] == [("一", True, False)]
    assert [(one["words"], one["late"]) for one in late] == [("一", True), ("二", True)]


async def test_an_alert_about_a_case_is_one_line_with_it_and_goes_with_it(api, service, community):
    _, advert = said(community)
    await apply(
        service,
        flagged(advert),
        RaiseAlert(
            kind="advert",
            severity=Severity.CRITICAL,
            reason="广告",
            advice="核实",
            group=f"advert:wang:{advert.id}",
            message=advert.id,
        ),
    )
    [one] = (await api.get("/now")).body["items"]
    await api.post("/cases/1/decide", decision=Decision.ADVERT.value)

    assert (one["kind"], one["severity"], one["alert"]["id"]) == ("case", "critical", 1)
    assert one["may"] == ["decide", "acknowledge"]
    assert (await api.get("/now")).body["items"] == []


async def test_a_lead_that_was_claimed_and_its_alert_wait_no_more(api, service, community):
    asking, _ = said(community)
    await apply(
        service,
        lead(asking),
        RaiseAlert(
            kind="lead",
            severity=Severity.WARNING,
            reason="线索",
            advice="联系",
            group="lead:10001:course",
        ),
    )
    [one] = (await api.get("/now")).body["items"]
    await api.post("/leads/1/claim")

    assert (one["severity"], one["words"]) == ("warning", "请问课程怎么报名？")
    assert (await api.get("/now")).body["items"] == []
    assert (await api.get("/alerts/1")).body["acknowledged_by"] == "api"


async def test_a_question_that_was_closed_or_answered_waits_no_more(api, service, community):
    asking, other = said(community)
    await a_question(service, asking)
    await a_question(service, other)
    await apply(
        service,
        RaiseAlert(
            kind="question",
            severity=Severity.WARNING,
            reason="没人回答",
            advice="回答",
            group=f"question:1:{asking.sender.identity}",
            message=asking.id,
        ),
        AnswerQuestion(question=other.id, answer=MessageId(asking.id), answered=NOON),
    )
    before = await api.get("/now")
    await api.post(f"/questions/{asking.id}/close")

    assert shown(before) == [("question", str(asking.id))]
    assert shown(await api.get("/now")) == []


async def test_the_alert_about_held_posts_is_over_with_the_last_of_them(api, service, community):
    await a_held_post(service)
    await apply(
        service,
        RaiseAlert(
            kind="delivery",
            severity=Severity.WARNING,
            reason="待决定",
            advice="核对",
            group="delivery:held:room:1",
            room=RoomId(1),
        ),
    )
    [one] = (await api.get("/now")).body["items"]
    await api.post("/deliveries/1/release")

    assert (one["kind"], one["alert"]["id"]) == ("delivery", 1)
    assert (await api.get("/alerts/1")).body["state"] == "acknowledged"


async def test_an_appeal_leads_to_the_case_it_is_about(api, service, community):
    _, advert = said(community)
    await apply(service, flagged(advert))
    await api.post("/cases/1/decide", decision="advert")
    async with service.store.database.write() as connection:
        await connection.execute(
            appeal.insert().values(
                student_id=10002,
                identity_id=2,
                case_id=1,
                message_id=advert.id,
                against="wang",
                at=NOON,
                state="open",
            )
        )

    [one] = (await api.get("/now")).body["items"]

    assert (one["kind"], one["link"], one["may"]) == ("appeal", "/review/1", ["answer"])


async def test_a_colleague_whose_role_counts_in_one_room_sees_that_room_only(
    api, service, community
):
    await everything(service, community)
    await service.save(listed("另一个群", "u9", room="r2"))
    there = await api.post(
        "/tokens/make", name="elsewhere", role=None, grants=[{"role": "manager", "room": 2}]
    )
    here = await api.post(
        "/tokens/make", name="here", role=None, grants=[{"role": "manager", "room": 1}]
    )

    async def seen(token):
        key = {"Authorization": f"Bearer {token.body['key']}"}
        answer = await api.send("GET", "/now", headers=key)
        return shown(answer)

    assert await seen(there) == [("gateway", "sim")]
    assert await seen(here) == [
        ("gateway", "sim"),
        ("delivery", "1"),
        ("question", "1"),
        ("case", "1"),
        ("lead", "1"),
    ]


@pytest.mark.parametrize("limit", ["0", "501", "x"])
async def test_a_list_of_no_length_is_a_mistake(api, limit):
    assert (await api.get("/now", limit=limit)).status == 400


async def test_of_very_much_the_most_pressing_is_listed_and_all_is_counted(api, service):
    for number in range(5):
        await apply(
            service,
            RaiseAlert(
                kind="raid",
                severity=Severity.CRITICAL if number == 4 else Severity.INFO,
                reason="r",
                advice="a",
                group=f"g{number}",
            ),
        )

    now = await api.get("/now", limit=2)

    assert shown(now) == [("alert", "5"), ("alert", "1")]
    assert {one["kind"]: one["count"] for one in now.body["counts"]}["alert"] == 5

"""Lists, points, alarms and quizzes over the API."""

from datetime import timedelta

import pytest

from bot.core.conduct import QuizState
from bot.core.conduct_effects import AlarmRoom, GiveMark, OpenQuiz, SettleQuiz
from bot.core.deed_keys import denial_key, quiz_removal_key
from bot.core.effects import Intent, RemoveMember
from bot.core.ids import IdentityId, ListingId, RoomId, StudentId
from tests.support.builders import NOON, after
from tests.web.talk import apply, said

ADVERTISER = StudentId(10002)


def mark(message, points=3.0, key="advert:1", kind="advert"):
    return GiveMark(
        key=key,
        student=ADVERTISER,
        points=points,
        kind=kind,
        room=message.room,
        message=message.id,
    )


# ---- lists ------------------------------------------------------------------------------------


async def test_somebody_is_put_on_a_list_shown_and_taken_off(api, community):
    added = await api.post("/lists/add", student=10002, list="deny", reason="刷单", days=90)
    [shown] = (await api.get("/lists", list="deny")).items
    lifted = await api.post(f"/lists/{added.body['id']}/lift", reason="误会")
    trail = (await api.get("/audit")).items

    assert (shown["student_id"], shown["author"], shown["reason"]) == (10002, "api", "刷单")
    assert shown["until"] == (NOON + timedelta(days=90)).isoformat().replace("+00:00", "Z")
    assert lifted.body["lifted_by"] == "api"
    assert (await api.get("/lists", list="deny")).items == []
    assert len((await api.get("/lists", all="true", student=10002)).items) == 1
    assert [(one["action"], one["reason"]) for one in trail] == [
        ("list.lift", "误会"),
        ("list.deny", "刷单"),
    ]


async def test_with_deny_the_person_may_be_removed_everywhere_at_once(api, community):
    await api.post("/lists/add", student=10002, list="deny", reason="刷单", remove=True)
    [removal] = (await api.get("/deliveries")).items

    assert (removal["kind"], removal["author"], removal["reason"]) == (
        "RemoveMember",
        "api",
        "刷单",
    )
    assert removal["deed"]["member"] == 2


async def test_a_removal_that_waits_is_called_off_when_the_entry_is_lifted(api, service, community):
    added = await api.post("/lists/add", student=10002, list="deny", reason="刷单")
    number = ListingId(added.body["id"])
    waiting = Intent(
        deed=RemoveMember(room=RoomId(1), member=IdentityId(2)),
        key=denial_key(number, RoomId(1), IdentityId(2), "e1"),
        reason="在黑名单上",
    )
    await apply(service, waiting)
    await api.post(f"/lists/{number}/lift", reason="误会")

    assert [one["state"] for one in (await api.get("/deliveries")).items] == ["cancelled"]


async def test_only_people_and_entries_that_exist_are_listed_or_lifted(api, community):
    unknown = await api.post("/lists/add", student=99999, list="deny", reason="x")
    nothing = await api.post("/lists/7/lift", reason="x")
    unsaid = await api.post("/lists/add", student=10002, list="deny", reason="  ")
    wrong = await api.post("/lists/add", student=10002, list="grey", reason="x")

    assert [one.status for one in (unknown, nothing, unsaid, wrong)] == [404, 404, 400, 400]


# ---- points -----------------------------------------------------------------------------------


async def test_a_person_is_shown_with_points_that_fade_and_may_be_revoked(api, service, community):
    _, advert = said(community)
    await apply(service, mark(advert), mark(advert, 1.0, "suspect:2", "suspect"))
    service.clock.move(timedelta(days=30))

    before = (await api.get("/people/10002/conduct")).body
    revoked = await api.post(f"/marks/{before['marks'][0]['id']}/revoke", reason="看错了")
    now = (await api.get("/people/10002/conduct")).body

    assert (before["points"], before["sure_cases"]) == (2.0, 1)
    assert (revoked.body["revoked_by"], revoked.body["student_id"]) == ("api", 10002)
    assert (now["points"], now["sure_cases"], len(now["marks"])) == (0.5, 0, 2)
    assert (await api.get("/people/99999/conduct")).status == 404
    assert (await api.post("/marks/99/revoke", reason="x")).status == 404


# ---- alarms -----------------------------------------------------------------------------------


async def test_an_alarm_is_shown_and_ended(api, service, community):
    await apply(service, AlarmRoom(room=RoomId(1), until=after(minutes=30), why="9 人进群"))
    [alarm] = (await api.get("/alarms")).items
    ended = await api.post("/rooms/1/end-alarm", reason="是活动")
    again = await api.post("/rooms/1/end-alarm", reason="是活动")

    assert (alarm["room"], alarm["name"], alarm["why"]) == (1, "英语学习打卡群", "9 人进群")
    assert (ended.status, again.status) == (200, 409)
    assert (await api.get("/alarms")).items == []


# ---- quizzes ----------------------------------------------------------------------------------


@pytest.fixture
async def failed(service, community):
    """Person 10002 failed the quiz of room 1."""
    opened = OpenQuiz(
        room=RoomId(1),
        member=IdentityId(2),
        student=ADVERTISER,
        ask="本群学什么？",
        key="quiz:1",
        due=after(hours=1),
    )
    ended = SettleQuiz(room=RoomId(1), member=IdentityId(2), state=QuizState.FAILED, tries=3)
    await apply(service, opened)
    await apply(service, ended)


async def test_a_failed_newcomer_is_let_off_and_not_removed_any_more(api, service, failed):
    removal = Intent(
        deed=RemoveMember(room=RoomId(1), member=IdentityId(2)),
        key=quiz_removal_key(RoomId(1), IdentityId(2), NOON),
        reason="入群问答答错 3 次",
    )
    await apply(service, removal)
    [quiz] = (await api.get("/quizzes", state="failed", room=1, student=10002)).items

    excused = await api.post(f"/quizzes/{quiz['id']}/excuse", reason="是老学员")
    again = await api.post(f"/quizzes/{quiz['id']}/excuse", reason="是老学员")

    assert (quiz["tries"], quiz["room_name"]) == (3, "英语学习打卡群")
    assert (excused.body["state"], excused.body["author"]) == ("excused", "api")
    assert again.status == 409
    assert [one["state"] for one in (await api.get("/deliveries")).items] == ["cancelled"]


async def test_whoever_was_removed_for_a_quiz_is_invited_back(api, service, failed):
    removal = Intent(
        deed=RemoveMember(room=RoomId(1), member=IdentityId(2)),
        key=quiz_removal_key(RoomId(1), IdentityId(2), NOON),
        reason="入群问答答错 3 次",
    )
    await apply(service, removal)
    async with service.store.write() as unit:
        await unit.outbox.drive("sim", "one", NOON)
        (delivery,) = (await unit.outbox.claim("sim", "one", NOON)).deliveries
        await unit.outbox.begin_sending(delivery, pace=None, echoed=False, now=NOON)
    await api.post("/quizzes/1/excuse", reason="是老学员")

    assert [one["kind"] for one in (await api.get("/deliveries")).items] == [
        "InviteMember",
        "RemoveMember",
    ]

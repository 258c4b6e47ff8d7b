"""The calendar, tasks, absences and work lists in the API; the pages whose address is the key."""

from datetime import timedelta
from typing import Any

import icalendar
import pytest

from bot.core.agenda import FeedKind
from bot.core.effects import AssignTask
from bot.core.ids import RoomId, StaffName, TaskId
from bot.core.plans import NewRun
from bot.core.signing import LINKS, sign
from bot.core.tasks import Receipt, TaskState
from bot.tasks.desk import task_words
from tests.support.builders import NOON
from tests.web.talk import apply

TEXT = "说说收获 <b>&</b>"


async def a_run(service, community):
    async with service.write() as unit:
        new = NewRun(plan="new-class", room=RoomId(1), starts_on=NOON.date(), zone="Asia/Shanghai")
        await unit.runs.start([new], "tester", NOON)


async def a_task(service, **other: Any):
    given: dict[str, Any] = {
        "key": "a",
        "staff": StaffName("li"),
        "title": "第一周 · 说收获",
        "text": TEXT,
        "due": NOON + timedelta(hours=2),
        "stand_ins": (StaffName("wang"),),
    }
    await apply(service, AssignTask(**given | other))
    async with service.store.read() as unit:
        return await unit.tasks.find(TaskId(1))


async def test_a_week_of_the_calendar_says_what_is_not_laid_out_yet(api, service, community):
    await a_run(service, community)

    page = await api.get("/calendar", week="2026-W21", room=1)

    assert [(e["step"], e["title"], e["person"], e["laid_out"]) for e in page.items] == [
        ("hello", "hello", None, False),
        ("share", "说收获", "li", False),
    ]
    assert (await api.get("/calendar", week="2026-W22", room=1)).items == []


async def test_a_calendar_comes_in_pages(api, service, community):
    await a_run(service, community)
    whole = (await api.get("/calendar", month=f"{NOON:%Y-%m}")).items

    first = await api.get("/calendar", month=f"{NOON:%Y-%m}", limit=1)
    rest = await api.get(
        "/calendar", month=f"{NOON:%Y-%m}", limit=100, after=first.body["next"] or ""
    )

    assert [*first.items, *rest.items] == whole


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"week": "2026-W99"}, "is no week"),
        ({"person": "nobody"}, "no colleague 'nobody'"),
        ({"seat": "nowhere"}, "no seat 'nowhere'"),
        ({"plan": "none"}, "no plan 'none'"),
        ({"day": "2026-03-02", "month": "2026-03"}, "ask for one of"),
        ({"after": "x"}, "cursor"),
        ({"room": "-1"}, "query.room"),
        ({"colour": "red"}, "there is no colour"),
    ],
)
async def test_what_cannot_be_asked_is_one_problem(api, asked, words):
    refused = await api.get("/calendar", **asked)

    assert (refused.status, refused.kind) == (400, "application/problem+json")
    said = refused.body["detail"] + str(refused.body["mistakes"])
    assert words in said


async def test_the_work_of_today_tells_tasks_and_what_is_to_come(api, service):
    await a_task(service)

    mine = (await api.get("/calendar/today", person="li")).body

    assert [task["title"] for task in mine["open"]] == ["第一周 · 说收获"]
    assert "任务 1 · 第一周 · 说收获" in mine["text"]
    assert (await api.get("/calendar/today", person="nobody")).status == 400


async def test_who_cannot_hands_the_task_over_and_every_step_is_noted(api, service):
    await a_task(service)
    after = (await api.post("/tasks/1/cannot", reason="生病")).body
    notes = (await api.get("/tasks/1/notes")).items

    assert (after["staff"], after["turn"], after["state"]) == ("wang", 1, "open")
    assert [(n["deed"], n["staff"], n["note"]) for n in notes] == [
        ("given", "li", ""),
        ("cannot", "li", "生病"),
        ("given", "wang", "cannot"),
    ]


async def test_a_task_is_given_to_a_colleague_that_there_is(api, service):
    await a_task(service)

    assert (await api.post("/tasks/1/give", to="nobody")).status == 409
    assert (await api.post("/tasks/1/give", to="wang")).body["staff"] == "wang"
    await api.post("/tasks/1/done")
    assert (await api.post("/tasks/1/give", to="li")).status == 409
    assert (await api.post("/tasks/1/cannot")).status == 409
    assert (await api.post("/tasks/9/give", to="li")).status == 404


async def test_a_colleague_goes_away_and_comes_back(api):
    last = (NOON + timedelta(days=3)).date()

    away = (
        await api.post("/absences/away", staff="li", until=last.isoformat(), reason="休假")
    ).body
    listed = (await api.get("/absences")).items
    back = await api.post("/absences/back", staff="li")

    assert (away["staff"], away["reason"]) == ("li", "休假")
    assert listed == [away]
    assert back.items == []
    assert (await api.post("/absences/back", staff="li")).status == 409
    assert (await api.post("/absences/away", staff="nobody")).status == 409
    past = (NOON - timedelta(days=3)).date().isoformat()
    far = await api.post("/absences/away", staff="li", until="9999-12-31")
    assert "is too far away" in far.body["detail"]
    assert "is over" in (await api.post("/absences/away", staff="li", until=past)).body["detail"]


# ---- the link of a task ------------------------------------------------------------------------


async def link_of(service, task):
    async with service.write() as unit:
        secret = await unit.secrets.value(LINKS, NOON)
    return f"/task/{task.id}/{sign(secret, *task_words(task))}"


async def state_of(service):
    async with service.store.read() as unit:
        return await unit.tasks.find(TaskId(1))


async def test_looking_at_a_tasks_link_changes_nothing_and_its_button_does_it(client, service):
    task = await a_task(service)
    link = await link_of(service, task)

    async with client.get(link):
        pass  # a preview fetches it before anybody does
    async with client.get(link) as shown:
        page = await shown.text()
    before = await state_of(service)
    async with client.post(link) as answer:
        done = await answer.text()
    after = await state_of(service)

    assert before.state is TaskState.OPEN
    assert "说说收获 &lt;b&gt;&amp;&lt;/b&gt;" in page
    assert page.count("<button>") == 1
    assert shown.headers["Referrer-Policy"] == "no-referrer"
    assert (after.state, after.done_by, after.how) == (TaskState.DONE, "li", Receipt.CLICK)
    assert "已完成" in done


async def test_the_link_in_the_alert_leads_to_the_page(client, service, desk):
    await a_task(service)
    async with service.write() as unit:
        [alert] = await desk.house.work.tasks.tick(unit, NOON)
    [link] = [line for line in alert.advice.splitlines() if "https://" in line]
    path = link.partition("https://keeper.example.com")[2]

    async with client.post(path) as answer:
        assert answer.status == 200
    assert (await state_of(service)).how is Receipt.CLICK


async def test_a_link_works_once_and_not_for_another_task_or_turn(client, service, api):
    task = await a_task(service)
    link = await link_of(service, task)
    await api.post("/tasks/1/give", to="wang")

    async with client.get(link) as gone:
        assert gone.status == 404
    async with client.post(link) as gone:
        assert gone.status == 404
    fresh = await link_of(service, await state_of(service))
    for wrong in (f"{link[:-1]}x", fresh.replace("/task/1/", "/task/2/"), "/task/1/guessed"):
        async with client.post(wrong) as refused:
            assert refused.status == 404
    async with client.post(fresh) as first, client.post(fresh) as second:
        assert (first.status, second.status) == (200, 200)
    assert (await state_of(service)).done_by == "wang"
    async with client.get(fresh) as over:
        assert "<button>" not in await over.text()


# ---- feeds -------------------------------------------------------------------------------------


async def feed_at(client, url):
    async with client.get(url.removeprefix("https://keeper.example.com")) as answer:
        return answer.status, answer.headers["Content-Type"], await answer.read()


async def test_a_calendar_app_follows_a_room_without_a_token(api, client, service, community):
    await a_run(service, community)

    url = (await api.post("/calendar/feed", room=1)).body["url"]
    status, kind, text = await feed_at(client, url)

    assert url.startswith("https://keeper.example.com/calendar/room/1.ics?key=")
    assert (status, kind) == (200, "text/calendar; charset=utf-8")
    events = icalendar.Calendar.from_ical(text).walk("VEVENT")
    assert {str(event["LOCATION"]) for event in events} == {"英语学习打卡群"}


async def test_a_feed_needs_its_own_key_and_is_revoked_for_good(api, client, service, community):
    room = (await api.post("/calendar/feed", room=1)).body["url"]
    person = (await api.post("/calendar/feed", person="li")).body["url"]
    key = room.rpartition("=")[2]

    assert (await feed_at(client, person))[0] == 200
    for wrong in ("/calendar/room/1.ics", f"/calendar/room/2.ics?key={key}", f"{room}x"):
        assert (await feed_at(client, wrong))[0] == 404
    fresh = (await api.post("/calendar/feed/revoke", room=1)).body["url"]
    assert (await feed_at(client, room))[0] == 404
    assert (await feed_at(client, fresh))[0] == 200
    assert (await feed_at(client, person))[0] == 200
    assert (await api.post("/calendar/feed", person="nobody")).status == 409
    assert (await api.post("/calendar/feed", person="li", room=1)).status == 400


async def test_who_is_no_colleague_any_more_has_no_calendar(service, desk):
    async with service.write() as unit:
        url = await desk.house.work.feeds.address_of(unit, FeedKind.PERSON, "li", NOON)
        key = url.rpartition("=")[2]
        feed = await desk.house.work.feeds.feed(unit, FeedKind.PERSON, "li", key, NOON)
        gone = await desk.house.work.feeds.feed(unit, FeedKind.PERSON, "gone", key, NOON)

    assert feed is not None
    assert gone is None

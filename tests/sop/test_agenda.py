"""Calendar views: what is laid out, what plans hold in store, and how each step stands."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.core.agenda import Standing
from bot.core.errors import GroupkeeperError
from bot.core.ids import RoomId, StaffName
from bot.core.staff import Staff
from bot.plans.agenda import AgendaAsked, AgendaDesk
from storage.sop.agenda_pages import Agenda
from storage.sop.runs import Runs
from storage.sop.tasks import TaskFilter, Tasks
from tests.support.sop_stage import MORNING, SHANGHAI, Work, plan

WEEK = plan(
    'id: hello, seat: teacher, when: {day: 1, at: "09:00"}, say: "大家好"',
    'id: share, seat: li, when: {day: 1, at: "10:00"}, say: "说说收获", deadline: 1h',
    'id: late, seat: teacher, when: {day: 6, at: "09:00"}, say: "周六见"',
    'id: own, seat: li, when: {day: 7, at: "09:00"}, say: "周日见"',
    'id: daily, seat: teacher, when: {every: day, at: "20:00"}, say: "晚安"',
)


class Unit:
    """One transaction, as the calendar needs it."""

    def __init__(self, connection):
        self.runs = Runs(connection)
        self.agenda = Agenda(connection)


class Calendar:
    """The desk on a stage."""

    def __init__(self, stage):
        self.stage = stage
        self.desk = AgendaDesk(
            plans=lambda: {name: one.plan for name, one in stage.desk.shelf.plans.items()},
            staff=lambda: [Staff(name=StaffName("li")), Staff(name=StaffName("wang"))],
            grace=lambda: stage.settings.grace,
            zone=lambda: SHANGHAI,
        )

    async def page(self, *, after=None, limit=100, **asked):
        async with self.stage.database.read() as connection:
            return await self.desk.page(
                Unit(connection), AgendaAsked(**asked), after=after, limit=limit, now=self.stage.now
            )

    async def shown(self, **asked):
        page = await self.page(**asked)
        return [(e.step, e.standing.value, e.laid_out) for e in page.items]

    async def every(self, limit, **asked):
        """All pages, one after the other."""
        found, after = [], None
        while True:
            page = await self.page(after=after, limit=limit, **asked)
            found += page.items
            if page.next is None:
                return found
            after = page.next


@pytest.fixture
async def calendar(stage):
    stage.folder.files["week.yaml"] = WEEK
    await stage.rooms(2)
    await stage.tick()
    await stage.start()
    await stage.tick()
    return Calendar(stage)


async def test_a_week_shows_what_is_laid_out_and_what_the_plan_holds_in_store(calendar):
    assert await calendar.shown(week="2026-W10", room=RoomId(1)) == [
        ("hello", "planned", True),
        ("share", "planned", True),
        ("daily", "planned", True),
        ("daily", "planned", True),
        ("daily", "planned", False),
        ("daily", "planned", False),
        ("daily", "planned", False),
        ("late", "planned", False),
        ("daily", "planned", False),
        ("own", "planned", False),
        ("daily", "planned", False),
    ]


async def test_pages_of_any_size_show_every_step_once_and_in_order(calendar):
    whole = (await calendar.page(month="2026-03", limit=500)).items

    for limit in (1, 2, 3, 7):
        assert await calendar.every(limit, month="2026-03") == list(whole)
    assert [e.place for e in whole] == sorted(e.place for e in whole)
    assert len({e.key for e in whole}) == len(whole) == 2 * (4 + 30)


async def test_steps_keep_their_key_when_they_are_laid_out(calendar):
    before = {e.key: e.laid_out for e in (await calendar.page(week="2026-W10")).items}

    await calendar.stage.tick(hours=40)

    after = {e.key: e.laid_out for e in (await calendar.page(week="2026-W10")).items}
    assert before.keys() == after.keys()
    assert sum(after.values()) > sum(before.values())


async def test_a_calendar_can_be_asked_by_seat_person_and_plan(calendar):
    assert [step for step, _, _ in await calendar.shown(week="2026-W10", seat="li")] == [
        "share",
        "share",
        "own",
        "own",
    ]
    by_person = await calendar.shown(week="2026-W10", person="li", room=RoomId(1))
    assert [step for step, _, _ in by_person] == ["share", "own"]
    assert await calendar.shown(week="2026-W10", person="wang") == []
    assert await calendar.shown(day="2026-03-07", room=RoomId(1), plan="week") == [
        ("late", "planned", False),
        ("daily", "planned", False),
    ]


async def test_a_person_sees_what_they_took_over_and_the_other_does_not_any_more(calendar):
    stage = calendar.stage
    stage.cast = type(stage.cast)(accounts=frozenset({"sim"}), staff=frozenset({"li", "wang"}))
    await stage.tick(hours=2)
    await stage.tick(seconds=1)
    task = (await calendar.page(day="2026-03-02", person="li", room=RoomId(1))).items[0].task
    async with stage.database.write() as connection:
        work = Work(connection)
        await stage.tasks.give(work, task, StaffName("wang"), "ops", stage.now)

    assert await calendar.shown(day="2026-03-02", person="wang") == [("share", "under_way", True)]
    assert await calendar.shown(day="2026-03-02", person="li", room=RoomId(1)) == []


async def test_each_step_says_how_it_stands_by_whom_and_when(calendar):
    stage = calendar.stage
    await stage.tick(hours=1)
    await stage.outcome("sent")
    await stage.tick(hours=1)
    assert await stage.task_done("li")
    await stage.tick(minutes=30)

    today = [e for e in (await calendar.page(day="2026-03-02")).items if e.step != "daily"]

    assert [(e.step, e.standing, e.who, e.person) for e in today[:2]] == [
        ("hello", Standing.DONE, "sim", None)
    ] * 2
    assert sorted((e.step, e.standing.value, e.who) for e in today[2:]) == [
        ("share", "done", "li"),
        ("share", "under_way", "li"),
    ]
    assert today[0].at == MORNING + timedelta(hours=1)


async def test_a_task_that_was_done_after_its_first_deadline_is_late(calendar):
    stage = calendar.stage
    await stage.tick(hours=2)
    await stage.tick(minutes=1)
    await stage.tick(hours=1, minutes=5)  # overdue: nobody stands in, so it is held
    held = await calendar.shown(day="2026-03-02", seat="li", room=RoomId(1))
    assert held == [("share", "held", True)]
    async with stage.database.write() as connection:
        tasks = Tasks(connection)
        for one in (await tasks.listed(TaskFilter(state="held"))).items:
            await tasks.done(one.id, "li", stage.now)
    await stage.tick(seconds=1)

    assert await calendar.shown(day="2026-03-02", seat="li", room=RoomId(1)) == [
        ("share", "late", True)
    ]


async def test_a_skipped_step_says_who_did_not_want_it(calendar):
    stage = calendar.stage
    [step] = [s for s in await stage.steps(step="hello") if s.room == 1]
    assert await stage.with_runs("calendar.skip", step.id, "li", stage.now)
    await stage.tick(hours=1)

    [entry] = [e for e in (await calendar.page(room=RoomId(1))).items if e.step == "hello"]
    assert (entry.standing, entry.who) == (Standing.SKIPPED, "li")


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"week": "2026-W54"}, "is no week; write it as 2026-W10"),
        ({"week": "next"}, "is no week"),
        ({"month": "2026-13"}, "is no month; write it as 2026-03"),
        ({"day": "2.3.2026"}, "is no date; write it as 2026-03-02"),
        ({"day": "0001-01-01"}, "too far away"),
        ({"day": "2026-03-02", "week": "2026-W10"}, "ask for one of day, week and month"),
        ({"person": "lii"}, "no colleague 'lii' under staff; did you mean \"li\"? (li, wang)"),
        ({"seat": "teecher"}, "no seat 'teecher' speaks in any plan"),
        ({"plan": "weak"}, "no plan 'weak'"),
    ],
)
async def test_what_cannot_be_asked_is_told_with_what_would_be_right(calendar, asked, words):
    with pytest.raises(GroupkeeperError, match=r"\S") as refused:
        await calendar.page(**asked)

    assert words in str(refused.value)


async def test_a_foreign_cursor_is_refused(calendar):
    with pytest.raises(GroupkeeperError, match="cursor"):
        await calendar.page(after="nonsense")


async def test_a_week_is_one_of_the_house_and_a_persons_of_their_own_clock(calendar):
    early = datetime(2026, 3, 1, 16, 0, tzinfo=UTC)  # midnight of Monday in Shanghai
    calendar.stage.now = early

    page = await calendar.page(room=RoomId(1))

    assert page.items[0].due == MORNING + timedelta(hours=1)
    assert page.items[-1].due < early + timedelta(days=7)

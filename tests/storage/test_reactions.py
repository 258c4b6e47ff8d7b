"""What came of posts, counted from the archive, on both databases."""

from datetime import date, time

from sqlalchemy import event as sa_event
from sqlalchemy import insert, select

from bot.core.effects import Intent, Say
from bot.core.events import MessageKind
from bot.core.feedback import Reacting
from bot.core.ids import OccurrenceId, RoomId, RunId, StudentId
from bot.core.staff import Staff, StaffAccount, StaffDirectory
from storage.delivery.outbox import Outbox
from storage.people.roster import Roster
from storage.sop.links import Links
from storage.tables.campaigns import campaign, campaign_run, sign_up
from storage.tables.links import link
from storage.tables.people import room
from storage.tables.sop import occurrence, run
from storage.tables.talk import message
from tests.support.people import at, joined, left, said, save, shown
from tests.support.reactions import WEEK, measured, one, watched

REPLIES, SPEAKERS, MATCHES = Reacting.REPLIES, Reacting.SPEAKERS, Reacting.MATCHES


async def test_messages_and_their_speakers_are_counted_from_the_post_to_the_end(database):
    await save(
        database,
        said("早", "u1", minute=-1),
        said("来了", "u1", minute=0),
        said("我也来", "u1", minute=5),
        said("在", "u2", minute=29.9),
        said("晚了", "u3", minute=30),
        said("别的群", "u4", room="shop", minute=5),
    )

    counts = (await one(database)).counts

    assert (counts[REPLIES], counts[SPEAKERS]) == (3, 2)
    assert MATCHES not in counts


async def test_staff_our_accounts_grey_lines_and_what_was_recalled_do_not_count(database):
    await save(
        database,
        said("各位早", "bot", minute=1, own=True),
        said("我先说", "wang", minute=2),
        said("小明加入了群聊", "u8", minute=3, kind=MessageKind.SYSTEM),
        said("发错了", "u9", minute=4, ref="oops"),
        said("好", "u1", minute=5),
    )
    async with database.write() as connection:
        gone = message.update().where(message.c.ref == "oops").values(recalled_at=at(6))
        await connection.execute(gone)

    counts = (await one(database)).counts

    assert (counts[REPLIES], counts[SPEAKERS]) == (1, 1)


async def test_a_colleague_known_by_name_is_whoever_bore_it_first(database):
    by_name = StaffDirectory.of(
        [Staff(name="wang", accounts=(StaffAccount(channel="wx", name="王老师"),))]
    )
    await save(database, said("大家好", "w", name="王老师", minute=1))
    await save(database, said("我是王老师", "fake", name="王老师", minute=2))

    found = await measured(database, watched(), staff=by_name)

    assert found[OccurrenceId(1)].counts[SPEAKERS] == 1


async def test_who_says_one_of_the_words_counts_once(database):
    await save(
        database,
        said("报名", "u1", minute=1),
        said("我要 报名", "u1", minute=2),
        said("报名 +1", "u2", minute=3),
        said("多少钱", "u3", minute=4),
    )

    found = await one(database, words=("报名", "+1"))

    assert found.counts[MATCHES] == 2


async def test_two_accounts_of_one_person_are_one_speaker(database):
    await save(database, said("我在", "u1", minute=1), said("我也在", "u2", minute=2))
    async with database.write() as connection:
        await Roster(connection).merge(
            source=StudentId(10002), into=StudentId(10001), author="t", reason="", now=at(3)
        )

    assert (await one(database)).counts[SPEAKERS] == 1


async def test_members_are_those_who_sat_there_when_it_was_posted(database):
    everybody = [shown("bot", own=True), shown("wang"), *(shown(f"u{n}") for n in (1, 2, 3, 4))]
    await save(database, joined(*everybody, minute=-60))
    await save(database, left("u1", minute=-10), left("u2", minute=10))
    await save(database, joined(shown("u5"), minute=5))

    assert (await one(database)).members == 3


async def test_hundreds_of_watches_cost_as_many_queries_as_one(database):
    await save(database, *(said("好", f"u{n}", minute=n) for n in range(20)))
    ran = []
    sa_event.listen(
        database.engine.sync_engine, "before_cursor_execute", lambda *given: ran.append(given[2])
    )

    await measured(database, watched(words=("好",)))
    few = len(ran)
    many = [watched(n, start=n / 100, words=("好",)) for n in range(1, 301)]
    found = await measured(database, *many)

    assert len(found) == 300
    assert len(ran) - few == few


async def test_nothing_is_asked_for_nothing(database):
    assert await measured(database) == {}


async def test_rooms_are_known_by_their_first_message_even_when_imported_later(database):
    await save(database, said("很早", "u1", minute=-4 * WEEK - 1), said("好", "u1", minute=1))
    async with database.write() as connection:
        await connection.execute(room.update().values(created_at=at(0)))
        assert (await connection.scalars(select(room.c.created_at))).all() == [at(0)]

    assert (await one(database)).usual[REPLIES].weeks == 4


async def _begun(connection):
    """Step 1 of run 1, which leads up to a campaign; and step 2 of a run that does not."""
    run_ = {"room_id": 1, "starts_on": date(2026, 3, 2), "author": "t", "zone": "Asia/Shanghai"}
    for n in (1, 2):
        values = {**run_, "plan": f"p{n}", "state": "active", "started_at": at(0)}
        await connection.execute(insert(run).values(id=n, **values))
        step = {"run_id": n, "plan": f"p{n}", "step": "s", "room_id": 1, "zone": "Asia/Shanghai"}
        when = {"local_date": date(2026, 3, 2), "local_time": time(17), "due_at": at(0)}
        rest = {"tz_version": "2026a", "state": "done"}
        await connection.execute(insert(occurrence).values(id=n, **step, **when, **rest))


async def test_unique_clicks_of_people_while_it_was_watched(database):
    await save(database, said("好", "u1", minute=1))
    async with database.write() as connection:
        await _begun(connection)
        (post,) = await Outbox(connection).enqueue(
            [Intent(deed=Say(room=RoomId(1), text="看"), key="k", reason="r")], at(0)
        )
        for code, step in (("a", 1), ("b", 1), ("c", 2)):
            made = {"code": code, "url": "https://a.cn", "outbox_id": post, "created_at": at(0)}
            await connection.execute(insert(link).values(**made, occurrence_id=step))
        links = Links(connection)
        for code, visitor, minute in (("a", "v1", 1), ("b", "v1", 2), ("a", "v2", 29)):
            await links.followed(code, visitor, robot=False, now=at(minute))
        await links.followed("a", "late", robot=False, now=at(31))
        await links.followed("a", "bot", robot=True, now=at(3))
        await links.followed("c", "v9", robot=False, now=at(3))

    assert (await one(database)).counts[Reacting.CLICKS] == 2


async def test_sign_ups_are_of_the_runs_campaign_in_this_room_or_by_its_members(database):
    await save(
        database,
        *(said("报名", f"u{n}", minute=1) for n in (1, 2, 3, 4)),
        said("报名", "u5", room="shop", minute=1),
        said("报名", "u6", room="shop", minute=1),
    )
    async with database.write() as connection:
        await _begun(connection)
        text = {"version": "v", "source": "", "path": "", "loaded_at": at(0), "title": "t"}
        for name in ("gala", "other"):
            event = {"name": name, "starts_at": at(999), "zone": "UTC"}
            await connection.execute(insert(campaign).values(**text, **event))
        await connection.execute(insert(campaign_run).values(campaign="gala", run_id=1))
        people = (
            ("gala", 10001, "signed", 1, 1, 5),
            ("gala", 10002, "waiting", 2, None, 6),  # by direct message; sits in the room
            ("gala", 10003, "cancelled", 3, 1, 7),
            ("gala", 10004, "signed", 4, 1, 40),  # too late
            ("gala", 10005, "signed", 5, 2, 8),  # in another room
            ("gala", 10006, "signed", 6, None, 8),  # by direct message; sits elsewhere
            ("other", 10001, "signed", 1, 1, 5),
        )
        for seq, (name, student, state, account, place, minute) in enumerate(people, start=1):
            who = {"campaign": name, "student_id": student, "identity_id": account}
            how = {"state": state, "room_id": place, "seq": seq, "at": at(minute)}
            await connection.execute(insert(sign_up).values(**who, **how, changed_at=at(minute)))

    found = await measured(database, watched(1), watched(2, run=RunId(2)))

    assert found[OccurrenceId(1)].counts[Reacting.SIGN_UPS] == 2
    assert found[OccurrenceId(2)].counts[Reacting.SIGN_UPS] == 0

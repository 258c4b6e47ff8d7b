"""The context of a batch: copies, questions, staff, rules, all as they stood before it."""

from dataclasses import replace
from datetime import timedelta

from bot.core.effects import AnswerQuestion, OpenQuestion
from bot.core.ids import IdentityId, RoomId, UserRef
from bot.core.rooms import Mode, RoomRules
from bot.core.staff import Staff, StaffAccount, StaffDirectory
from bot.core.text import repeat_key
from storage.judging.records import Records
from storage.talk.archive import Archive
from storage.talk.context import MAX_COPIES, MAX_QUESTIONS, load_context
from tests.support.people import at, joined, room_listed, said, save, shown

ADVERT = "加我微信领取全部复习资料"
KEY = repeat_key(ADVERT)


def _rules(_channel, _ref, name):
    return RoomRules(mode=Mode.ENFORCE if name == "shop 群" else Mode.OBSERVE)


async def _context(database, *events, minute=0.0, staff=StaffDirectory()):  # noqa: B008 (frozen)
    async with database.write() as connection:
        seen = await Archive(connection).save(events, received=at(minute))
        context = await load_context(
            connection,
            seen,
            rules_for=_rules,
            staff=staff,
            window=timedelta(minutes=60),
            now=at(minute),
        )
    return seen, context


async def test_copies_within_the_window_are_shown_newest_first_over_rooms(database):
    await save(database, said(ADVERT, "u1", "study", 1))
    await save(database, said(ADVERT, "u2", "shop", 30), said("别的话，也够长的一句", minute=31))

    _, context = await _context(database, said(ADVERT + "！", minute=70), minute=70)

    assert [(one.room, one.at) for one in context.copies[KEY]] == [(2, at(30))]


async def test_the_batch_itself_is_not_among_the_copies(database):
    seen, context = await _context(database, said(ADVERT), said(ADVERT))

    assert context.copies == {}
    assert seen[0].text_hash == KEY


async def test_only_the_newest_copies_of_a_flood_are_shown(database):
    await save(database, *(said(ADVERT, minute=n) for n in range(40)))

    _, context = await _context(database, said(ADVERT, minute=41), minute=41)

    times = [one.at for one in context.copies[KEY]]
    assert times == [at(39 - n) for n in range(MAX_COPIES)]


async def test_our_own_posts_are_nobodys_copies(database):
    await save(database, said(ADVERT, "bot", own=True))

    _, context = await _context(database, said(ADVERT, minute=1), minute=1)

    assert context.copies == {}


async def test_open_questions_of_the_rooms_are_shown_and_answered_ones_not(database):
    asked = await save(
        database, said("怎么报名？", "u1"), said("几点上课？", "u2"), said("?", room="shop")
    )
    async with database.write() as connection:
        await Records(connection).apply(
            [
                *(
                    OpenQuestion(
                        message=one.id,
                        room=one.room,
                        asker=one.sender.identity,
                        asked=at(0),
                        due=at(30),
                    )
                    for one in asked
                ),
                AnswerQuestion(question=asked[1].id, answer=asked[2].id, answered=at(1)),
            ],
            at(1),
        )

    _, context = await _context(database, said("答", "u3", minute=2), minute=2)

    assert {key: [one.asker_ref for one in value] for key, value in context.questions.items()} == {
        1: ["u1"]
    }


async def test_only_the_newest_questions_of_a_room_wait(database):
    count = MAX_QUESTIONS + 2
    asked = await save(database, *(said(f"问题 {n}？", "u1", minute=n / 60) for n in range(count)))
    async with database.write() as connection:
        questions = [
            OpenQuestion(
                message=one.id,
                room=one.room,
                asker=one.sender.identity,
                asked=one.event.at,
                due=at(30),
            )
            for one in asked
        ]
        await Records(connection).apply(questions, at(5))

    _, context = await _context(database, said("答", "u3", minute=6), minute=6)

    assert [one.message for one in context.questions[RoomId(1)]] == [one.id for one in asked[2:]]


async def test_a_question_of_last_week_waits_no_more(database):
    (asked,) = await save(database, said("怎么报名？", "u1"))
    question = OpenQuestion(
        message=asked.id, room=RoomId(1), asker=IdentityId(1), asked=at(0), due=at(30)
    )
    async with database.write() as connection:
        await Records(connection).apply([question], at(0))

    _, context = await _context(database, said("答", minute=10_000), minute=10_000)

    assert context.questions == {}


async def test_rooms_come_with_their_rules(database):
    _, context = await _context(database, said("a", room="study"), said("b", room="shop"))

    assert {one.name: one.rules.mode for one in context.rooms.values()} == {
        "study 群": "observe",
        "shop 群": "enforce",
    }


async def test_rooms_come_with_their_owner_where_the_platform_says_who_it_is(database):
    owned = replace(room_listed(shown("u1"), name="study 群"), owner=UserRef("u1"))
    _, context = await _context(database, owned, said("b", room="shop"))

    assert {one.name: one.owner_ref for one in context.rooms.values()} == {
        "study 群": "u1",
        "shop 群": None,
    }


async def test_senders_come_with_names_joining_and_whether_they_are_staff(database):
    wang = Staff(name="wang", title="王老师", accounts=(StaffAccount(channel="wx", user="u1"),))
    await save(database, joined(shown("u2", "小吴", "二班 小吴"), minute=3))

    seen, context = await _context(
        database,
        said("a", "u1", minute=4),
        said("b", "u2", name="小吴", minute=4),
        said("c", "u2", name="小吴", room=None, minute=4),
        minute=4,
        staff=StaffDirectory.of([wang]),
    )

    senders = [context.senders[(one.room, one.sender.identity)] for one in seen]
    assert [one.is_staff for one in senders] == [True, False, False]
    assert [one.names for one in senders] == [("小u1",), ("二班 小吴", "小吴"), ("小吴",)]
    assert [one.joined for one in senders] == [None, at(3), None]
    assert context.staff_names == {"王老师"}


async def test_events_without_talk_have_a_context_too(database):
    _, context = await _context(database, joined(shown("u1")))

    assert list(context.rooms) == [1]
    assert context.senders == {}

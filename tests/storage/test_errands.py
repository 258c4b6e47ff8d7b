"""Errands and the look of pictures, on both databases."""

import itertools
import random
from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.core.answers import PictureFault, PictureSeen
from bot.core.effects import RecordVerdicts
from bot.core.errands import KeepPicture, SendErrand
from bot.core.events import ErrandDone, Media, MessageKind
from bot.core.ids import ChannelName, EventRef, MessageRef
from bot.core.seen import SeenEvent, SeenMessage
from bot.core.verdicts import SpamScore, Verdict
from storage.errands.errands import Errands
from storage.errands.pictures import copies_of_pictures
from storage.judging.records import Records
from storage.tables.judging import case
from storage.talk.again import load_again
from storage.talk.archive import Archive
from storage.talk.reading import Past, Wanted
from tests.support.builders import NOON, message

LOOK = "a606d826d9d9f899"
SIM = ChannelName("sim")


@pytest.fixture
async def said(database) -> list[SeenMessage]:
    """Four pictures by four people."""
    picture = {"kind": MessageKind.IMAGE, "media": Media(name="a.jpg", mime="image/jpeg", size=9)}
    async with database.write() as connection:
        events = [message("", ref=f"m{n}", sender=f"u{n}", **picture) for n in range(4)]
        found = await Archive(connection).save(events, received=NOON)
    return [one for one in found if isinstance(one, SeenMessage)]


def errand(about: SeenMessage, kind: str = "picture") -> SendErrand:
    return SendErrand(kind=kind, message=about.id, channel=about.event.channel)


async def taken(database, *, owner="a", seconds=60.0, limit=10, now=NOON):
    async with database.write() as connection:
        desk = Errands(connection)
        return await desk.take("picture", owner=owner, seconds=seconds, limit=limit, now=now)


async def send(database, *errands: SendErrand):
    async with database.write() as connection:
        await Errands(connection).send(errands, NOON)


async def test_an_errand_brings_the_message_along(database, said):
    await send(database, errand(said[0]))
    (one,) = await taken(database)

    assert (one.ref, one.room, one.channel) == ("m0", said[0].event.room, said[0].event.channel)
    assert one.media == said[0].event.media
    assert (one.kind, one.tries, one.question) == ("picture", 1, "null")


async def test_a_message_has_one_errand_of_a_kind(database, said):
    await send(database, errand(said[0]), errand(said[0]), errand(said[0], "opinion"))
    await send(database, errand(said[0]))

    assert len(await taken(database)) == 1


async def test_what_one_process_holds_no_other_takes_until_its_lease_is_over(database, said):
    await send(database, errand(said[0]), errand(said[1]))
    assert len(await taken(database, owner="a", limit=1)) == 1
    assert len(await taken(database, owner="b")) == 1
    assert await taken(database, owner="c") == []

    await send(database, errand(said[2]))
    assert len(await taken(database, owner="a", seconds=-1)) == 1
    assert len(await taken(database, owner="b")) == 1


async def test_who_posts_many_pictures_holds_up_nobody_elses(database, said):
    picture = {"kind": MessageKind.IMAGE, "media": Media(name="a.jpg")}
    async with database.write() as connection:
        flood = [message("", ref=f"f{n}", sender="u0", **picture) for n in range(20)]
        found = await Archive(connection).save(flood, received=NOON)
    many = [one for one in found if isinstance(one, SeenMessage)]
    await send(database, *map(errand, many), errand(said[1]), errand(said[2]))

    assert [one.ref for one in await taken(database, limit=4)] == ["f0", "f1", "m1", "m2"]


async def test_who_lost_the_lease_changes_nothing(database, said):
    await send(database, errand(said[0]))
    (late,) = await taken(database, owner="a", seconds=-1)
    (held,) = await taken(database, owner="b")
    async with database.write() as connection:
        desk = Errands(connection)
        assert not await desk.end(late.id, "a", state="failed")
        assert not await desk.try_later(late.id, "a", NOON, "later")
        assert await desk.end(held.id, "b", state="done", answer={"codes": []})
        assert await desk.counts() == {"done": 1}

    assert held.tries == 2


async def test_an_errand_put_off_comes_when_it_is_due(database, said):
    await send(database, errand(said[0]))
    (one,) = await taken(database)
    later = NOON + timedelta(minutes=2)
    async with database.write() as connection:
        await Errands(connection).try_later(one.id, "a", later, "ChannelAway")

    assert await taken(database, now=NOON + timedelta(minutes=1)) == []
    (again,) = await taken(database, now=later)
    assert again.tries == 2


async def test_who_stops_gives_back_what_he_holds_and_that_try_does_not_count(database, said):
    await send(database, errand(said[0]))
    await taken(database, owner="a")
    async with database.write() as connection:
        await Errands(connection).give_back("a")
    (one,) = await taken(database, owner="b")

    assert one.tries == 1


# ---- the message once more -----------------------------------------------------------------


def answer(number: int, **seen) -> ErrandDone:
    return ErrandDone(
        channel=SIM,
        ref=EventRef(f"errand:{number}"),
        at=NOON,
        room=message().room,
        message=MessageRef(f"m{number}"),
        answer=PictureSeen(**seen),
    )


async def test_the_answer_finds_its_message_as_it_was_said(database, said):
    event = answer(1, codes=("https://a.example",))
    verdict = Verdict(detector="links", score=0.4, reason="链接", evidence=("a.example",))
    async with database.write() as connection:
        spam = SpamScore(score=0.6, flagged=True, verdicts=(verdict,))
        record = RecordVerdicts(
            message=said[1].id, room=said[1].room, student=said[1].sender.student, spam=spam
        )
        await Records(connection).apply([record], NOON)
        (seen,) = await Archive(connection).save([event], received=NOON)
        assert isinstance(seen, SeenEvent)
        again = await load_again(connection, [seen])

    found = again.messages[event.ref]
    assert found.id == said[1].id
    assert found.event == said[1].event
    assert found.room == said[1].room == seen.room
    assert (found.sender.identity, found.sender.student) == (
        said[1].sender.identity,
        said[1].sender.student,
    )
    assert again.verdicts == {found.id: (verdict,)}
    assert again.cased == {found.id}
    assert again.decided == set()


@pytest.mark.parametrize(
    ("state", "decided"),
    [("open", False), ("confirmed", True), ("dismissed", True), ("undone", True)],
)
async def test_whether_staff_decided_about_a_message_comes_with_it(database, said, state, decided):
    spam = SpamScore(score=0.8, flagged=True, verdicts=())
    record = RecordVerdicts(message=said[3].id, room=said[3].room, student=None, spam=spam)
    async with database.write() as connection:
        await Records(connection).apply([record], NOON)
        await connection.execute(update(case).values(state=state))
        again = await load_again(connection, [SeenEvent(event=answer(3), room=said[3].room)])

    assert again.decided == ({said[3].id} if decided else set())


async def test_an_answer_that_comes_twice_is_heard_once(database, said):
    async with database.write() as connection:
        archive = Archive(connection)
        assert len(await archive.save([answer(1)], received=NOON)) == 1
        assert await archive.save([answer(1)], received=NOON) == []


async def test_the_archive_tells_the_answer_as_it_was(database, said):
    event = answer(1, codes=("https://a.example",), print=LOOK, fault=PictureFault.BROKEN)
    async with database.write() as connection:
        await Archive(connection).save([event], received=NOON)
        told = [one async for page in Past(connection).happened(Wanted()) for one in page]

    assert told == [event]


async def test_a_surer_verdict_takes_the_place_of_the_first_and_a_fainter_does_not(database, said):
    async with database.write() as connection:
        records = Records(connection)
        for score in (0.3, 0.8, 0.5):
            spam = SpamScore(
                score=score,
                flagged=score > 0.5,
                verdicts=(Verdict(detector="pictures", score=score, reason=f"{score}"),),
            )
            one = RecordVerdicts(message=said[0].id, room=said[0].room, student=None, spam=spam)
            await records.apply([one], NOON)
        (kept,) = (await records.verdicts()).items
        (case,) = (await records.cases()).items

    assert (kept.score, kept.reason) == (0.8, "0.8")
    assert case.score == 0.8


# ---- pictures ------------------------------------------------------------------------------


def turned(look: str, bits: int, seed: int = 1) -> str:
    """The hash with so many bits changed."""
    chance = random.Random(seed)  # noqa: S311 (repeatable, no secret)
    number = int(look, 16)
    for place in chance.sample(range(64), bits):
        number ^= 1 << place
    return f"{number:016x}"


async def alike(connection, said, since=NOON - timedelta(hours=1), **seen):
    event = answer(3, **seen)
    found = await copies_of_pictures(connection, [event], {event.ref: said[3]}, since=since)
    return found.get(event.ref, ())


async def keep(connection, about: SeenMessage, look: str = "", codes: int | None = None):
    desk = Errands(connection)
    await desk.apply([KeepPicture(message=about.id, print=look, codes=codes)], NOON)


@pytest.mark.parametrize("bits", range(9))
async def test_a_picture_is_found_when_at_most_six_bits_differ(database, said, bits):
    async with database.write() as connection:
        for number, seed in itertools.product(range(1), range(12)):
            await keep(connection, said[number], LOOK)
            found = await alike(connection, said, print=turned(LOOK, bits, seed))
            assert [one.apart for one in found] == ([bits] if bits <= 6 else [])


async def test_a_picture_does_not_find_itself_nor_what_is_too_old(database, said):
    async with database.write() as connection:
        await keep(connection, said[3], LOOK)
        await keep(connection, said[0], LOOK)
        assert len(await alike(connection, said, print=LOOK)) == 1
        assert await alike(connection, said, NOON + timedelta(hours=1), print=LOOK) == ()


async def test_pictures_with_the_same_codes_are_found_however_they_look(database, said):
    codes = PictureSeen(codes=("https://weixin.qq.com/g/abc",)).codes_key
    async with database.write() as connection:
        await keep(connection, said[0], LOOK, codes)
        await keep(connection, said[1], "", codes)
        await keep(connection, said[2], turned(LOOK, 30), None)
        found = await alike(connection, said, codes=("https://weixin.qq.com/g/abc",))

    assert {(one.message, one.same_codes) for one in found} == {
        (said[0].id, True),
        (said[1].id, True),
    }


async def test_blank_pictures_are_not_looked_for(database, said):
    async with database.write() as connection:
        await keep(connection, said[0], "")
        assert await alike(connection, said, print="") == ()

"""Erasing one person's data: nothing of it is left, and everything else is."""

from pathlib import Path

import pytest
from sqlalchemy import JSON, LargeBinary, String, func, select

from storage.judging.deciding import Unknown
from storage.people.merging import CannotMerge
from storage.privacy.erasing import Erasing
from storage.privacy.kept import GONE, KEPT, OURS
from storage.privacy.sweeps import SWEEPS
from storage.privacy.whom import CannotErase
from storage.tables import metadata
from storage.tables.talk import message as message_table
from tests.support.builders import listed, message
from tests.support.erasing import (
    NAME,
    QUESTION,
    REF,
    STUDENT,
    community,
    in_files,
    settle,
    traces,
)


async def _begin(house, student=STUDENT, reason="本人要求"):
    async with house.unit() as unit:
        return await unit.erasures.begin(student, author="admin", reason=reason, now=house.now)


async def _erased(house, student=STUDENT):
    await _begin(house, student)
    return await settle(house.store.database, house.now)


async def test_after_it_no_word_of_the_person_is_left_in_any_table(database):
    house = await community(database)
    places = {found.split(":")[0] for found in await traces(database)}
    await _erased(house)

    # That there was much to find: else the test proves nothing.
    assert {
        "message.text",
        "outbox.deed",
        "audit.details",
        "alert.reason",
        "verdict.evidence",
    } <= places
    assert {"search_message", "lead_evidence.words", "task.text"} <= places
    assert await traces(database) == []


async def test_after_it_no_word_is_left_in_the_pages_of_the_file(database):
    if not database.is_sqlite:
        pytest.skip("PostgreSQL's files are its own")
    house = await community(database)
    path = Path(str(database.engine.url.database))
    assert in_files(path)
    await _erased(house)

    assert in_files(path) == []


def test_every_column_of_words_is_erased_or_named_with_the_reason_why_not():
    swept = {f"{one.table.name}.{c.name}" for one in SWEEPS for c in (*one.texts, *one.jsons)}
    words = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        if table.name not in KEPT
        for column in table.c
        if isinstance(column.type, String | JSON | LargeBinary) and column.name not in OURS
    }

    assert words - swept - GONE == set()


async def test_at_once_nobody_finds_the_person_any_more(database):
    house = await community(database)
    await _begin(house)

    async with database.read() as connection:
        found = await house.ask(lambda unit: unit.roster.find("zanarie"))
        person = await house.ask(lambda unit: unit.roster.person(STUDENT))
        waiting = await connection.scalar(select(func.count()).select_from(message_table))
    assert found == ()
    assert (person.name, person.names, person.identities[0].name) == ("", (), "")
    assert REF not in person.identities[0].ref
    assert waiting  # the messages follow in parts


async def test_what_others_said_and_the_figures_stay(database):
    house = await community(database)
    async with database.read() as connection:
        before = await connection.scalar(select(func.count()).select_from(message_table))
    await _erased(house)

    async with database.read() as connection:
        rows = (await connection.execute(select(message_table).order_by(message_table.c.id))).all()
    texts = [row.text for row in rows]
    assert len(rows) == before
    assert "我也想知道" in texts
    assert "@[erased] 老师说周五" in texts
    assert "[erased]\n- - - - - -\n同问" in texts
    assert "本周大家问过的：\n[erased]\n群里见" in texts
    assert "欢迎 @[erased] 入群" in texts


async def test_a_redelivered_event_does_not_bring_the_person_back(database):
    house = await community(database)
    await _erased(house)
    again = message(QUESTION, ref="asked-1", sender=REF, sender_name=NAME)
    async with house.unit() as unit:
        assert await unit.save([again], now=house.now) == []

    assert await traces(database) == []


async def test_who_writes_again_is_a_new_person_and_the_number_is_never_given_again(database):
    house = await community(database)
    await _erased(house)
    house.later(days=1)
    await house.hear(listed("一号群", "u9"), message("我回来了", sender=REF, at=house.now))

    (found,) = await house.ask(lambda unit: unit.roster.find(f"名字{REF}"))
    assert found.student == STUDENT + 3  # 李四 came before, u9 with them
    old = await house.ask(lambda unit: unit.roster.person(STUDENT))
    assert old.name == ""


async def test_a_restart_in_the_middle_goes_on_where_it_was(database):
    house = await community(database)
    await _begin(house)
    first = Erasing(database, owner="first")
    for _ in range(12):
        assert await first.step(house.now)
    assert not await Erasing(database, owner="second").step(house.now)  # it has an owner
    house.later(minutes=5)
    await settle(database, house.now, owner="second")

    assert await traces(database) == []


async def test_a_merged_person_is_erased_under_both_numbers_and_cannot_be_unmerged(database):
    house = await community(database)
    async with house.unit() as unit:
        number = await unit.roster.merge(
            source=STUDENT, into=10001, author="wang", reason=f"{NAME} 同一人", now=house.now
        )
    with pytest.raises(CannotErase, match="10001 stands for 10004"):
        await _begin(house)
    await _erased(house, 10001)

    assert await traces(database) == []
    async with house.unit() as unit:
        with pytest.raises(CannotMerge, match="erased"):
            await unit.roster.unmerge(number, author="wang", now=house.now)
        with pytest.raises(CannotMerge, match="erased"):
            await unit.roster.merge(
                source=10003, into=10001, author="wang", reason="", now=house.now
            )


async def test_nobody_is_erased_twice_and_an_unknown_number_is_told(database):
    house = await community(database)
    await _erased(house)

    with pytest.raises(CannotErase, match="erased already"):
        await _begin(house)
    with pytest.raises(Unknown, match="nobody has the student ID 99999"):
        await _begin(house, 99999)


async def test_a_namesake_keeps_the_name(database):
    house = await community(database)
    await house.hear(
        listed("一号群", "u1", "u4"),
        message("我也叫这个", sender="u7", sender_name=NAME, at=house.now),
    )
    await _erased(house)

    (other,) = await house.ask(lambda unit: unit.roster.find("zanarie"))
    assert other.name == NAME


async def test_the_audit_says_who_asked_and_why_without_the_data(database):
    house = await community(database)
    await _begin(house, reason=f"{NAME} 来信要求")
    await settle(database, house.now)

    lines = (await house.ask(lambda unit: unit.audit.entries(subject=f"person:{STUDENT}"))).items
    told = {line.action: line for line in lines}
    assert told["person.erase"].reason == "[erased] 来信要求"
    assert told["person.erased"].details["messages"] == 5


async def test_the_preview_counts_and_changes_nothing(database):
    house = await community(database)
    before = await traces(database)
    seen = await house.ask(lambda unit: unit.erasures.preview(STUDENT))

    assert (seen.messages, seen.identities, seen.rooms) == (5, 1, 1)
    assert (seen.counts["tags"], seen.counts["notes"], seen.counts["leads"]) == (1, 1, 3)
    assert await traces(database) == before

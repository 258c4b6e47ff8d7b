"""The export of one person's data: nothing that hangs on a person is forgotten."""

import json
from typing import Any

from storage.privacy.exports import Exports
from storage.privacy.sections import LEFT_OUT, SECTIONS
from storage.tables import metadata
from tests.support.builders import message
from tests.support.erasing import NAME, NICK, QUESTION, REF, STUDENT, community

_ABOUT_PEOPLE = {"person", "identity", "message"}


async def _exported(database, student=STUDENT):
    found: dict[str, Any] = {}
    async with database.read() as connection:
        async for page in Exports(connection).pages(student):
            found.setdefault(page.section, []).extend(page.rows)
    return found


def test_every_table_with_a_person_in_it_is_given_out_or_left_out_with_a_reason():
    given = {section.table.name for section in SECTIONS}
    tied = {
        table.name
        for table in metadata.sorted_tables
        if {key.column.table.name for column in table.c for key in column.foreign_keys}
        & _ABOUT_PEOPLE
    }

    assert tied - given - LEFT_OUT.keys() == set()
    assert all(LEFT_OUT.values())


async def test_what_was_said_by_and_written_of_a_person_is_in_it(database):
    await community(database)
    found = await _exported(database)

    assert found["accounts"][0]["ref"] == REF
    assert {one["name"] for one in found["names"]} >= {NAME, NICK}
    assert QUESTION in {one["text"] for one in found["messages"]}
    assert found["notes"][0]["text"] == "zanarienote 家长很急"
    assert found["edits"][0]["text"].endswith("改过）")
    for section in ("leads", "lead_evidence", "verdicts", "lists", "coupons", "alerts"):
        assert found[section], section
    for section in ("sent_to_them", "events", "audit", "learned_samples", "consents"):
        assert found[section], section


async def test_who_came_in_with_them_is_not_in_it(database):
    await community(database)
    found = await _exported(database)

    assert "李四" not in json.dumps(found["events"], ensure_ascii=False)
    assert [one["user"] for one in found["events"][0]["payload"]["members"]] == [REF]


async def test_a_section_without_rows_is_there_and_nobody_has_no_export(database):
    house = await community(database)
    await house.hear(message("大家好", sender="u8"))
    found = await _exported(database, 10001)

    assert found["coupons"] == []
    assert {section.name for section in SECTIONS} == found.keys()
    assert await _exported(database, 99999) == {}


async def test_pages_are_bounded_however_much_was_said(database):
    house = await community(database)
    await house.hear(*(message(f"第 {n} 句话", sender="u8") for n in range(1_200)))
    async with database.read() as connection:
        who = await house.ask(lambda unit: unit.roster.find("名字u8"))
        sizes = [len(p.rows) async for p in Exports(connection).pages(who[0].student)]

    assert max(sizes) == 100
    assert sum(sizes) >= 1_200

"""What an erasure reaches beside the tables at rest: posts to come, and the file of poison."""

import asyncio
import json

import pytest
from sqlalchemy import func, select, update

from bot.core.effects import DirectMessage, Intent, Say
from bot.core.ids import IdentityId, RoomId
from storage.privacy.erasing import Erasing
from storage.privacy.sweeps import SWEEPS
from storage.tables.delivery import outbox
from storage.tables.service import alert
from storage.talk.poison_file import PoisonFile
from tests.support.builders import NOON, message
from tests.support.erasing import (
    ADVERT,
    NAME,
    NICK,
    QUESTION,
    REF,
    STUDENT,
    community,
    holds,
    settle,
    traces,
)

HARMLESS = "明天晚上八点直播，记得来"


async def _begin(house):
    async with house.unit() as unit:
        return await unit.erasures.begin(STUDENT, author="admin", reason="", now=house.now)


async def _waiting(house, *texts, state="pending"):
    """Posts in the room that are still to be said."""
    async with house.unit() as unit:
        for text in texts:
            deed = Say(room=RoomId(1), text=text)
            await unit.outbox.enqueue(
                [Intent(deed=deed, key=f"w:{hash(text)}", reason="")], house.now
            )
    async with house.store.database.write() as connection:
        mine = [f"w:{hash(text)}" for text in texts]
        await connection.execute(
            update(outbox).where(outbox.c.dedup_key.in_(mine)).values(state=state)
        )


async def _posts(house):
    """What became of them: state and text."""
    page = await house.ask(lambda unit: unit.outbox.deliveries(limit=500))
    return [
        (one.state.value, one.deed.text)
        for one in reversed(page.items)
        if hasattr(one.deed, "text")
    ]


# ---- posts to come ----------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["pending", "claimed", "held"])
async def test_a_post_to_come_that_quotes_the_person_is_held_without_their_words(database, state):
    house = await community(database)
    await _waiting(house, f"本周问答：\n{QUESTION}\n明天见", HARMLESS, state=state)
    await _begin(house)
    await settle(database, house.now)

    first, second = (await _posts(house))[-2:]
    assert first == ("held", "本周问答：\n[erased]\n明天见")
    assert second == (state, HARMLESS)
    assert await traces(database) == []


async def test_what_may_be_on_the_platform_is_not_said_again_with_a_hole_in_it(database):
    house = await community(database)
    await _waiting(house, f"@{NICK} 同学问得好", state="unknown")
    await _begin(house)
    await settle(database, house.now)

    async with database.read() as connection:
        row = (await connection.execute(select(outbox).order_by(outbox.c.id.desc()))).first()
    assert (row.state, row.on_unknown, row.deed["text"]) == (
        "unknown",
        "hold",
        "@[erased] 同学问得好",
    )


async def test_an_alert_about_the_person_that_nobody_read_yet_is_called_off(database):
    house = await community(database)
    async with database.read() as connection:
        number = await connection.scalar(
            select(func.min(alert.c.id)).where(alert.c.student_id == STUDENT)
        )
    async with house.unit() as unit:
        deed = DirectMessage(to=IdentityId(1), text=f"{NAME} 发了广告：{ADVERT}")
        key = f"alert:{number}:1:wang:sim"
        await unit.outbox.enqueue([Intent(deed=deed, key=key, reason="")], house.now)
    await _begin(house)
    await settle(database, house.now)

    assert (await _posts(house))[-1] == ("cancelled", "[erased]")


class Meanwhile(Erasing):
    """Once, the performer takes the post up between the look at it and the writing."""

    moved = False

    async def _look(self, stage, row, known):
        part = await super()._look(stage, row, known)
        if part.rows and not self.moved and SWEEPS[stage.which].table is outbox:
            Meanwhile.moved = True
            async with self.database.write() as connection:
                await connection.execute(
                    update(outbox).where(outbox.c.state == "pending").values(state="sending")
                )
        return part


async def test_a_delivery_that_moves_on_while_it_is_looked_at_is_looked_at_again(database):
    house = await community(database)
    await _waiting(house, f"{QUESTION}\n明天见")
    await _begin(house)
    Meanwhile.moved = False
    erasing = Meanwhile(database)
    while await erasing.step(house.now):
        pass

    assert Meanwhile.moved
    assert (await _posts(house))[-1] == ("sending", "[erased]\n明天见")
    assert await traces(database) == []


# ---- the file beside the database ---------------------------------------------------------------


async def test_the_file_of_poison_keeps_what_others_said_and_nothing_of_the_person(
    database, tmp_path
):
    house = await community(database)
    path = tmp_path / "groupkeeper.poison.jsonl"
    file = PoisonFile(path)
    theirs = message(ADVERT, sender=REF, sender_name=NAME)
    await file.keep(theirs, f"KeyError: {REF}", house.now)
    await file.keep(message("大家好", sender="u1"), "ValueError: x", house.now)
    await file.keep(message("问问她", sender="u1", mentions=(REF,)), "ValueError: x", house.now)
    with path.open("a", encoding="utf-8") as opened:
        opened.write(f'{{"payload": "{NAME} cut sho\n')
    assert holds(path.read_bytes())
    await _begin(house)
    erasing = Erasing(database, file)
    while await erasing.step(house.now):
        pass

    assert not any(holds(one.read_bytes()) for one in tmp_path.glob("groupkeeper.poison*"))
    kept = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [one.get("payload", {}).get("text") for one in kept] == [None, "大家好", "问问她", None]
    assert path.stat().st_mode & 0o077 == 0


async def test_without_such_a_file_none_is_made(database, tmp_path):
    house = await community(database)
    await _begin(house)
    erasing = Erasing(database, PoisonFile(tmp_path / "none.jsonl"))
    while await erasing.step(house.now):
        pass

    assert list(tmp_path.glob("none*")) == []


async def test_what_is_set_aside_while_the_file_is_rewritten_is_not_lost(tmp_path):
    file = PoisonFile(tmp_path / "poison.jsonl")

    async def keep(number):
        await file.keep(message(f"第 {number} 条"), "x", NOON)

    async def rewrite():
        await file.rewrite(lambda line: f"{line} ")

    await keep(0)
    async with asyncio.TaskGroup() as group:
        for number in range(1, 41):
            group.create_task(keep(number))
            group.create_task(rewrite())

    lines = (tmp_path / "poison.jsonl").read_text(encoding="utf-8").splitlines()
    said = sorted(json.loads(line)["payload"]["text"] for line in lines)
    assert said == sorted(f"第 {number} 条" for number in range(41))


async def test_a_copy_that_a_killed_process_left_half_written_is_gone(tmp_path):
    file = PoisonFile(tmp_path / "poison.jsonl")
    await file.keep(message("大家好"), "x", NOON)
    (tmp_path / "poison.jsonl.new").write_text(NAME, encoding="utf-8")

    await file.rewrite(lambda line: line)

    assert [one.name for one in tmp_path.iterdir()] == ["poison.jsonl"]

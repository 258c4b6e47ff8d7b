"""A person who left traces everywhere, and a look at every byte that is kept."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

from sqlalchemy import JSON, insert, select, text, update

from bot.core.effects import DirectMessage, Intent, Say
from bot.core.events import MembersJoined, MessageEdited
from bot.core.ids import EventRef, MessageRef, RoomId, UserRef
from storage.privacy.erasing import Erasing
from storage.tables import metadata
from storage.tables.campaigns import campaign, campaign_notice, coupon
from storage.tables.conduct import listing, quiz, room_alarm
from storage.tables.delivery import outbox
from storage.tables.errands import errand
from storage.tables.judging import lead, lead_evidence, near_print, verdict
from storage.tables.learning import sample
from storage.tables.people import identity, person
from storage.tables.profiles import person_note, person_tag
from storage.tables.service import alert, audit
from storage.tables.sop import occurrence, run, task
from storage.tables.talk import message as message_table
from storage.tables.talk import poison
from storage.tables.watches import consent
from storage.talk.search import Search
from storage.types import UtcDateTime
from tests.support.builders import CHANNEL, ROOM, listed, member, message
from tests.support.moderating import ROOMS, House

NAME = "Zanarie金丝雀"
NICK = "三班zanarie妈妈"
REF = "zanarie-wx-id"
ADVERT = "zanarieadvert 兼职刷单日结三百加薇信 zanarie88 领取资料 https://zanarie.example.top/x"
QUESTION = "zanariequestion 请问课程怎么报名，多少钱一期？"
WORDS = ("zanarie", "金丝雀")  # whatever is searched for, in lower case
STUDENT = 10004


async def community(database) -> House:
    """A room where the person asked, advertised, edited, was quoted, reported, told of."""
    house = House(database, ROOMS % "enforce")
    await house.hear(listed("一号群", "u1", "w1", "u3"))
    came = MembersJoined(
        channel=CHANNEL,
        ref=EventRef("join-1"),
        at=house.now,
        room=ROOM,
        members=(member(REF, NAME, NICK), member("u4", "李四")),
        inviter=UserRef("u1"),
    )
    await house.hear(came)
    asked = _said(house, QUESTION, ref="asked-1")
    await house.hear(asked)
    await house.hear(
        message("我也想知道", sender="u1", quoted="asked-1", quoted_text=QUESTION),
        message(f"@{NICK} 老师说周五", sender="u3", mentions=(REF,)),
        message(f"「{NAME}：{QUESTION}」\n- - - - - -\n同问", sender="u3"),
        MessageEdited(
            channel=CHANNEL,
            ref=EventRef("edit-1"),
            at=house.now,
            room=ROOM,
            message=MessageRef("asked-1"),
            text=f"{QUESTION}（zanarie 改过）",
        ),
    )
    house.later(minutes=2)
    await house.hear(
        _said(house, ADVERT), _said(house, ADVERT), _said(house, ADVERT, sender_nickname=NAME)
    )
    await house.hear(_said(house, "zanariehello 老师在吗", room=None, room_name=""))
    await house.tell()
    await _ours(house)
    await _by_hand(house)
    async with database.write() as connection:
        while await Search(connection).index_pending():
            pass
    return house


def _said(house, text, **more):
    return message(text, sender=REF, sender_name=NAME, at=house.now, **more)


async def _ours(house) -> None:
    """What we said to them and of them, and its echoes."""
    async with house.unit() as unit:
        found = await unit.roster.person(STUDENT)
        one = found.identities[0].id
        deeds: tuple[Say | DirectMessage, ...] = (
            Say(room=RoomId(1), text=f"欢迎 @{NICK} 入群", mentions=(one,)),
            DirectMessage(to=one, text=f"{NAME} 你好，zanarie 的问题收到"),
            Say(room=RoomId(1), text=f"本周大家问过的：\n· {QUESTION}\n群里见"),
        )
        for number, deed in enumerate(deeds):
            intent = Intent(deed=deed, key=f"post:{number}", reason=f"欢迎 {NAME}")
            await unit.outbox.enqueue([intent], house.now)
    async with house.store.database.write() as connection:
        rows = (await connection.execute(select(outbox).where(outbox.c.sender == CHANNEL))).all()
        for row in rows:
            await connection.execute(
                update(outbox)
                .where(outbox.c.id == row.id)
                .values(state="sent", settled_at=house.now, sent_ref=f"own-{row.id}")
            )
    house.later(minutes=1)
    for row in rows:
        words = row.deed.get("text")
        room = None if row.kind == "DirectMessage" else "room-1"
        if words:
            echo = message(
                words, ref=f"own-{row.id}", sender="bot", own=True, at=house.now, room=room
            )
            async with house.unit() as unit:
                await unit.save(
                    [replace(echo, to=UserRef(REF) if room is None else None)], now=house.now
                )


async def _by_hand(house) -> None:
    """What would take many more steps to come about: rows as the service writes them."""
    database, now = house.store.database, house.now
    async with database.write() as connection:
        (one,) = (
            await connection.execute(select(identity.c.id).where(identity.c.ref == REF))
        ).scalars()
        said = (
            (
                await connection.execute(
                    select(message_table).where(message_table.c.ref == "asked-1")
                )
            )
            .one()
            .id
        )
        mine = {"student_id": STUDENT, "at": now}
        for table, values in (
            (person_tag, mine | {"tag": "zanarietag", "author": "wang"}),
            (person_note, mine | {"text": "zanarienote 家长很急", "author": "wang"}),
            (
                person_note,
                {"student_id": 10001, "at": now, "text": f"{NAME} 的朋友", "author": "wang"},
            ),
            (listing, {**mine, "list": "allow", "reason": "zanariereason", "author": "wang"}),
            (sample, {"text": ADVERT, "label": "spam", "text_key": "k1", "message_id": said}),
            (audit, {"author": "wang", "action": "x", "subject": f"person:{STUDENT}"}),
            (audit, {"author": "wang", "action": "reply", "subject": "rooms:1"}),
            (
                task,
                {
                    "dedup_key": "t",
                    "title": f"联系 {NAME}",
                    "text": f"问题：{QUESTION}",
                    "staff": "wang",
                },
            ),
            (poison, {"channel": "sim", "ref": "p1", "kind": "MessageReceived"}),
            (poison, {"channel": "sim", "ref": "p2", "kind": "RoomListed"}),
            (consent, {"message_id": said, "room_id": 1, "at": now}),
            (near_print, {"message_id": said, "pieces": b"zanarie", "at": now}),
            (errand, {"state": "waiting", "kind": "picture", "message_id": said, "channel": "sim"}),
            (quiz, {"room_id": 1, "identity_id": one, "ask": f"{NAME}，请回答"}),
            (campaign, {"name": "campaign", "zone": "UTC"}),
            (campaign_notice, {"identity_id": one, "text": f"@{NAME} 报名成功", "at": now}),
            (run, {"plan": "p", "room_id": 1, "state": "done"}),
            (occurrence, {"facts": {"members": [{"name": NAME, "student_id": STUDENT}]}}),
            (room_alarm, {"room_id": 1, "why": f"{NAME} 带来的人", "since": now, "until": now}),
            (alert, {"message_id": said, "group_key": "g1", "reason": f"{NAME} 说 {ADVERT}"}),
            (alert, {"group_key": "g2", "reason": f"{NAME} 刷屏", "to_copy": ADVERT}),
            (lead, {**mine, "category": "other", "note": "zanarienote", "state": "open"}),
            (
                lead_evidence,
                {"lead_id": 1, "message_id": said + 1, "words": [ADVERT], "score": 1, "at": now},
            ),
            (coupon, {"student_id": STUDENT, "code": "C1", "note": f"给 {NAME}"}),
            (verdict, {"message_id": said, "detector": "zz", "score": 0.9, "reason": ADVERT}),
        ):
            await connection.execute(insert(table).values(_whole(table, values, now)))
        await connection.execute(
            update(sample).values(case_id=None, source="decision", author="wang")
        )


_FILLED = {
    "details": {"text": f"{ADVERT} 请看"},
    "payload": json.dumps({"sender": REF, "sender_name": NAME, "text": ADVERT}),
    "error": f"KeyError: {REF}",
    "question": {"text": QUESTION},
    "answer": {"text": ADVERT},
    "evidence": [ADVERT],
    "said": f"欢迎 {NAME}",
}


def _whole(table, values, now):
    """A row with everything it must have, and words of the person where they may stand."""
    row = {name: value for name, value in values.items() if name in table.c}
    for column in table.c:
        if column.name in row or column.name == "id":
            continue
        if column.name in _FILLED:
            row[column.name] = _FILLED[column.name]
        elif not column.nullable and column.server_default is None:
            row[column.name] = _some(column, now)
    return row


def _some(column, now):
    if isinstance(column.type, UtcDateTime):
        return now
    if isinstance(column.type, JSON):
        return {}
    made = {str: column.name, int: 1, float: 1.0, bool: False, date: now.date()}
    return made.get(column.type.python_type, now.time())


async def settle(database, now, *, owner="me") -> int:
    """Go through all erasures to their end; in how many steps."""
    erasing, steps = Erasing(database, owner=owner), 0
    while await erasing.step(now):
        steps += 1
    return steps


async def students(database) -> dict[int, str]:
    """Everybody's newest name, by student ID."""
    async with database.read() as connection:
        rows = await connection.execute(select(person.c.student_id, person.c.name))
        return {row.student_id: row.name for row in rows}


async def traces(database) -> list[str]:
    """Every place in which one of the person's words stands: "table.column", with the index."""
    found = []
    async with database.read() as connection:
        for table in metadata.sorted_tables:
            for row in await connection.execute(select(table)):
                found += [
                    f"{table.name}.{column}: {value}"
                    for column, value in row._mapping.items()
                    if holds(value)
                ]
        for statement in _INDEX[connection.dialect.name]:
            rows = (await connection.execute(text(statement))).all()
            found += [f"{name}: {value!r}" for name, value in rows if holds(value)]
    return found


_INDEX = {
    "sqlite": (
        "SELECT 'search_message', block FROM search_message_data",
        "SELECT 'search_name', block FROM search_name_data",
        "SELECT 'search_name', c0 FROM search_name_content",
    ),
    "postgresql": (
        "SELECT 'search_message', grams::text FROM search_message",
        "SELECT 'search_name', grams::text FROM search_name",
    ),
}


def holds(value) -> bool:
    """Whether one of the person's words is in a value, however it is packed."""
    if isinstance(value, bytes):
        return any(word.encode() in value.lower() for word in WORDS)
    shown = str(value).lower()
    escaped = [word.encode("unicode_escape").decode() for word in WORDS]
    packed = [str(word.encode())[2:-1] for word in WORDS]
    return any(word in shown for word in (*WORDS, *escaped, *packed))


def in_files(path: Path) -> list[str]:
    """Which of SQLite's files hold one of the words, in whatever page."""
    return [one.name for one in path.parent.glob(path.name + "*") if holds(one.read_bytes())]

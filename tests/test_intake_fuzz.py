"""Whatever comes in: nothing stops the pipeline, and every event is kept once or set aside."""

import asyncio
import shutil
import tempfile
from collections.abc import Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text as sql

from bot.clock import ManualClock
from bot.config import Settings
from bot.core.events import (
    AccountChanged,
    AccountState,
    Event,
    GapFound,
    Media,
    MemberSeen,
    MembersJoined,
    MembersLeft,
    MessageRecalled,
    MessageReceived,
    RoomInvited,
    RoomListed,
    TopicChanged,
)
from bot.core.fit import fit
from bot.core.sending import DeliverySettings
from bot.intake import Intake
from bot.pipeline import Pipeline
from bot.rulebook import Rulebook
from handlers.decide import Looked
from storage.engine import Database, make_engine
from storage.settings import StorageSettings
from storage.unit import Store, Unit
from tests.support.builders import NOON, message

# Scripts that go from right to left, joined emoji, what is invisible, what no database takes.
ODD = [
    "\x00",
    "\ud800",
    "\udfff",
    "\u200b",
    "\u202e",
    "\ufeff",
    "\U0010ffff",
    "👨‍👩‍👧",
    "ﷺ",
    "é",
    "💰",
]
SNIPPETS = [
    "加微信",
    "vx",
    "http://t.cn/a",
    "@所有人",
    "我的学号",
    "想买",
    "收到 1",
    "'; --",
    "%s{}",
    "\n",
]

odd_texts = st.lists(
    st.one_of(st.sampled_from(ODD), st.sampled_from(SNIPPETS), st.text(max_size=20)), max_size=12
).map("".join)
long_texts = st.tuples(odd_texts, st.integers(1, 400)).map(lambda p: (p[0] * p[1])[:4000])
texts = st.one_of(odd_texts, long_texts)
names = st.one_of(st.just(""), odd_texts)
refs = st.one_of(
    st.sampled_from(["a", "b", "c\x00", "d\ud800", "汉字"]), st.uuids().map(str), odd_texts
)
times = st.datetimes(
    min_value=datetime(1, 1, 1),  # noqa: DTZ001 (hypothesis adds the zones)
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=14)), timezone(timedelta(hours=-12))]),
)
common = {
    "channel": st.sampled_from(["sim", "wx"]),
    "ref": refs,
    "at": st.one_of(st.just(NOON), times),
}
rooms = st.sampled_from(["r1", "r2", "r\x003"])
users = st.sampled_from(["u1", "u2", "u\ud8003"])
members = st.builds(MemberSeen, user=users, name=names, nickname=names, own=st.booleans())
crowds = st.lists(members, max_size=5).map(tuple)

media = st.builds(Media, name=names, url=names, mime=names, description=texts)
messages = st.builds(
    MessageReceived,
    **common,
    room=st.one_of(st.none(), rooms),
    room_name=names,
    sender=users,
    sender_name=names,
    sender_nickname=names,
    text=texts,
    quoted_text=texts,
    quoted=st.one_of(st.none(), refs),
    media=st.one_of(st.none(), media),
    nonce=names,
    mentions=st.one_of(
        st.lists(users, max_size=3).map(tuple),
        st.integers(100, 3000).map(lambda n: tuple(f"u{k}" for k in range(n))),
    ),
    own=st.booleans(),
)
events = st.one_of(
    messages,
    st.builds(MessageRecalled, **common, recalled=refs, room=rooms),
    st.builds(MembersJoined, **common, room=rooms, room_name=names, members=crowds, inviter=users),
    st.builds(MembersLeft, **common, room=rooms, members=st.lists(users, max_size=3).map(tuple)),
    st.builds(TopicChanged, **common, room=rooms, topic=texts),
    st.builds(RoomInvited, **common, invitation=texts, room_name=names, inviter_name=names),
    st.builds(RoomListed, **common, room=rooms, name=names, members=crowds),
    st.builds(
        AccountChanged, **common, state=st.sampled_from(AccountState), user_name=names, reason=texts
    ),
    st.builds(GapFound, **common, since=times, until=times, reason=texts),
)


class Settled:
    """Writes down what was set aside."""

    def __init__(self):
        self.poisoned: list[Event] = []

    def committed(self, seen, effects, seconds):
        pass

    def set_aside(self, event):
        self.poisoned.append(event)

    def storage_away(self):
        pytest.fail("the database was not away: an event made it look so")


@asynccontextmanager
async def a_store(template: Path):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "gk.db"
        shutil.copyfile(template, path)
        database = Database(make_engine(StorageSettings(url=f"sqlite+aiosqlite:///{path}")))
        try:
            yield database
        finally:
            await database.close()


async def not_at_all(event, error, now):
    """The database takes all poison."""
    raise AssertionError(error)


async def take_in(database: Database, incoming: Sequence[Event]) -> Settled:
    """Put everything in, in bursts, until the pipeline has settled it."""
    rulebook = Rulebook(Settings())
    settled = Settled()
    pipeline = Pipeline[Unit, Looked](
        intake=Intake(),
        open_work=Store(database, rulebook, DeliverySettings).write,
        wanted=lambda _event: True,
        decisions=rulebook,
        clock=ManualClock(NOON),
        watcher=settled,
        spill=not_at_all,
    )
    async with asyncio.TaskGroup() as group:
        running = group.create_task(pipeline.run())
        async with asyncio.timeout(30):
            for start in range(0, len(incoming), 7):
                await asyncio.gather(
                    *(pipeline.intake.put_and_wait(one) for one in incoming[start : start + 7])
                )
        running.cancel()
    return settled


async def rows(database: Database, query: str) -> list[tuple[Any, ...]]:
    async with database.read() as connection:
        return [tuple(row) for row in await connection.execute(sql(query))]


FUZZ = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@FUZZ
@given(incoming=st.lists(events, min_size=1, max_size=25))
def test_every_event_is_kept_once_or_set_aside(sqlite_file, incoming):
    async def scenario():
        async with a_store(sqlite_file) as database:
            settled = await take_in(database, [*incoming, message("之后的话", ref="the-last")])
            said = await rows(database, "SELECT channel, ref FROM message")
            happened = await rows(database, "SELECT channel, ref FROM event")
            aside = await rows(database, "SELECT channel, ref FROM poison")
            await take_in(database, incoming)  # the platform gives it all again
            again = await rows(database, "SELECT count(*) FROM message")
        return settled, said, happened, aside, again

    settled, said, happened, aside, ((again,),) = asyncio.run(scenario())

    messages_in = {told(one) for one in incoming if isinstance(one, MessageReceived)}
    others_in = {told(one) for one in incoming} - messages_in
    assert ("sim", "the-last") in said
    assert len(said) == len(set(said)) == again
    assert messages_in <= {*said, *aside}
    assert others_in <= {*said, *happened, *aside}
    assert set(aside) == {told(one) for one in settled.poisoned}


@FUZZ
@given(said=st.lists(messages, min_size=2, max_size=25))
def test_the_order_of_a_room_is_kept_whatever_is_said_and_whenever(sqlite_file, said):
    """Ids ascend in the order of arrival, also around what is set aside."""
    incoming = [replace(one, ref=f"m{number}") for number, one in enumerate(said)]

    async def scenario():
        async with a_store(sqlite_file) as database:
            await take_in(database, incoming)
            return await rows(database, "SELECT ref FROM message ORDER BY id")

    kept = [int(ref[1:]) for (ref,) in asyncio.run(scenario())]

    assert kept == sorted(kept)


@FUZZ
@given(one=events)
def test_an_event_made_fit_can_be_stored_anywhere_and_is_made_fit_once(one):
    fitted = fit(one)

    assert "\x00" not in repr(fitted).replace("\\x00", "\x00")
    repr(fitted).encode()
    assert fit(fitted) is fitted


def test_a_sound_event_is_not_copied():
    sound = message("大家好", mentions=("u2", "u3"))

    assert fit(sound) is sound


def test_a_hostile_nickname_hides_nobody(sqlite_file):
    """Else whoever bears it could advertise unseen: everything they say would be set aside."""
    hidden = [
        message("加我微信", sender="u\ud800", sender_nickname=f"\udfff\x00{k}") for k in range(3)
    ]

    async def scenario():
        async with a_store(sqlite_file) as database:
            settled = await take_in(database, hidden)
            return settled.poisoned, await rows(
                database, "SELECT DISTINCT identity_id FROM message"
            )

    poisoned, people = asyncio.run(scenario())

    assert poisoned == []
    assert len(people) == 1


def told(event: Event) -> tuple[str, str]:
    """What makes an event one and the same."""
    fitted = fit(event)
    return str(fitted.channel), str(fitted.ref)

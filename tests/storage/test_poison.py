"""Poison in the store: kept whole, read back, tried again, on both databases."""

from dataclasses import replace
from typing import get_args

import pytest

from bot.core.events import Event, Media, MessageKind
from bot.core.ids import MessageRef, UserRef
from storage.talk.archive import Archive
from storage.talk.payload import read_payload, whole_payload
from tests.support.builders import NOON, after, message

WHOLE = replace(
    message("看看这个"),
    kind=MessageKind.LINK,
    mentions=(UserRef("u1"), UserRef("u2")),
    quoted=MessageRef("q1"),
    media=Media(name="链接", url="https://example.org/", size=7),
)


@pytest.fixture
async def archive(database):
    """The store in one transaction."""
    async with database.write() as connection:
        yield Archive(connection)


async def set_aside(archive, event):
    await archive.save_poison(event, "ValueError: x", NOON)
    return (await archive.poison()).items[0].id


def test_an_event_is_read_back_as_it_was():
    assert read_payload("MessageReceived", whole_payload(WHOLE)) == WHOLE


@pytest.mark.parametrize("kind", [model.__name__ for model in get_args(Event)])
def test_what_is_not_an_event_is_unreadable_and_no_error(kind):
    for payload in ("", "{", "[]", "null", "{}", whole_payload(WHOLE)[:50]):
        assert read_payload(kind, payload) is None
    assert read_payload("Unheard", "{}") is None


def test_an_event_read_back_is_fit_to_be_stored():
    bad = replace(message("前\x00后\ud800"), sender_name="\udfff")

    found = read_payload("MessageReceived", whole_payload(bad))

    assert found == replace(bad, text="前\ufffd后\ufffd", sender_name="\ufffd")


async def test_another_try_is_asked_for_and_settles_it(archive):
    number = await set_aside(archive, WHOLE)
    assert await archive.retries() == []

    assert await archive.ask_retry(number, now=after(minutes=1))
    assert await archive.retries() == [(number, WHOLE)]
    assert await archive.retried(number, now=after(minutes=2))

    assert await archive.retries() == []
    assert (await archive.poison()).items[0].settled == after(minutes=2)
    assert not await archive.ask_retry(number, now=after(minutes=3))


async def test_what_fails_again_waits_on_and_is_not_tried_for_ever(archive):
    number = await set_aside(archive, WHOLE)
    await archive.ask_retry(number, now=NOON)
    await archive.save_poison(WHOLE, "KeyError: y", after(minutes=1))

    assert not await archive.retried(number, now=after(minutes=1))

    assert await archive.retries() == []
    (found,) = (await archive.poison(settled=False)).items
    assert (found.error, found.retry) == ("KeyError: y", None)


async def test_what_cannot_be_read_back_is_not_tried(archive):
    number = await set_aside(archive, message("好" * 2_000_000))  # kept up to its length

    assert not await archive.ask_retry(number, now=NOON)
    assert not await archive.ask_retry(number + 1, now=NOON)

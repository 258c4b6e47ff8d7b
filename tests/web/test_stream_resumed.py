"""The live stream goes on where a client was, and says where it cannot."""

import pytest

from bot.core.notices import Notice
from bot.web.live import Live, View
from bot.web.ring import Ring
from tests.web.watching import HEADERS, URL, Watcher, room_of, say, watch


@pytest.fixture
def backend(sqlite_file):
    """One database is enough: how items are found is tried on both in tests/storage."""
    return sqlite_file


async def test_a_client_that_comes_back_goes_on_where_it_was(client, service):
    watcher, _ = await watch(client)
    service.bulletin.post(Notice(kind="message", id=1))
    await watcher.next()
    watcher.response.close()
    service.bulletin.post(Notice(kind="message", id=2))
    service.bulletin.post(Notice(kind="message", id=3))
    again = await client.get(URL, headers=HEADERS | {"Last-Event-ID": watcher.place})
    seen = [await Watcher(again).next() for _ in range(1)]
    other, hello = await watch(client, after=watcher.place)

    assert seen == [("hello", {"kind": "hello", "resumed": True})]
    assert hello[1]["resumed"]
    assert [(await other.next())[1]["id"] for _ in range(2)] == [2, 3]


@pytest.mark.usefixtures("community")
async def test_a_room_that_nobody_read_meanwhile_is_caught_up_with(client, service):
    room = await room_of(service)
    first, _ = await watch(client, kinds="alert")
    await say(service, "一")
    reader, _ = await watch(client, room=room, kinds="alert")
    await say(service, "二")
    await reader.next()
    first_place = reader.place.rpartition(".")[0] + ".0"
    first.response.close()
    back, hello = await watch(client, room=room, kinds="alert", after=first_place)

    assert hello[1]["resumed"]
    seen = [(await back.next())[1]["message"]["text"] for _ in range(2)]
    assert seen == ["一", "二"]


@pytest.mark.parametrize("place", ["", "nonsense", "other-0.3", "x.99999999999999999999"])
async def test_a_place_of_another_start_is_missed_and_not_guessed(client, place):
    watcher, hello = await watch(client, after=place or "0")

    assert not hello[1]["resumed"]
    assert await watcher.next() == ("missed", {})


async def test_whoever_is_too_slow_is_told_that_something_is_missing(service, desk):
    live = Live(service.bulletin, desk.read, boot="b", ring=Ring(kept=10))
    view = View()
    live.come(view)
    for number in range(50):
        service.bulletin.post(Notice(kind="message", id=number))
    await live.ready(0)
    text = live.text(view, 0).decode()

    assert text.startswith("event: missed")
    assert '"id":49' in text
    assert live.resumed("b-0.1") is None
    assert live.resumed("b-0.49") == 49


@pytest.mark.usefixtures("community")
async def test_a_flood_in_a_room_is_to_be_read_in_pages(service, desk):
    room = await room_of(service)
    live = Live(service.bulletin, desk.read, boot="b")
    view = View(room=room, kinds=frozenset({"talk"}))
    live.come(view)
    for number in range(500):
        service.bulletin.post(Notice(kind="message", room=room, id=number))
    await live.ready(0)
    text = live.text(view, 0).decode()

    assert "event: missed" in text
    assert "event: item" not in text
    assert text.count("event: talk") == 1

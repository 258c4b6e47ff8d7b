"""The live stream: what was committed, for those who watch, and never in anybody's way."""

import asyncio

import aiohttp
import pytest

from bot.core.ids import ChannelName, RoomId
from bot.core.notices import Notice
from bot.web.abroad import Abroad
from bot.web.live import Live, View
from bot.web.server import STREAM, Desk, build_web, serving
from tests.support.builders import after, joined, message
from tests.web.talk import apply, flagged, said
from tests.web.watching import HEADERS, URL, Watcher, room_of, say, watch


@pytest.fixture
def backend(sqlite_file):
    """One database is enough: how items are found is tried on both in tests/storage."""
    return sqlite_file


async def test_whoever_watches_sees_what_is_committed(client, service):
    watcher, hello = await watch(client)
    service.bulletin.post(Notice(kind="message", room=RoomId(1), id=7))
    service.bulletin.post(Notice(kind="event", room=RoomId(1)))
    service.bulletin.post(Notice(kind="channel", channel=ChannelName("wx")))

    assert watcher.response.content_type == "text/event-stream"
    assert hello == ("hello", {"kind": "hello", "resumed": False})
    assert await watcher.next() == ("message", {"kind": "message", "id": 7, "room": 1})
    assert await watcher.next() == ("event", {"kind": "event", "id": None, "room": 1})
    shown = {"kind": "channel", "id": None, "room": None, "channel": "wx"}
    assert await watcher.next() == ("channel", shown)


@pytest.mark.usefixtures("community")
async def test_whoever_reads_a_room_gets_its_items_as_the_timeline_shows_them(client, service, api):
    room = await room_of(service)
    watcher, _ = await watch(client, room=room, kinds="alert")
    seen = await say(service, "在吗？", at=after(seconds=9))
    name, item = await watcher.next()
    page = (await api.get(f"/rooms/{room}/timeline", limit=1)).body

    assert (name, item) == ("item", page["items"][0])
    assert item["message"]["id"] == seen.id


@pytest.mark.usefixtures("community")
async def test_who_comes_into_the_room_is_shown_too(client, service):
    room = await room_of(service)
    watcher, _ = await watch(client, room=room, kinds="alert")
    coming = joined("u8", at=after(seconds=5))
    await service.save(coming)
    service.bulletin.post(Notice(kind="event", room=room, channel=coming.channel, ref=coming.ref))

    _, item = await watcher.next()

    assert item["event"]["people"][0]["name"] == "名字u8"


async def test_what_is_decided_about_a_message_is_shown_at_its_message(client, service, community):
    advert = said(community)[1]
    room = await room_of(service)
    watcher, _ = await watch(client, room=room, kinds="case")
    await apply(service, flagged(advert))

    seen = [await watcher.next(), await watcher.next()]

    [(_, case)] = [one for one in seen if one[0] == "case"]
    [(_, item)] = [one for one in seen if one[0] == "item"]
    assert (case["room"], item["message"]["case"]["id"]) == (room, case["id"])


@pytest.mark.usefixtures("community")
async def test_one_reading_serves_everybody_who_watches(desk, service, monkeypatch):
    room = await room_of(service)
    readings = 0

    def counted():
        nonlocal readings
        readings += 1
        return desk.read()

    live = Live(service.bulletin, counted, boot="b", abroad=Abroad(desk.read))
    view = View(room=room)
    for _ in range(20):
        live.come(view)
    for number in range(5):
        await say(service, f"{number}")
    ends = await asyncio.gather(*(live.ready(0) for _ in range(20)))
    texts = {live.text(view, 0) for _ in range(20)}

    assert (readings, set(ends)) == (1, {5})
    assert len(texts) == 1
    assert next(iter(texts)).count(b"event: item") == 5


async def test_with_nobody_there_nothing_is_made(service):
    async with service.write() as unit:
        await unit.save([message("没人看")], now=service.clock.now())

    assert not service.bulletin.watched


async def test_talk_tells_of_many_messages_at_once(client, service):
    watcher, _ = await watch(client, kinds="talk")
    service.bulletin.post_all(
        [Notice(kind="message", room=RoomId(n % 3 + 1), id=n) for n in range(100)]
    )

    assert await watcher.next() == ("talk", {"kind": "talk", "rooms": [1, 2, 3]})


async def test_who_may_see_some_rooms_hears_of_no_other(service, desk):
    live = Live(service.bulletin, desk.read, boot="b")
    view = View(rooms=frozenset({RoomId(2)}), kinds=None)
    live.come(view)
    service.bulletin.post_all(
        [
            Notice(kind="message", room=RoomId(1), id=71),
            Notice(kind="alert", id=72),
            Notice(kind="case", room=RoomId(2), id=73),
        ]
    )
    await live.ready(0)
    text = live.text(view, 0).decode()

    assert '"id":73' in text
    assert "71" not in text
    assert "72" not in text


async def test_only_so_many_may_watch_at_once(client):
    await watch(client)
    await watch(client)
    async with client.get(URL, headers=HEADERS) as third:
        assert third.status == 503
        assert "stream_clients" in (await third.json())["detail"]


async def test_rooms_and_kinds_that_are_none_are_refused(client):
    async with client.get(URL, headers=HEADERS, params={"room": 99}) as nowhere:
        assert nowhere.status == 404
    async with client.get(URL, headers=HEADERS, params={"kinds": "alert,gossip"}) as strange:
        assert strange.status == 400
        assert "gossip" in await strange.text()


async def test_when_the_last_has_gone_for_a_while_nothing_gathers_any_more(service, desk):
    live = Live(service.bulletin, desk.read, boot="b")
    live.come(View())
    place = live.place(live.now)
    live.go(View(), linger=0)
    assert service.bulletin.watched  # for whoever comes back
    await asyncio.sleep(0.01)

    assert not service.bulletin.watched
    assert live.resumed(place) is None


async def test_who_may_no_more_is_sent_home(client, api):
    stream = client.app[STREAM]
    stream.again = 3600.0  # the revocation itself has it asked
    made = (await api.post("/tokens/make", name="screen", role="viewer", days=1)).body
    response = await client.get(URL, headers={"Authorization": f"Bearer {made['key']}"})
    await Watcher(response).next()
    await api.post(f"/tokens/{made['token']['id']}/revoke")
    rest = await response.content.read()

    assert set(rest.decode().splitlines()) <= {"", ": still here"}


async def test_at_the_end_of_the_service_everybody_is_sent_home(settings, desk: Desk):
    app = build_web(settings, desk)
    local = settings.model_copy(update={"port": 0})
    async with aiohttp.ClientSession() as session, serving(app, local) as port:
        response = await session.get(f"http://127.0.0.1:{port}{URL}", headers=HEADERS)
        await Watcher(response).next()
        app[STREAM].close()
        rest = await response.content.read()

    assert rest == b"\n"

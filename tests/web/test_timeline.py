"""A room by the API: pages, places, filters, marks, and what is refused."""

import pytest

from bot.core.events import MessageRecalled
from bot.core.ids import EventRef
from tests.support.builders import CHANNEL, ROOM, after, joined, listed, message
from tests.web.talk import apply, flagged, lead, said


async def room_of(api):
    [room] = (await api.get("/rooms")).items
    return room["id"]


def texts(page):
    return [one["message"]["text"] for one in page["items"] if one["message"]]


async def test_a_room_is_shown_with_what_was_made_of_each_message(api, service, community):
    question, advert = said(community)
    await apply(service, flagged(advert, action="remove"), lead(question))

    page = (await api.get(f"/rooms/{await room_of(api)}/timeline")).body
    shown = {one["message"]["text"]: one["message"] for one in page["items"]}

    of_advert = shown["加V领资料，免费领取"]
    assert [one["reason"] for one in of_advert["verdicts"]] == ["加V 引流"]
    assert (of_advert["case"]["state"], of_advert["case"]["action"]) == ("open", "remove")
    assert shown["请问课程怎么报名？"]["leads"][0]["words"] == ["报名"]
    assert (page["older"], shown["请问课程怎么报名？"]["student_id"]) == (None, 10001)


async def test_pages_lead_back_and_forth(api, service):
    seen = await service.save(*(message(f"{n}", at=after(seconds=n)) for n in range(10)))
    room = await room_of(api)
    path = f"/rooms/{room}/timeline"

    newest = (await api.get(path, limit=4)).body
    older = (await api.get(path, limit=4, before=newest["older"])).body
    newer = (await api.get(path, limit=4, after=older["items"][0]["cursor"])).body
    spot = (await api.get(path, limit=2, around=seen[4].id)).body

    assert texts(newest) == ["9", "8", "7", "6"]
    assert texts(older) == ["5", "4", "3", "2"]
    assert texts(newer) == ["9", "8", "7", "6"]
    assert texts(spot) == ["5", "4", "3"]


async def test_somebody_of_the_room_is_found_behind_namesakes_of_other_rooms(api, service):
    namesakes = [f"x{n}" for n in range(60)]
    await service.save(listed("闲聊群", *namesakes, room="r9"))
    await service.save(listed("打卡群", "a-longer-name"), message("我在", sender="a-longer-name"))
    room = next(one["id"] for one in (await api.get("/rooms")).items if one["ref"] == ROOM)

    found = await api.get(f"/rooms/{room}/timeline", person="名字")

    assert texts(found.body) == ["我在"]


async def test_filters_narrow_a_room_down(api, service, community):
    question, advert = said(community)
    await service.save(joined("u9", at=after(seconds=5)))
    await apply(service, flagged(advert), lead(question))
    path = f"/rooms/{await room_of(api)}/timeline"

    async def found(**query):
        return texts((await api.get(path, **query)).body)

    assert await found(person="10001") == ["请问课程怎么报名？"]
    assert await found(person="名字u2") == ["加V领资料，免费领取"]
    assert await found(person="没有这个人") == []
    assert await found(has_case=True) == ["加V领资料，免费领取"]
    assert await found(has_lead=True) == ["请问课程怎么报名？"]
    assert await found(text="报名") == ["请问课程怎么报名？"]
    assert await found(text="报名", has_case=True) == []
    assert await found(kind="image") == []
    events = (await api.get(path, kind="event")).body["items"]
    assert [one["event"]["people"][0]["name"] for one in events] == ["名字u9"]


@pytest.mark.usefixtures("community")
async def test_what_was_taken_back_is_marked_and_stays_readable(api, service):
    gone = message("说错了", at=after(seconds=1))
    await service.save(
        gone,
        MessageRecalled(
            channel=CHANNEL, ref=EventRef("r1"), at=after(seconds=2), room=ROOM, recalled=gone.ref
        ),
    )

    page = (await api.get(f"/rooms/{await room_of(api)}/timeline", limit=1)).body

    assert page["items"][0]["message"]["text"] == "说错了"
    assert page["items"][0]["message"]["recalled"] is not None


@pytest.mark.usefixtures("community")
async def test_places_and_rooms_that_are_none_are_refused(api):
    path = f"/rooms/{await room_of(api)}/timeline"

    assert (await api.get("/rooms/99/timeline")).status == 404
    assert (await api.get(path, around=999)).status == 404
    assert (await api.get(path, before="nonsense")).status == 400
    assert (await api.get(path, before="WzFd")).status == 400
    assert (await api.get(path, around=1, before="x")).status == 400
    assert (await api.get(path, text="报名", after="x")).status == 400
    assert (await api.get(path, text="！？")).status == 400

"""An advertiser on a real gateway: a disguised advert with a QR picture in three rooms."""

from base64 import b64encode
from pathlib import Path

import pytest

from tests.support.drawing import GROUP, packed, poster
from tests.support.gateway import NodeGateway
from tests.support.gateway_service import ROOMS, posts, put, service
from tests.support.process import GroupkeeperProcess

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]

IMAGE = 6
ADVERT = "兼.职.刷.单 日 结 三百，手 机就能做，有意➕薇❤ abc12345 免费领取资料，扫下面的码"
THREE = ROOMS[:3]


async def _advertises(gateway: NodeGateway) -> None:
    """The advertiser comes into three rooms, and posts text and picture in each."""
    await gateway.do("create", people=[{"id": "p-ad", "name": "福利君"}], rooms=[])
    picture = b64encode(packed(poster(1, held=GROUP), "JPEG")).decode()
    for number, room in enumerate(THREE):
        await gateway.do("join", room=room, people=["p-ad"], by="p0")
        await put(gateway, "p-ad", ADVERT, room=room)
        message = f"m-ad-{number}"
        await gateway.do("file", message=message, base64=picture, name="a.jpg")
        shown = {"id": message, "roomId": room, "talkerId": "p-ad", "type": IMAGE}
        await gateway.do("put", message=shown | {"text": "<xml/>", "filename": "a.jpg"})
    await put(gateway, "p3", "大家早上好", room=THREE[0])


async def _everything_read(here: GroupkeeperProcess) -> bool:
    return here.rows("SELECT kind, state, count(*) FROM errand GROUP BY kind, state") == [
        ("picture", "done", 3)
    ]


async def _told(gateway: NodeGateway) -> list[str]:
    return [one for one in await posts(gateway, "p-wang") if "疑似" in one]


async def test_one_case_one_click_removed_from_all_rooms_and_undo_invites_back(
    community: NodeGateway, tmp_path: Path
):
    async def removed_from() -> set[str]:
        removed = (await community.do("done"))["removed"]
        assert {one["person"] for one in removed} <= {"p-ad"}
        return {one["room"] for one in removed}

    async def gone() -> bool:
        return await removed_from() == set(THREE)

    async def back() -> bool:
        added = (await community.do("done"))["added"]
        return {(one["room"], one["person"]) for one in added} == {(r, "p-ad") for r in THREE}

    async with service(community, tmp_path) as here:
        await _advertises(community)
        await here.until(lambda f: f["messages"] >= 7)
        await here.eventually(lambda: _everything_read(here))
        (case,) = await here.items("/cases")
        assert await removed_from() == set(), "in observe nobody is removed by a rule"
        # A manager who is told decides; who decides before an alert is sent is not told of it.
        await here.eventually(lambda: _told(community))

        decided = await here.post(f"/cases/{case['id']}/decide", {"decision": "advert"})
        await here.eventually(gone)
        undone = await here.post(f"/cases/{case['id']}/undo", {"note": "是合作方"})
        await here.eventually(back)
        whole = await here.get(f"/cases/{case['id']}")
        told = await _told(community)

    assert (decided["state"], undone["state"]) == ("confirmed", "undone")
    assert {one["name"] for one in whole["said"]} == {"福利君"}
    assert len({one["room"] for one in whole["said"]}) == len(THREE)
    assert len(whole["said"]) == 6, "three texts and three pictures are one case"
    assert len(told) == 1, "one case is one alert"

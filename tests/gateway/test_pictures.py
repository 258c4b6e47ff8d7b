"""Pictures through a real gateway: fetched, read in another process, judged, told."""

from base64 import b64encode
from pathlib import Path

import pytest

from tests.support.drawing import GROUP, packed, poster
from tests.support.gateway import NodeGateway
from tests.support.gateway_service import ROOMS, posts, service

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]

IMAGE = 6


async def shows(gateway: NodeGateway, person: str, message: str, picture: bytes) -> None:
    """Somebody posts a picture in the first room."""
    packed_up = b64encode(picture).decode()
    await gateway.do("file", message=message, base64=packed_up, name="a.jpg")
    put = {"id": message, "roomId": ROOMS[0], "talkerId": person, "type": IMAGE, "text": "<xml/>"}
    await gateway.do("put", message=put | {"filename": "a.jpg"})


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
async def test_a_newcomers_picture_with_a_group_code_is_told(
    community: NodeGateway, tmp_path: Path, kind: str
):
    await community.do("create", people=[{"id": "p-ad", "name": "福利君"}], rooms=[])

    async with service(community, tmp_path) as here:
        await community.do("join", room=ROOMS[0], people=["p-ad"], by="p0")
        await here.until(lambda f: f["people"] >= 51)
        await shows(community, "p-ad", "m-ad", packed(poster(1, held=GROUP), kind))
        await shows(community, "p3", "m-family", packed(poster(2)))
        await here.until(lambda f: f["cases"] >= 1)

        async def told() -> bool:
            return any("二维码" in one for one in await posts(community, "p-wang"))

        await here.eventually(told)
        errands = here.rows("SELECT kind, state, tries FROM errand")

    assert errands == [("picture", "done", 1)]

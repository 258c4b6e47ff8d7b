import pytest

from tests.channels.contract import ChannelContract
from tests.support.gateway import node_gateway
from tests.support.proxy import proxy_to
from tests.support.wechaty_stage import WechatyStage, channel_to


@pytest.fixture(scope="module")
def gateway():
    with node_gateway() as gateway:
        yield gateway


class TestWechaty(ChannelContract):
    @pytest.fixture
    async def stage(self, gateway):
        await gateway.do("reset")
        await gateway.do("create", people=[], rooms=[])
        await gateway.do("login")
        async with proxy_to(gateway.port) as line:
            yield WechatyStage(gateway, line, channel_to(line.endpoint, send_seconds=2))

import pytest

from tests.support.gateway import NodeGateway, node_gateway
from tests.support.proxy import proxy_to
from tests.support.wechaty_stage import WechatyStage, channel_to


@pytest.fixture(scope="session")
def gateway():
    with node_gateway() as gateway:
        yield gateway


@pytest.fixture
def fresh(gateway: NodeGateway) -> NodeGateway:
    """The gateway with nobody logged in and nothing in it but the bot."""
    gateway.ask("reset")
    gateway.ask("create", people=[], rooms=[])
    return gateway


@pytest.fixture
async def stage(fresh: NodeGateway):
    """The same with the bot logged in, and a line that can be cut."""
    await fresh.do("login")
    async with proxy_to(fresh.port) as line:
        yield WechatyStage(fresh, line, channel_to(line.endpoint, send_seconds=1))

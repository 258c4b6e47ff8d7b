import pytest

from tests.support.gateway import NodeGateway, node_gateway
from tests.support.gateway_service import populate


@pytest.fixture(scope="module")
def gateway():
    with node_gateway() as gateway:
        yield gateway


@pytest.fixture
def community(gateway: NodeGateway) -> NodeGateway:
    """Fifty people in five rooms, a colleague who is in none, and the bot logged in."""
    gateway.ask("reset")
    populate(gateway)
    return gateway

import pytest

from bot.core.ports import ChannelTraits
from tests.channels.contract import ChannelContract
from tests.channels.stage import Stage
from tests.channels.stage_simulator import SimulatorStage
from tests.support.world import a_world


class TestSimulator(ChannelContract):
    @pytest.fixture(params=[False, True], ids=["plain", "nonces"])
    def stage(self, request: pytest.FixtureRequest) -> Stage:
        return SimulatorStage(a_world(traits=ChannelTraits(nonces=request.param)))

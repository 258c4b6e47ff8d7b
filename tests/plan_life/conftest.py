import pytest

from tests.support.plan_life import LifeStage


@pytest.fixture
async def stage(database, tmp_path):
    """A desk with a real plan folder on an empty database, 08:00 on a Monday in Shanghai."""
    folder = tmp_path / "plans"
    folder.mkdir()
    return LifeStage(database, path=folder)

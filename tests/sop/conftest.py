import pytest

from tests.support.sop_stage import Stage


@pytest.fixture
async def stage(database):
    """A desk on an empty database, 08:00 on a Monday in Shanghai."""
    return Stage(database)

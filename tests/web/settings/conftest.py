"""The served API, working with a config.yaml of the test's own."""

import pytest

from tests.support.settings_office import Told, office_over
from tests.web.settings.asking import CONFIG


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "config.yaml"
    path.write_text(CONFIG, encoding="utf-8")
    return path


@pytest.fixture
def told():
    return Told()


@pytest.fixture
def desk(desk, file, told):
    """The served API works with this file."""
    desk.house.settings = office_over(file, told)
    return desk


@pytest.fixture
def over(desk, file, told):
    """Work with another text, or another environment, from now on."""

    def put(text=CONFIG, **environment):
        file.write_text(text, encoding="utf-8")
        desk.house.settings = office_over(file, told, environment)

    return put

"""Texts of config.yaml as the service reads them."""

import pytest

from bot.config import Settings, parse_settings
from bot.core.errors import ConfigError

SECRET = "hunter2-correct-horse-battery"  # nobody's secret


def read(text, **environment) -> Settings:
    return parse_settings(text, file="config.yaml", environment=environment)


def mistakes(text, **environment) -> list[str]:
    with pytest.raises(ConfigError) as refused:
        read(text, **environment)
    return str(refused.value).splitlines()

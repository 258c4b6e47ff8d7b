"""Secrets beside config.yaml: forgotten when nothing that can be gone back to names them."""

import os

import pytest

from bot.config import load_settings
from bot.settings.desk import SettingsDesk
from bot.settings.edits import Drop, Put
from bot.settings.kept import KEPT
from bot.settings.own_secrets import put_secret, read_secrets, secrets_beside

TEXT = 'staff:\n  - name: wang\n    targets: ["${GK_WANG_TARGET_1}"]\n'
LONG_AGO = 1_000_000_000


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "config.yaml"
    path.write_text(TEXT, encoding="utf-8")
    for name in ("GK_WANG_TARGET_1", "GK_TARGET_7", "SMTP_PASSWORD"):
        put_secret(path, name, "json://hooks.example/secret")
    return path


@pytest.fixture
def desk(file):
    return SettingsDesk(path=file, settings=lambda: load_settings(file), environment=dict)


def change(desk, *edits, ago=LONG_AGO):
    """One change, made when the last secret was given long ago."""
    if ago is not None:
        os.utime(secrets_beside(desk.path), (ago, ago))
    desk.write(list(edits), expected=desk.read()[0].version)


def test_a_secret_that_nothing_names_is_forgotten_and_others_stay(desk, file):
    change(desk, Put(path=("log", "level"), value="debug"))

    assert set(read_secrets(file)) == {"GK_WANG_TARGET_1", "SMTP_PASSWORD"}
    assert secrets_beside(file).stat().st_mode & 0o777 == 0o600


def test_a_target_that_was_taken_away_keeps_its_secret_while_one_can_go_back(desk, file):
    before = desk.read()[0].version
    change(desk, Drop(path=("staff", 0, "targets", 0)))

    assert "GK_WANG_TARGET_1" in read_secrets(file)

    desk.back(before, expected=desk.read()[0].version)
    assert desk.read()[1].staff[0].targets[0].get_secret_value().endswith("/secret")


def test_it_is_forgotten_with_the_last_text_that_names_it(desk, file):
    change(desk, Drop(path=("staff", 0, "targets", 0)))
    for number in range(KEPT):
        change(desk, Put(path=("delivery", "max_per_room_hour"), value=number + 1))
        assert ("GK_WANG_TARGET_1" in read_secrets(file)) == (number < KEPT - 1), number


def test_a_secret_that_was_given_just_now_is_waited_for(desk, file):
    put_secret(file, "GK_LI_TARGET_1", "json://hooks.example/other")

    change(desk, Put(path=("log", "level"), value="debug"), ago=None)

    assert {"GK_LI_TARGET_1", "GK_TARGET_7"} <= set(read_secrets(file))

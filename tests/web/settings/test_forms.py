"""The console's forms of settings: what they name is there, and of a group they leave out none."""

import re
from pathlib import Path

import pytest

from bot.config import Settings
from bot.core.rooms import RoomRules
from bot.settings.allowed import is_editable
from bot.settings.rooms import RULES
from bot.settings.sheet import leaves

PAGES = Path(__file__).parents[3] / "console" / "src" / "pages" / "settings"
KNOWN = {".".join(path) for path, _ in leaves(Settings)}


def paths(*files):
    text = "".join((PAGES / file).read_text(encoding="utf-8") for file in files)
    return set(re.findall(r'path: "([a-z_.]+)"', text))


def test_every_field_of_a_form_is_a_setting_that_may_be_changed():
    rules = paths("ruleFields.ts") | {one for one in paths("fields.ts") if "." not in one}
    named = paths("scoreFields.ts") | {one for one in paths("fields.ts") if "." in one}
    named |= {f"rooms.defaults.{one}" for one in rules}

    assert len(named) > 140
    assert named <= KNOWN
    assert {one for one in named if not is_editable(tuple(one.split(".")))} == set()


@pytest.mark.parametrize("group", ["ladder", "probation", "trust", "raid", "quiz"])
def test_a_group_of_rules_is_offered_whole(group):
    assert group in RoomRules.model_fields
    wanted = {".".join(path) for path in RULES if path[0] == group}

    assert {one for one in paths("ruleFields.ts") if one.startswith(f"{group}.")} == wanted


SCORES = re.compile(r"^judging\.(?!opinion|learning)\w+\.(weight|\w*score\w*|same|follow)$")


def test_every_score_of_a_detector_is_offered():
    scores = {one for one in KNOWN if SCORES.match(one)}

    assert len(scores) >= 50
    assert scores - paths("scoreFields.ts") == set()

import re
from collections import Counter
from pathlib import Path

import pytest

from bot.channels.simulator.script import Does
from bot.channels.simulator.threads import ADVERTISERS, MEMBERS, NEWCOMERS
from bot.config import load_settings
from bot.core.errors import ConfigError
from bot.core.events import MessageKind
from bot.core.rooms import Mode
from bot.demo.material import CONFIG, FOLDER, load_cast, load_material

CAST = load_cast()
MATERIAL = load_material()
STAFF = {name for room in CAST.rooms.values() for name in room.staff}


def test_some_sixty_people_are_in_three_rooms():
    people = {name for room in CAST.rooms.values() for name in (*room.members, *room.staff)}
    seats = sum(len(room.members) for room in CAST.rooms.values())

    assert len(CAST.rooms) == 3
    assert 60 <= len(people) <= 75
    assert seats > len(people - STAFF), "some are in two rooms, as in life"


def test_there_are_hundreds_of_different_lines():
    texts = Counter(line.text for thread in MATERIAL.threads for line in thread.lines if line.text)

    assert len(texts) > 600
    assert len({thread.name for thread in MATERIAL.threads}) == len(MATERIAL.threads)


def test_everything_a_platform_shows_happens():
    lines = [line for thread in MATERIAL.threads for line in thread.lines]

    # The demo is set in WeChat, which knows no editing.
    assert {line.does for line in lines} == set(Does) - {Does.TOPIC, Does.EDITS}
    assert {line.kind for line in lines} == set(MessageKind) - {
        MessageKind.SYSTEM,
        MessageKind.OTHER,
    }
    assert any(thread.raid for thread in MATERIAL.threads)


@pytest.mark.parametrize("thread", MATERIAL.threads, ids=lambda thread: thread.name)
def test_a_conversation_can_be_played(thread):
    rooms = CAST.rooms.values() if thread.room == "any" else [CAST.rooms[thread.room]]
    roles = MEMBERS | NEWCOMERS | ADVERTISERS
    for number, line in enumerate(thread.lines, start=1):
        assert line.who in roles or all(line.who in room.staff for room in rooms), line.who
        assert line.about is None or 0 < line.about < number
        assert line.room == "" or line.room in CAST.rooms
    joining = {line.who for line in thread.lines if line.does is Does.JOINS}
    assert {role for role in thread.roles if role in NEWCOMERS} <= joining


def test_the_opening_is_made_of_conversations_that_are_there():
    assert set(CAST.opening) <= {thread.name for thread in MATERIAL.threads}


def test_every_slot_has_something_to_stand_in_it():
    known = set(MATERIAL.words) | STAFF | {CAST.bot}
    for thread in MATERIAL.threads:
        for line in thread.lines:
            media = "" if line.media is None else line.media.name + line.media.description
            for slot in re.findall(r"\{([^{}]+)\}", line.text + media):
                fits = slot in known or slot in thread.roles or slot.rstrip("0123456789") in known
                assert fits or re.fullmatch(r"\d+-\d+", slot), f"{thread.name}: {slot}"


def test_a_broken_line_is_named(tmp_path: Path):
    (tmp_path / "talk").mkdir()
    (tmp_path / "words.yaml").write_text((FOLDER / "words.yaml").read_text("utf-8"), "utf-8")
    talk = tmp_path / "talk" / "study.yaml"
    talk.write_text("room: study\nthreads:\n  - name: hello\n    lines:\n      - a sings: la\n")

    with pytest.raises(ConfigError, match=r"study\.yaml: thread hello, line 1: .*line key"):
        load_material(tmp_path)


def test_a_broken_file_is_named_with_its_line(tmp_path: Path):
    (tmp_path / "cast.yaml").write_text("bot: 管家\nzone: Asia/Shanghai\nroom: {}\n", "utf-8")

    with pytest.raises(ConfigError, match=r"cast\.yaml:3:1: "):
        load_cast(tmp_path)


def test_the_settings_know_the_demos_staff_and_rooms():
    settings = load_settings(CONFIG, environment={})
    titles = {staff.title for staff in settings.staff}
    names = {account.name for staff in settings.staff for account in staff.accounts}
    channel = settings.channels[0]

    assert titles == names == STAFF
    assert (channel.kind, channel.name) == ("simulator", "demo")
    for room in CAST.rooms.values():
        rules = settings.rooms.rules_for("demo", "some-id", room.name)
        planned = any(entry.fits("some-id", room.name) for entry in settings.sop.start)
        assert planned != bool(rules.welcome), "newcomers are greeted once"
        assert {s.title for s in settings.staff if s.name in rules.staff} == set(room.staff)


def test_the_demo_shows_both_modes():
    settings = load_settings(CONFIG, environment={})
    modes = {
        settings.rooms.rules_for("demo", "some-id", room.name).mode for room in CAST.rooms.values()
    }

    assert modes == {Mode.OBSERVE, Mode.ENFORCE}

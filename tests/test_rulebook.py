"""A changed config.yaml is taken up while the service runs; a broken one is refused as a whole."""

import logging
import os

import pytest

from bot.config import Settings, load_settings
from bot.core.effects import RaiseAlert, RecordVerdicts, Severity
from bot.core.rooms import Mode
from bot.core.seen import Closer
from bot.rulebook import Rulebook
from bot.settings.own_secrets import put_secret
from tests.support.builders import context_for, seen

TEXT = "storage: {url: 'sqlite+aiosqlite:///gk.db'}\n"


class Written:
    """A config.yaml that is written again and again, and the rulebook that reads it."""

    def __init__(self, path):
        self.path = path
        self._times = 0
        self.write(TEXT)
        self.rulebook = Rulebook(load_settings(path), path=path)

    def write(self, text):
        """Save the file; each time it is a second younger, as clocks of file systems are coarse."""
        self.path.write_text(text, encoding="utf-8")
        self._times += 1
        os.utime(self.path, (self._times, self._times))

    def reload(self):
        """What the ticker does."""
        alerts = self.rulebook.reload()
        self.rulebook.confirm()
        return alerts

    def mode(self, name="英语学习打卡群"):
        return self.rulebook.rules_for("sim", "r1", name).mode

    def flags(self, text):
        """Whether today's rules show this message as an advert."""
        one = seen(text)
        looked = self.rulebook.look([one], context_for([one]))
        effects = self.rulebook.settle(looked, Closer(), one.event.at)
        return any(isinstance(e, RecordVerdicts) and e.spam.flagged for e in effects)


@pytest.fixture
def written(tmp_path):
    return Written(tmp_path / "config.yaml")


def test_a_file_that_did_not_change_is_not_read_again(written):
    before = written.rulebook.settings

    assert written.reload() == []
    assert written.rulebook.settings is before


def test_a_rooms_mode_takes_effect_at_once(written):
    assert written.mode() is Mode.OBSERVE

    written.write(TEXT + "rooms: {list: [{match: '英语*', mode: enforce}]}\n")

    assert written.reload() == []
    assert written.mode() is Mode.ENFORCE
    assert written.mode("闲聊群") is Mode.OBSERVE


def test_words_take_effect_at_once(written):
    assert not written.flags("本群招募呱呱兽饲养员")

    written.write(TEXT + "judging: {words: {add: {呱呱兽: 0.9}}}\n")

    assert written.reload() == []
    assert written.flags("本群招募呱呱兽饲养员")


def test_a_broken_file_is_refused_with_its_places_and_the_last_good_one_stays(written):
    written.write(TEXT + "rooms: {defaults: {mode: enforce}}\n")
    written.reload()
    written.write(TEXT + "rooms: {defaults: {mode: observe}}\nweb:\n  prot: 1\nlgo: {}\n")

    (alert,) = written.reload()

    assert isinstance(alert, RaiseAlert)
    assert (alert.kind, alert.severity) == ("config", Severity.WARNING)
    assert f"{written.path}:4:3: unknown key 'prot'" in alert.reason
    assert f"{written.path}:5:1: unknown key 'lgo'" in alert.reason
    assert written.mode() is Mode.ENFORCE
    assert written.reload() == []  # said once, not at every tick


def test_a_secret_that_is_gone_from_the_environment_is_refused_too(written):
    written.write(TEXT + "web: {token: '${NO_SUCH_VARIABLE_HERE}'}\n")

    (alert,) = written.reload()

    assert "the environment variable NO_SUCH_VARIABLE_HERE is not set" in alert.reason


def test_mended_after_a_mistake_it_is_taken_up(written):
    written.write("rooms: [")
    written.reload()
    written.write(TEXT + "rooms: {defaults: {mode: enforce}}\n")

    assert written.reload() == []
    assert written.mode() is Mode.ENFORCE


def test_what_needs_a_restart_is_said_and_the_rest_is_taken_up(written):
    written.write(
        TEXT + "web: {port: 9999}\nlog: {format: json}\nsop: {folder: elsewhere}\n"
        "delivery: {send_timeout_seconds: 3}\nrooms: {defaults: {mode: enforce}}\n"
    )

    (alert,) = written.reload()

    assert alert.severity is Severity.INFO
    fixed = "web, delivery.send_timeout_seconds, sop.folder, log.format"
    assert fixed in alert.reason
    assert "重启" in alert.reason
    assert written.mode() is Mode.ENFORCE
    assert written.rulebook.settings.web.port == 8080


def test_a_restart_is_asked_for_again_only_when_the_file_changes_again(written):
    written.write(TEXT + "web: {port: 9999}\n")
    assert len(written.reload()) == 1
    assert written.reload() == []

    written.write(TEXT + "web: {port: 9999}\nrooms: {defaults: {mode: enforce}}\n")
    assert len(written.reload()) == 1


def test_a_file_that_vanishes_is_said_once_and_taken_up_when_it_is_back(written):
    written.write(TEXT + "rooms: {defaults: {mode: enforce}}\n")
    written.reload()
    written.path.unlink()

    (alert,) = written.reload()
    assert "no such file" in alert.reason
    assert written.reload() == []
    assert written.mode() is Mode.ENFORCE

    written.write(TEXT)
    assert written.reload() == []
    assert written.mode() is Mode.OBSERVE


def test_a_folder_in_the_place_of_the_file_is_refused(written):
    written.path.unlink()
    written.path.mkdir()

    (alert,) = written.reload()

    assert "cannot be read" in alert.reason


def test_a_file_of_the_same_size_and_age_that_was_swapped_in_is_noticed(written):
    """Editors and configuration tools move a new file into the place of the old one."""
    other = written.path.with_suffix(".new")
    other.write_text(TEXT.replace("gk.db", "kg.db"), encoding="utf-8")
    os.utime(other, ns=(written.path.stat().st_mtime_ns,) * 2)
    other.replace(written.path)

    (alert,) = written.reload()

    assert "storage" in alert.reason


def test_without_a_file_nothing_changes():
    assert Rulebook(Settings()).reload() == []


def test_what_was_not_stored_is_said_again(written):
    written.write("rooms: [")

    before = written.rulebook.reload()  # and its transaction was rolled back

    assert written.reload() == before
    assert written.reload() == []


@pytest.fixture
def level():
    """The level of the log, put back afterwards."""
    root = logging.getLogger()
    before = root.level
    yield lambda: root.level
    root.setLevel(before)


def test_how_posts_get_out_how_plans_are_laid_out_and_what_is_logged_change_at_once(written, level):
    written.write(
        TEXT + "delivery: {max_per_room_hour: 7}\nsop: {horizon_hours: 24}\nlog: {level: debug}\n"
    )

    assert written.reload() == []
    assert written.rulebook.settings.delivery.max_per_room_hour == 7
    assert written.rulebook.settings.sop.horizon_hours == 24
    assert level() == logging.DEBUG


def test_what_waits_for_a_restart_stays_as_it_was_beside_what_does_not(written):
    written.write(TEXT + "sop: {folder: elsewhere, horizon_hours: 24}\n")
    written.reload()

    assert written.rulebook.settings.sop.folder == "sop/plans"
    assert written.rulebook.settings.sop.horizon_hours == 24


def test_a_secret_beside_the_file_is_filled_in_and_a_new_one_is_noticed(written):
    target = "staff: [{name: wang, targets: ['${WANG_1}']}]\n"
    put_secret(written.path, "WANG_1", "json://one.example")
    written.write(TEXT + target)
    assert written.reload() == []

    put_secret(written.path, "WANG_1", "json://another.example")

    assert written.reload() == []
    (kept,) = written.rulebook.settings.staff[0].targets
    assert kept.get_secret_value() == "json://another.example"

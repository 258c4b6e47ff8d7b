"""Calendars as iCalendar: by the library's reader, and by the letters of RFC 5545."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest

from bot.core.agenda import AgendaEntry, Place, Standing
from bot.core.alerting import Language
from bot.core.ids import OccurrenceId, RoomId, RunId, StaffName
from sop.ics import write_ics
from tests.support.builders import NOON

_BASE = AgendaEntry(
    place=Place(due=NOON, run=RunId(3), step="share", occurrence=7),
    key="3-share-20260520T120000",
    id=OccurrenceId(7),
    task=None,
    run=RunId(3),
    plan="week",
    plan_title="第一周",
    step="share",
    title="说收获",
    room=RoomId(1),
    room_name="英语群",
    seat="li",
    person=StaffName("li"),
    due=NOON,
    deadline=None,
    zone="Asia/Shanghai",
    standing=Standing.PLANNED,
    laid_out=True,
    who="li",
)


def ics(*entries, house="h1", language=Language.ZH):
    return write_ics(entries, name="李老师", house=house, language=language, now=NOON)


def one(**other):
    [event] = icalendar.Calendar.from_ical(ics(replace(_BASE, **other))).walk("VEVENT")
    return event


def unfolded(raw):
    return raw.replace(b"\r\n ", b"").decode()


def test_a_step_is_an_event_at_its_time_in_its_room():
    event = one()

    assert event["DTSTART"].dt == NOON
    assert event["DTEND"].dt == NOON + timedelta(minutes=15)
    assert str(event["SUMMARY"]) == "[待发] 说收获 · 英语群"
    assert str(event["LOCATION"]) == "英语群"
    assert str(event["STATUS"]) == "CONFIRMED"
    assert event["SEQUENCE"] == 0


def test_a_task_lasts_until_its_deadline():
    assert one(deadline=NOON + timedelta(hours=2))["DTEND"].dt == NOON + timedelta(hours=2)


def test_a_step_keeps_its_uid_from_being_foreseen_until_it_is_done():
    foreseen = one(id=None, laid_out=False, place=Place(due=NOON, run=RunId(3), step="share"))
    done = one(standing=Standing.DONE, changed=NOON + timedelta(hours=1))
    moved = one(due=NOON + timedelta(days=1))

    assert foreseen["UID"] == done["UID"] == moved["UID"]
    assert str(foreseen["STATUS"]) == "TENTATIVE"
    assert one(key="3-share-20260521T120000")["UID"] != done["UID"]


def test_two_installations_never_share_a_uid():
    assert b"@h1.groupkeeper" in ics(_BASE)
    assert b"@h2.groupkeeper" in ics(_BASE, house="h2")


def test_the_sequence_grows_with_every_change():
    moments = [None, NOON, NOON + timedelta(seconds=1), NOON + timedelta(days=400)]

    numbers = [one(changed=moment)["SEQUENCE"] for moment in moments]

    assert numbers == sorted(set(numbers))
    assert max(numbers) < 2**31


@pytest.mark.parametrize("standing", [Standing.SKIPPED, Standing.FAILED])
def test_what_is_not_said_is_cancelled(standing):
    assert str(one(standing=standing)["STATUS"]) == "CANCELLED"


@pytest.mark.parametrize("standing", list(Standing))
def test_every_standing_has_a_word_in_both_languages(standing):
    for language in Language:
        event = icalendar.Calendar.from_ical(
            ics(replace(_BASE, standing=standing), language=language)
        ).walk("VEVENT")[0]
        assert str(event["SUMMARY"]).startswith("[")


def test_commas_semicolons_backslashes_and_newlines_are_escaped_and_come_back():
    title = '一,二;三\\四\n五: "六"'

    raw = unfolded(ics(replace(_BASE, title=title)))

    assert 'SUMMARY:[待发] 一\\,二\\;三\\\\四\\n五: "六" · 英语群\r\n' in raw
    assert str(one(title=title)["SUMMARY"]) == f"[待发] {title} · 英语群"


def test_no_line_is_longer_than_75_octets_and_no_character_is_torn():
    title = "👩‍👩‍👧 打卡第三天，请在晚上十点前把练习录音发到群里，加油！" * 5

    raw = ics(replace(_BASE, title=title))

    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"")
    for line in raw.split(b"\r\n"):
        line.decode()  # a folded line is UTF-8 by itself
    assert str(one(title=title)["SUMMARY"]) == f"[待发] {title} · 英语群"


def test_what_a_name_says_cannot_add_lines_to_the_calendar():
    raw = unfolded(ics(replace(_BASE, title="x\r\nEND:VEVENT\r\nBEGIN:VALARM", room_name="a\nb")))

    assert raw.count("\r\nEND:VEVENT\r\n") == 1
    assert "\r\nBEGIN:VALARM" not in raw


def test_times_are_utc_so_that_a_change_of_the_clocks_moves_nothing():
    paris = ZoneInfo("Europe/Paris")
    before = datetime(2026, 10, 25, 2, 30, tzinfo=paris).replace(fold=0)
    after = datetime(2026, 10, 25, 2, 30, tzinfo=paris).replace(fold=1)

    first, second = (one(due=at.astimezone(UTC))["DTSTART"] for at in (before, after))

    assert first.to_ical() == b"20261025T003000Z"
    assert second.to_ical() == b"20261025T013000Z"
    assert b"VTIMEZONE" not in ics(_BASE)


def test_the_head_names_the_calendar_and_how_often_to_look():
    raw = unfolded(ics())

    assert raw.startswith("BEGIN:VCALENDAR\r\n")
    assert raw.endswith("END:VCALENDAR\r\n")
    for line in (
        "VERSION:2.0",
        "PRODID:-//groupkeeper//calendar//ZH",
        "METHOD:PUBLISH",
        "X-WR-CALNAME:李老师",
        "REFRESH-INTERVAL;VALUE=DURATION:PT15M",
    ):
        assert f"\r\n{line}\r\n" in raw


def test_every_event_has_what_the_standard_requires_once():
    raw = unfolded(ics(_BASE, replace(_BASE, key="other")))

    for name in ("UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "STATUS"):
        assert raw.count(f"\r\n{name}") == 2
    assert f"DTSTAMP:{NOON:%Y%m%dT%H%M%SZ}" in raw


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_a_calendars_name_of_two_lines_is_one_line_there(end):
    raw = write_ics(
        [], name=f"一班{end}BEGIN:VALARM", house="h1", language=Language.ZH, now=NOON
    ).decode()

    assert "X-WR-CALNAME:一班 BEGIN:VALARM\r\n" in raw

"""Campaigns for tests: a file's text, and requests to sign up."""

import re
from datetime import UTC, datetime, timedelta

from bot.core.ids import IdentityId, MessageId, RoomId, StudentId
from bot.core.signups import Book, Place
from sop.campaigns.booking import Request
from sop.campaigns.model import Campaign
from sop.campaigns.parse import parse_campaign
from sop.campaigns.words import Deed

# A Saturday, 14:00 in Shanghai.
STARTS = datetime(2026, 4, 18, 6, 0, tzinfo=UTC)
BEFORE = STARTS - timedelta(days=3)

CAMPAIGN = """\
name: lecture
title: 春季公开课
starts: {date: 2026-04-18, at: "14:00"}
zone: Asia/Shanghai
place: 一楼报告厅
rooms: ["*"]
"""


def campaign(*more: str) -> Campaign:
    """A campaign, with more lines in its file."""
    return parse_campaign(CAMPAIGN + "\n".join(more) + "\n", file="lecture.yaml").campaign


def asks(student: int, deed: Deed = Deed.SIGN_UP, *, at: datetime = BEFORE, **more) -> Request:
    """Somebody says a word in room 1."""
    return Request(
        deed=deed,
        student=StudentId(student),
        identity=IdentityId(student),
        room=RoomId(1) if "room" not in more else more["room"],
        message=MessageId(1),
        at=at,
        benefit=more.get("benefit", ""),
    )


def book(signed=(), waiting=()) -> Book:
    """A list on which these people stand already."""
    everybody = [*signed, *waiting]
    places = {
        one: Place(
            student=StudentId(one),
            bearer=StudentId(one),
            seq=number,
            identity=IdentityId(one),
            room=RoomId(1),
            at=BEFORE,
        )
        for number, one in enumerate(everybody, 1)
    }
    return Book(
        last_seq=len(everybody),
        signed=tuple(places[one] for one in signed),
        waiting=tuple(places[one] for one in waiting),
    )


def found(pattern: str, text: str) -> str:
    """What a pattern finds in a text: its group, or the whole of it."""
    match = re.search(pattern, text)
    assert match is not None, f"{pattern} is not in {text!r}"
    return match[match.re.groups and 1]

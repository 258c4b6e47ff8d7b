"""Whose pictures are sent to be read, and what follows from the answer."""

from datetime import timedelta
from typing import Any

import pytest

from bot.core.answers import PictureSeen
from bot.core.conduct import Listing, ListName, Standing
from bot.core.effects import (
    Intent,
    OpenQuestion,
    RaiseAlert,
    RecordLead,
    RecordVerdicts,
    RemoveMember,
)
from bot.core.errands import PICTURE, KeepPicture, SendErrand
from bot.core.events import ErrandDone, Media, MessageKind
from bot.core.ids import EventRef, IdentityId, ListingId, RoomId, StudentId
from bot.core.rooms import Mode
from bot.core.seen import Closer, Context, History, SeenEvent, SeenMessage
from bot.core.verdicts import Verdict
from handlers.decide import Rules, compile_rules, decide, look
from handlers.media_settings import PictureSettings
from handlers.settings import JudgingSettings, LeadSettings
from tests.support.builders import NOON, context, person, room, seen, sender
from tests.support.judging import RULES, of_kind

PHOTO: dict[str, Any] = {"kind": MessageKind.IMAGE, "media": Media(mime="image/jpeg")}
GROUP = "https://weixin.qq.com/g/abc"


def rules(**pictures: Any) -> Rules:
    settings = JudgingSettings(pictures=PictureSettings(**pictures))
    return compile_rules(settings, LeadSettings())


def errands(
    said: SeenMessage, *, by: Rules = RULES, closer: Closer | None = None, **who: Any
) -> list[SendErrand]:
    about = context(room(), senders=[(1 if said.room else None, sender(1, **who))])
    found: list[SendErrand] = of_kind(
        SendErrand, decide([said], about, by, NOON, closer or Closer())
    )
    return found


NOBODY_KNOWN = Closer(histories={(RoomId(1), IdentityId(1)): History()})
NEW: dict[str, Any] = {"joined": NOON - timedelta(hours=1)}
OLD: dict[str, Any] = {"joined": NOON - timedelta(days=90)}


def test_a_newcomers_picture_is_sent_to_be_read():
    said = seen("", **PHOTO)

    assert errands(said, **NEW) == [
        SendErrand(kind=PICTURE, message=said.id, channel=said.event.channel)
    ]


def test_a_picture_sent_as_a_file_is_a_picture():
    said = seen("", kind=MessageKind.FILE, media=Media(name="a.png", mime="image/png"))

    assert len(errands(said, **NEW)) == 1


@pytest.mark.parametrize(
    ("said", "who"),
    [
        (seen("", **PHOTO), OLD),
        (seen("", **PHOTO), {}),
        (seen("", **PHOTO), NEW | {"is_staff": True}),
        (seen("", room=None, **PHOTO), NEW),
        (seen("", own=True, **PHOTO), NEW),
        (seen("早", kind=MessageKind.TEXT), NEW),
        (seen("", kind=MessageKind.FILE, media=Media(name="a.pdf")), NEW),
        (seen("", kind=MessageKind.VIDEO, media=Media(name="a.mp4")), NEW),
    ],
    ids=["old", "unknown", "staff", "direct", "ours", "text", "file", "video"],
)
def test_these_are_not_read(said: SeenMessage, who: dict[str, Any]):
    assert errands(said, **who) == []


def test_whoever_was_never_seen_before_is_new():
    said = seen("", **PHOTO)
    fresh = SeenMessage(
        event=said.event, id=said.id, room=said.room, sender=person(1, newcomer=True)
    )

    assert len(errands(fresh)) == 1


def test_a_suspects_picture_is_read_however_long_they_are_here():
    assert len(errands(seen("兼职刷单日结，加薇信 abc12345", **PHOTO), **OLD)) == 1


def test_everybodys_are_read_when_the_settings_say_so_and_nobodys_when_they_say_that():
    said = seen("", **PHOTO)

    assert len(errands(said, by=rules(whom="all"), **OLD)) == 1
    assert errands(said, by=rules(whom="all", read=False), **NEW) == []
    assert errands(said, by=rules(whom="all", weight=0), **NEW) == []
    assert errands(said, by=rules(new=timedelta(minutes=30)), **NEW) == []


def test_members_on_the_allow_list_are_spared():
    listing = Listing(
        id=ListingId(1),
        student=StudentId(10001),
        list=ListName.ALLOW,
        since=NOON,
        until=None,
        reason="",
        author="王",
    )
    closer = Closer(standings={StudentId(10001): Standing(allowed=listing)})

    assert errands(seen("", **PHOTO), closer=closer, **NEW) == []


def test_a_picture_that_will_be_read_is_looked_up_like_a_suspect():
    said = seen("", **PHOTO)
    about = context(room(), senders=[(1, sender(1, **NEW))])

    assert [one.message for one in look([said], about, RULES).suspects] == [said]


# ---- the answer ----------------------------------------------------------------------------


def answered(
    said: SeenMessage, about: Context | None = None, *, by: Rules = RULES, **found: Any
) -> list[Any]:
    event = ErrandDone(
        channel=said.event.channel,
        ref=EventRef("errand:1"),
        at=NOON,
        room=said.event.room,
        message=said.event.ref,
        answer=PictureSeen(**found),
    )
    known: dict[str, Any] = {"again": {event.ref: said}} if about is None else {}
    given = about or context(room(), senders=[(1, sender(1, **NEW))], **known)
    batch = [SeenEvent(event=event, room=said.room)]
    return list(decide(batch, given, by, NOON, NOBODY_KNOWN))


def test_the_answer_judges_the_message_it_is_about():
    said = seen("", **PHOTO)
    effects = answered(said, codes=(GROUP,), print="a606d826d9d9f899")

    (record,) = of_kind(RecordVerdicts, effects)
    (alert,) = of_kind(RaiseAlert, effects)
    assert (record.message, record.spam.flagged) == (said.id, True)
    assert alert.message == said.id
    assert "二维码" in alert.reason
    assert of_kind(SendErrand, effects) == []


def test_what_a_picture_looks_like_is_kept():
    said = seen("", **PHOTO)
    codes = PictureSeen(codes=(GROUP,)).codes_key

    kept = of_kind(KeepPicture, answered(said, codes=(GROUP,), print="a606d826d9d9f899"))

    assert kept == [KeepPicture(message=said.id, print="a606d826d9d9f899", codes=codes)]
    assert of_kind(KeepPicture, answered(said)) == []


def test_the_words_in_a_code_are_judged_but_ask_and_want_nothing():
    said = seen("", **PHOTO)
    effects = answered(said, codes=("想报名，怎么报名？兼职刷单日结 加薇信 abc12345",))

    (record,) = of_kind(RecordVerdicts, effects)
    assert {"words", "contact"} <= {one.detector for one in record.spam.verdicts}
    assert of_kind(OpenQuestion, effects) == []
    assert of_kind(RecordLead, effects) == []


def test_what_was_said_of_the_message_before_still_counts():
    said = seen("", **PHOTO)
    before = Verdict(detector="repeats", score=0.45, reason="重复")
    about = context(
        room(),
        senders=[(1, sender(1, **NEW))],
        again={EventRef("errand:1"): said},
        verdicts={said.id: (before,)},
    )

    (record,) = of_kind(RecordVerdicts, answered(said, about, codes=("wxp://f2f0",)))

    assert {one.detector for one in record.spam.verdicts} >= {"repeats", "pictures"}
    assert record.spam.score > 0.5


def test_staff_are_not_told_twice_of_one_message():
    said = seen("", **PHOTO)
    about = context(
        room(),
        senders=[(1, sender(1, **NEW))],
        again={EventRef("errand:1"): said},
        cased=frozenset({said.id}),
    )
    effects = answered(said, about, codes=(GROUP,))

    assert len(of_kind(RecordVerdicts, effects)) == 1
    assert of_kind(RaiseAlert, effects) == []


def test_what_staff_decided_about_a_message_stands_whatever_is_found_out_afterwards():
    said = seen("", **PHOTO)
    where = room(mode=Mode.ENFORCE)
    known: dict[str, Any] = {
        "senders": [(1, sender(1, **NEW))],
        "again": {EventRef("errand:1"): said},
        "verdicts": {said.id: (Verdict(detector="repeats", score=0.98, reason="重复"),)},
        "cased": frozenset({said.id}),
    }
    undecided = answered(said, context(where, **known), codes=(GROUP,))
    decided = answered(said, context(where, decided=frozenset({said.id}), **known), codes=(GROUP,))

    assert [type(one.deed) for one in of_kind(Intent, undecided)] == [RemoveMember]
    assert [type(one) for one in decided] == [RecordVerdicts, KeepPicture]
    assert decided[0].action == ""


def test_an_answer_about_a_message_that_nobody_knows_is_nothing():
    assert answered(seen("", **PHOTO), context(room()), codes=(GROUP,)) == []


def test_a_colleagues_picture_is_not_judged_even_if_it_was_read():
    said = seen("", **PHOTO)
    about = context(
        room(),
        senders=[(1, sender(1, is_staff=True))],
        again={EventRef("errand:1"): said},
    )

    assert of_kind(RecordVerdicts, answered(said, about, codes=(GROUP,))) == []


@pytest.mark.parametrize("held", ["file:///etc/passwd", "javascript:alert(1)", "9" * 1000])
def test_junk_in_a_code_is_noted_and_flags_nobody(held: str):
    effects = answered(seen("", **PHOTO), codes=(held,), cut=3000)

    (record,) = of_kind(RecordVerdicts, effects)
    assert not record.spam.flagged
    assert of_kind(RaiseAlert, effects) == []


def test_a_link_card_with_a_question_in_its_title_asks_nothing():
    said = seen("", kind=MessageKind.LINK, media=Media(name="孩子不爱学习怎么办？想报名的看过来"))
    about = context(room(), senders=[(1, sender(1))])
    effects = decide([said], about, RULES, NOON)

    assert of_kind(OpenQuestion, effects) == []
    assert of_kind(RecordLead, effects) == []

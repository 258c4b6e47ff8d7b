"""What follows from flagged messages: deeds, marks, alerts, with everything that is known."""

from dataclasses import replace
from datetime import time

from bot.core.conduct import ListName, MarkKind, Standing
from bot.core.conduct_effects import Enlist, GiveMark
from bot.core.conduct_rules import LadderRules, WarnBy
from bot.core.effects import (
    DirectMessage,
    Intent,
    RaiseAlert,
    RecallMessage,
    RecordVerdicts,
    RemoveMember,
    Say,
)
from bot.core.ids import IdentityId, RoomId
from bot.core.rooms import Mode, QuietHours
from tests.handlers.conduct.saying import WORD, deeds, said
from tests.handlers.conduct.support import closer, marks, student
from tests.support.builders import after, room
from tests.support.judging import of_kind


def test_a_member_is_warned_in_the_room_once_and_the_next_advert_is_held():
    first, second = WORD, f"{WORD}，欢迎光临本店参观选购各种商品"
    effects = said(0.85, first, second, recalls=True)

    warning, recall = deeds(effects)
    assert isinstance(warning, Say)
    assert warning.mentions == (IdentityId(7),)
    assert warning.text.startswith("名字u7，这条消息像是广告")
    assert isinstance(recall, RecallMessage)
    assert [one.action for one in of_kind(RecordVerdicts, effects)] == ["warn", "hold"]
    assert MarkKind.WARNED in {one.kind for one in of_kind(GiveMark, effects)}


def test_a_room_may_warn_in_direct_message_and_in_its_own_words():
    ladder = LadderRules(warn_by=WarnBy.DIRECT, warning="{{ name }}（{{ student_id }}）请看群规")
    (warning,) = deeds(said(0.85, where=room(mode=Mode.ENFORCE, ladder=ladder)))

    assert warning == DirectMessage(to=IdentityId(7), text="名字u7（10007）请看群规")


def test_a_warning_in_the_quiet_hours_is_due_in_the_morning():
    quiet = QuietHours(start=time(11, 0), end=time(14, 0))
    (warning,) = of_kind(Intent, said(0.85, where=room(mode=Mode.ENFORCE, quiet_hours=quiet)))

    assert warning.due == after(hours=2)
    assert warning.expires is not None
    assert warning.expires > warning.due


def test_where_nothing_can_be_taken_back_a_held_message_waits_for_a_person_alone():
    effects = said(0.92)

    assert deeds(effects) == []
    (alert,) = of_kind(RaiseAlert, effects)
    assert "处置「暂扣」" in alert.advice
    assert "不能撤回" in alert.advice


def test_observe_says_what_enforce_would_do_and_touches_nobody():
    for score in (0.85, 0.92, 0.99):
        effects = said(score, where=room(), recalls=True)
        (alert,) = of_kind(RaiseAlert, effects)

        assert deeds(effects) == []
        assert of_kind(RecordVerdicts, effects)[0].action == ""
        assert "若为 enforce 会" in alert.advice


def test_a_removal_takes_the_message_along():
    removal = deeds(said(0.99, recalls=True))

    assert [type(one) for one in removal] == [RecallMessage, RemoveMember]


def test_the_same_advert_is_held_against_somebody_once():
    effects = said(0.85, *[f"{WORD}，全场商品一律五折，先到先得"] * 3)

    suspected = [one for one in of_kind(GiveMark, effects) if one.kind == MarkKind.SUSPECT]
    assert [one.points for one in suspected] == [1.0]


def test_points_of_several_sure_cases_remove_for_a_mere_suspicion():
    known = closer(standing=Standing(marks=marks(3.0, 3.0)))

    assert deeds(said(0.6, known=known)) == [RemoveMember(room=RoomId(1), member=IdentityId(7))]
    assert deeds(said(0.6, known=closer(standing=Standing(marks=marks(1.0, 1.0))))) == []


def test_enough_of_them_put_somebody_on_the_deny_list_with_an_end():
    known = closer(standing=Standing(marks=marks(3.0, 3.0, 3.0)))

    effects = said(0.6, known=known)
    (entry,) = of_kind(Enlist, effects)

    assert (entry.student, entry.list, entry.until) == (student(7), ListName.DENY, after(days=180))
    assert "黑名单线" in entry.reason
    assert of_kind(RecordVerdicts, effects)[0].action == "deny"


def test_a_revoked_mark_is_not_given_again():
    first = said(0.6)
    (given,) = of_kind(GiveMark, first)
    message = of_kind(RecordVerdicts, first)[0].message
    revoked = replace(marks(1.0)[0], key=given.key, revoked=after(hours=-1))
    known = closer(standing=Standing(marks=(revoked,)))

    again = said(0.6, known=known, number=message)

    assert of_kind(GiveMark, again) == []


def test_that_somebody_is_touched_is_told_though_the_suspicion_was_told_before():
    groups = {
        step: of_kind(RaiseAlert, said(score, number=99))[0].group
        for step, score in (("warn", 0.85), ("hold", 0.92), ("remove", 0.99))
    }

    assert groups == {
        "warn": "advert::99",
        "hold": "advert::99:hold",
        "remove": "advert::99:remove",
    }

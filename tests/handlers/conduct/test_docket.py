"""What follows from flagged messages: deeds, marks, alerts, with everything that is known."""

from dataclasses import replace
from datetime import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.conduct import ListName, MarkKind, RoomAlarm, Standing
from bot.core.conduct_effects import Enlist, GiveMark
from bot.core.conduct_rules import LadderRules, ProbationRules, WarnBy
from bot.core.effects import (
    DirectMessage,
    Intent,
    RaiseAlert,
    RecallMessage,
    RecordVerdicts,
    RemoveMember,
    Say,
)
from bot.core.ids import ChannelName, IdentityId, RoomId, UserRef
from bot.core.rooms import Mode, QuietHours
from bot.core.seen import History
from handlers.behaviour_settings import BehaviourSettings
from handlers.judging import compile_rules
from handlers.settings import JudgingSettings, LeadSettings, LearnedSettings, WordSettings
from tests.handlers.conduct.support import around, closer, effects_of, listing, marks, student
from tests.support.builders import a_copy, after, context, room, seen, sender
from tests.support.judging import of_kind

ADVERT = "刷单兼职，佣金日结，加薇 abc12345 https://t.me/+abcd"
WORD = "本店新开业大酬宾"
ENFORCE = room(mode=Mode.ENFORCE)


def sounding(score, *, recalls=False):
    """Rules by which `WORD` is an advert with this confidence, whoever says it; nothing else is."""
    words = WordSettings(categories={}, add={"大酬宾": score})
    judging = JudgingSettings(
        words=words,
        behaviour=BehaviourSettings(weight=0),
        learned=LearnedSettings(weight=0),
    )
    return compile_rules(judging, LeadSettings(), recalls=[ChannelName("sim")] if recalls else [])


def said(score, *texts, where=ENFORCE, known=None, joined=None, recalls=False, **event):
    """What follows when person 7 says it."""
    batch = [seen(text, sender=7, **event) for text in texts or (WORD,)]
    return effects_of(
        *batch,
        about=around(where, joined=joined),
        known=known,
        rules=sounding(score, recalls=recalls),
    )


def deeds(effects):
    return [intent.deed for intent in of_kind(Intent, effects)]


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


# ---- who is left alone ------------------------------------------------------------------------

REGULAR = History(spoken=40, since=after(days=-90), answered=5)


def test_a_member_of_good_standing_is_shown_to_people_and_not_touched_for_words_alone():
    effects = said(0.99, known=closer(history=REGULAR), joined=after(days=-90))

    assert deeds(effects) == []
    (alert,) = of_kind(RaiseAlert, effects)
    assert "老成员（90 天、发言 40 条、被回复 5 次）" in alert.advice
    assert [one.kind for one in of_kind(GiveMark, effects)] == [MarkKind.SUSPECT]


@pytest.mark.parametrize(
    "known",
    [
        closer(history=replace(REGULAR, confirmed=1)),
        closer(history=REGULAR, standing=Standing(marks=marks(3.0))),
        closer(history=replace(REGULAR, answered=0)),
        closer(history=replace(REGULAR, spoken=5)),
        closer(history=replace(REGULAR, since=after(days=-3))),
    ],
    ids=["confirmed case", "sure mark", "never answered", "few messages", "not known for long"],
)
def test_trust_is_earned_and_lost_at_once(known):
    assert len(deeds(said(0.99, known=known, joined=after(days=-3)))) == 1


def test_a_stolen_account_of_good_standing_is_stopped_by_its_copies():
    text = f"{WORD}，全场商品一律五折，先到先得"
    copies = [a_copy(sender=7, room=n, at=after(minutes=-n)) for n in range(1, 6)]

    effects = effects_of(
        seen(text, sender=7),
        about=around(ENFORCE, joined=after(days=-90), earlier={text: copies}),
        known=closer(history=REGULAR),
        rules=sounding(0.99),
    )

    assert len(deeds(effects)) == 1


def test_whoever_is_on_the_allow_list_is_asked_about_only_for_copies():
    allowed = closer(standing=Standing(allowed=listing(ListName.ALLOW)))
    text = f"{WORD}，全场商品一律五折，先到先得"

    plain = said(0.99, known=allowed)
    everywhere = said(0.99, *[text] * 4, known=allowed)

    assert [type(one) for one in plain] == [RecordVerdicts]
    assert not plain[0].spam.flagged
    assert deeds(everywhere) == []
    assert "白名单" in of_kind(RaiseAlert, everywhere)[-1].advice
    assert of_kind(GiveMark, everywhere) == []


# ---- newcomers and raids ----------------------------------------------------------------------


def test_a_room_may_be_shown_a_newcomers_link_sooner_and_it_is_held():
    text = f"{WORD} https://example-shop.top/a"
    settled = closer(history=History(spoken=10))

    strict = room(mode=Mode.ENFORCE, probation=ProbationRules(lower_by=0.1))
    new = said(0.25, text, where=strict, joined=after(hours=-3), recalls=True)
    old = said(0.25, text, where=strict, joined=after(days=-30), recalls=True, known=settled)

    assert [one.spam.score for one in of_kind(RecordVerdicts, [*new, *old])] == [0.4375, 0.4375]
    assert [type(one) for one in deeds(new)] == [RecallMessage]
    assert "提示线降到 0.40" in of_kind(RaiseAlert, new)[0].reason
    assert of_kind(RaiseAlert, old) == []


@pytest.mark.parametrize(
    ("joined", "history", "standing", "held"),
    [
        (after(hours=-3), History(spoken=9), Standing(), True),
        (after(days=-3), History(spoken=0), Standing(), True),  # never said anything yet
        (after(days=-3), History(spoken=3), Standing(), False),
        (None, History(), Standing(), False),  # was there before we looked
        (after(hours=-3), History(), Standing(trusted=listing(ListName.TRUST)), False),
    ],
)
def test_probation_ends_by_time_and_talk_or_by_a_persons_trust(joined, history, standing, held):
    known = closer(history=history, standing=standing)
    effects = said(0.1, "看看 https://t.me/+abcd", joined=joined, known=known, recalls=True)

    assert bool(deeds(effects)) is held


def test_a_raided_room_is_shown_things_sooner_and_says_why():
    alarm = RoomAlarm(room=RoomId(1), since=after(), until=after(minutes=30), why="冲群")

    quiet = said(0.45)
    raided = said(0.45, known=closer(alarms={RoomId(1): alarm}))

    assert of_kind(RaiseAlert, quiet) == []
    (alert,) = of_kind(RaiseAlert, raided)
    assert "正被冲群" in alert.reason
    assert of_kind(RecordVerdicts, raided)[0].spam.score == 0.45


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


PASTS = st.builds(
    marks, st.floats(0, 50), st.floats(0, 50), st.floats(0, 50), kind=st.sampled_from(MarkKind)
)


@settings(deadline=None)
@given(st.sampled_from([0.5, 0.79, 0.85, 0.93, 0.99]), PASTS, st.booleans())
def test_colleagues_owners_and_the_allowed_are_never_touched(score, past, denied):
    entry = listing(ListName.DENY) if denied else None
    standing = Standing(marks=past, denied=entry, allowed=listing(ListName.ALLOW))
    condemned = Standing(marks=past, denied=entry)
    owned = replace(ENFORCE, owner_ref=UserRef("u7"))
    lists = {student(7): replace(condemned, marks=())}
    staff = context(ENFORCE, senders=[(1, sender(7, is_staff=True))], lists=lists)

    by_the_allowed = said(score, known=closer(standing=standing))
    by_the_owner = said(score, where=owned, known=closer(standing=condemned))
    by_staff = effects_of(
        seen(WORD, sender=7),
        about=staff,
        known=closer(standing=condemned),
        rules=sounding(score, recalls=True),
    )

    assert deeds(by_the_allowed) == deeds(by_the_owner) == by_staff == []


@settings(deadline=None)
@given(st.sampled_from([0.5, 0.79, 0.85, 0.93, 0.99]), st.integers(0, 60), st.booleans())
def test_nobody_of_good_standing_is_removed_for_words_alone(score, suspicions, raided):
    alarm = RoomAlarm(room=RoomId(1), since=after(), until=after(minutes=30), why="冲群")
    past = marks(*[1.0] * suspicions, kind=MarkKind.SUSPECT)
    known = closer(
        standing=Standing(marks=past),
        history=REGULAR,
        alarms={RoomId(1): alarm} if raided else {},
    )

    assert deeds(said(score, known=known, joined=after(days=-90), recalls=True)) == []

"""Who is left alone by the ladder, and who is looked at more sharply."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.conduct import ListName, MarkKind, RoomAlarm, Standing
from bot.core.conduct_effects import GiveMark
from bot.core.conduct_rules import ProbationRules
from bot.core.effects import RaiseAlert, RecallMessage, RecordVerdicts
from bot.core.ids import RoomId, UserRef
from bot.core.rooms import Mode
from bot.core.seen import History
from tests.handlers.conduct.saying import ENFORCE, WORD, deeds, said, sounding
from tests.handlers.conduct.support import around, closer, effects_of, listing, marks, student
from tests.support.builders import a_copy, after, context, room, seen, sender
from tests.support.judging import of_kind

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

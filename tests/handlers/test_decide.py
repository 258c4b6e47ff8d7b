"""What a batch of messages leads to: adverts kept, told and removed, and nobody else touched."""

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.conduct_effects import GiveMark
from bot.core.effects import (
    AnswerQuestion,
    Intent,
    OnUnknown,
    RaiseAlert,
    RecordLead,
    RecordVerdicts,
    RemoveMember,
)
from bot.core.events import MessageKind
from bot.core.ids import IdentityId, RoomId, UserRef
from bot.core.rooms import Mode
from bot.core.seen import Seen
from bot.core.verdicts import SpamScore, Verdict
from handlers.decide import compile_rules, decide, judge
from handlers.settings import (
    ContactSettings,
    JudgingSettings,
    LeadSettings,
    LinkSettings,
    LookalikeSettings,
    RepeatSettings,
    WordSettings,
)
from tests.support.builders import (
    NOON,
    a_copy,
    context,
    context_for,
    invited,
    room,
    seen,
    seen_join,
    sender,
)
from tests.support.judging import RULES, decided, of_kind

ADVERT = "刷单兼职，佣金日结，加薇 abc12345 https://t.me/+abcd"
LONG = "我们的精品课程现在开始招生了，每天一小时轻松学会，欢迎大家前来了解"
ENFORCE = room(mode=Mode.ENFORCE)


def test_ordinary_talk_has_no_effects():
    assert decided(seen("今天天气真好"), seen("是呀，出去走走")) == []


def test_an_advert_is_kept_and_told_with_student_id_and_reasons():
    record, alert, mark = decided(seen(ADVERT, sender=7))

    assert isinstance(record, RecordVerdicts)
    assert (record.student, record.spam.flagged, record.action) == (10007, True, "")
    assert {v.detector for v in record.spam.verdicts} == {"links", "contact", "words"}
    assert isinstance(alert, RaiseAlert)
    assert (alert.kind, alert.student, alert.room) == ("advert", 10007, 1)
    assert alert.reason.startswith("学号 10007 疑似发广告（可信度 0.99）：")
    assert alert.advice == (
        "本群只观察；若为 enforce 会「移出」：证据足够移出：可信度 0.99；"
        "请看原文：是广告就移出并确认，不是就驳回"
    )
    assert isinstance(mark, GiveMark)
    assert (mark.student, mark.points, mark.message) == (10007, 3.0, record.message)


def test_observe_removes_nobody_and_enforce_removes_the_advertiser():
    said = seen(ADVERT, sender=7)

    assert of_kind(Intent, decided(said)) == []
    (removal,) = of_kind(Intent, decided(said, where=ENFORCE))

    assert removal.deed == RemoveMember(room=RoomId(1), member=IdentityId(7))
    assert removal.key == f"remove:1:7:{said.id}"
    assert removal.on_unknown is OnUnknown.HOLD
    assert removal.expires is not None, "nobody is removed for what was said long ago"
    assert removal.reason.startswith("学号 10007")


def test_an_advertiser_is_removed_once_however_much_he_says():
    effects = decided(*(seen(ADVERT, sender=7) for _ in range(5)), where=ENFORCE)

    assert len(of_kind(Intent, effects)) == 1
    assert len(of_kind(RaiseAlert, effects)) == 5
    assert len({alert.group for alert in of_kind(RaiseAlert, effects)}) == 1
    assert [r.action for r in of_kind(RecordVerdicts, effects)] == ["remove", "", "", "", ""]


def test_one_text_from_many_accounts_is_one_alert_for_the_same_colleagues():
    campaign = [seen(LONG + ADVERT, sender=n) for n in range(1, 6)]

    groups = {alert.group for alert in of_kind(RaiseAlert, decided(*campaign))}

    assert groups == {f"advert::{campaign[0].id}"}


def test_rooms_with_other_colleagues_on_duty_get_an_alert_of_their_own():
    here, there = seen(ADVERT, sender=7), seen(ADVERT, sender=7, room=2)
    rooms = (room(1, staff=("wang",)), room(2, staff=("li", "wang")))

    effects = decided(here, there, about=context_for([here, there], *rooms))

    assert {a.group for a in of_kind(RaiseAlert, effects)} == {
        f"advert:wang:{here.id}",
        f"advert:li+wang:{here.id}",
    }


def test_the_owner_of_a_room_is_shown_to_staff_and_never_removed():
    owned = replace(ENFORCE, owner_ref=UserRef("u7"))

    by_owner = decided(seen(ADVERT, sender=7), where=owned)
    by_member = decided(seen(ADVERT, sender=8), where=owned)

    assert [type(effect) for effect in by_owner] == [RecordVerdicts, RaiseAlert]
    assert "这是群主发的，群主不会被自动移出；请看原文，并与群主沟通" in by_owner[1].advice
    assert len(of_kind(Intent, by_member)) == 1


@pytest.mark.parametrize(
    ("verdicts", "removed"),
    [
        ([("words", 0.9), ("links", 0.8)], True),
        ([("words", 0.96)], False),  # one detector alone, and not sure enough
        ([("words", 0.98)], True),
        ([("words", 0.95), ("links", 0.2)], False),  # a faint second sign is none
        ([("words", 0.6), ("links", 0.6)], False),
    ],
)
def test_a_removal_takes_two_signs_or_a_decisive_one(verdicts, removed):
    spam = RULES.weigher.of_message([Verdict(detector=d, score=s, reason="") for d, s in verdicts])

    assert RULES.weigher.sure(spam) is removed


def test_a_removal_needs_a_flag_whatever_the_thresholds_are_set_to():
    unflagged = SpamScore(score=0.99, flagged=False, verdicts=())

    assert not RULES.weigher.sure(unflagged)


def test_staff_are_never_judged_removed_or_taken_for_buyers():
    said = [seen(ADVERT, sender=7), seen("怎么买？", sender=7), seen("几点开始？", sender=7)]
    staff = context(ENFORCE, senders=[(1, sender(7, is_staff=True))])

    assert decided(*said, about=staff) == []


def test_our_own_posts_and_the_platforms_grey_lines_are_not_judged():
    assert decided(seen(ADVERT, own=True), seen(ADVERT, kind=MessageKind.SYSTEM)) == []


def test_direct_talk_is_no_advert_but_may_be_a_lead():
    effects = decided(seen(ADVERT, room=None), seen("怎么买？", room=None, sender=2))

    assert [type(e) for e in effects] == [RecordLead, RaiseAlert]
    assert effects[0].room is None


def test_a_question_in_another_room_is_not_answered_here():
    batch = [seen("几点开始呀", sender=1), seen("八点", sender=2, room=2)]

    effects = decided(*batch, about=context_for(batch, room(1), room(2)))

    assert of_kind(AnswerQuestion, effects) == []


def test_repeats_inside_the_batch_count_and_later_ones_do_not():
    effects = decided(*(seen(LONG, sender=1) for _ in range(3)))

    (record,) = of_kind(RecordVerdicts, effects)
    assert record.spam.reasons == ("同一内容 60 分钟内发送 3 次，涉及 1 个群",)


def test_copies_from_before_the_batch_count_too():
    said = seen(LONG)
    known = context_for([said], earlier={LONG: [a_copy(sender=1, room=2)]})

    assert len(of_kind(RecordVerdicts, decided(said, about=known))) == 1


def test_a_sender_and_a_room_nobody_told_about_are_judged_by_the_defaults():
    effects = decide([seen(ADVERT, sender=7)], context(room(5)), RULES, NOON)

    assert [type(e) for e in effects] == [RecordVerdicts, RaiseAlert, GiveMark]


def test_other_events_have_no_effects_of_ours():
    assert decided(replace(seen_join(7), room=None), where=room(welcome="欢迎")) == []
    assert decided(replace(seen_join(7), event=invited()), where=room())[0].deed


def test_a_detector_with_weight_0_is_switched_off():
    off = JudgingSettings(
        links=LinkSettings(weight=0),
        repeats=RepeatSettings(weight=0),
        contact=ContactSettings(weight=0),
        lookalike=LookalikeSettings(weight=0),
        words=WordSettings(weight=0),
    )

    assert decided(seen(ADVERT), rules=compile_rules(off, LeadSettings())) == []


def test_half_a_weight_is_half_the_trust():
    half = JudgingSettings(words=WordSettings(weight=0.5, add={"某词": 0.8}), flag_at=0.3)

    (judged,) = judge([seen("某词")], context(), compile_rules(half, LeadSettings()))

    assert judged.spam.score == pytest.approx(0.4)
    assert judged.spam.flagged


def test_what_was_not_read_of_a_long_message_is_said():
    (record,) = of_kind(RecordVerdicts, decided(seen("今天天气真好" * 1000)))

    assert record.spam.reasons == ("只判断了前 4000 个字，后面 2000 个字没有看",)
    assert not record.spam.flagged


@pytest.mark.parametrize(
    "text",
    [
        "啊" * 1_000_000,
        "加微信 " * 250_000,
        "http://a.top/" * 80_000,
        "怎么买" * 300_000,
        "1" * 1_000_000,
        "a." * 500_000,
        "？" * 1_000_000,
        "\u200b" * 1000,
        "\x00\x00",
        "\ud800\udfff",
        "",
        "@" * 100_000,
        "@名字 " * 10_000,
    ],
)
def test_no_text_is_too_long_or_too_strange(text):
    started = time.perf_counter()

    decided(seen(text, mentions=tuple(UserRef(f"u{n}") for n in range(10_000))))

    assert time.perf_counter() - started < 2.0  # milliseconds; quadratic work would take minutes


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=()), max_size=80), max_size=5))
def test_nothing_that_people_can_write_breaks_a_decision(texts):
    batch = [seen(text, sender_name=text, sender_nickname=text[::-1]) for text in texts]

    assert len(judge(batch, context_for(batch, staff_names=frozenset(texts)), RULES)) == len(batch)
    decided(*batch, where=ENFORCE)


def test_the_same_batch_always_gives_the_same_effects():
    batch: list[Seen] = [seen(ADVERT, sender=7), seen("怎么买？", sender=2), seen_join(8)]
    about = context_for(batch, room(welcome="欢迎 {{ name }}"))

    assert decide(batch, about, RULES, NOON) == decide(batch, about, RULES, NOON)

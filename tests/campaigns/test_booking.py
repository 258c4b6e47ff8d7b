"""Places: given in order, never more than there are, handed on when somebody cancels."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.ids import StudentId
from bot.core.signups import Book, SignUpState
from sop.campaigns.booking import settle
from sop.campaigns.words import Deed
from tests.support.campaigning import BEFORE, STARTS, asks, book, campaign

LIMITED = "sign_up: {limit: 2, waitlist: 2}"


def settled(before, *requests, more=(LIMITED,), barred=()):
    return settle(
        campaign(*more), before, requests, barred=frozenset(map(StudentId, barred)), language="zh"
    )


def texts(done):
    return [one.text.removeprefix("春季公开课：") for one in done.told]


def states(done):
    return [(one.student, one.state.value) for one in done.records]


def test_who_comes_first_gets_the_place_and_the_next_ones_wait():
    done = settled(Book(last_seq=0), *(asks(n) for n in (11, 12, 13, 14, 15)))

    assert texts(done) == [
        "报名成功，第 1 位（共 2 个名额）",
        "报名成功，第 2 位（共 2 个名额）",
        "名额已满（2 位），候补第 1 位；有人取消会按顺序递补并通知你",
        "名额已满（2 位），候补第 2 位；有人取消会按顺序递补并通知你",
        "名额（2 位）和候补（2 位）都已满，这次没有报上",
    ]
    assert states(done) == [(11, "signed"), (12, "signed"), (13, "waiting"), (14, "waiting")]


def test_asking_twice_is_one_place():
    done = settled(Book(last_seq=0), asks(11), asks(11), asks(12), asks(12))

    assert len(done.records) == 2
    assert texts(done)[1] == "你已经报名，第 1 位"


def test_when_somebody_cancels_the_first_who_waits_moves_up_and_is_told():
    done = settled(book([11, 12], [13, 14]), asks(11, Deed.CANCEL))

    assert states(done) == [(11, "cancelled"), (13, "signed")]
    assert texts(done) == ["已取消报名", "有人取消，你从候补递补成功，第 2 位"]
    assert done.told[1].identity == 13


def test_who_cancels_while_waiting_gives_nobody_a_place():
    done = settled(book([11, 12], [13, 14]), asks(13, Deed.CANCEL))

    assert states(done) == [(13, "cancelled")]


def test_who_cancelled_and_comes_again_stands_at_the_end():
    done = settled(book([11, 12], [13]), asks(11, Deed.CANCEL), asks(11))

    assert states(done) == [(11, "cancelled"), (13, "signed"), (11, "waiting")]
    assert done.records[-1].seq > done.records[1].seq


def test_a_raised_limit_serves_those_who_wait_before_those_who_come():
    done = settled(book([11, 12], [13]), asks(14), more=("sign_up: {limit: 3}",))

    assert states(done) == [(13, "signed"), (14, "waiting")]


def test_who_is_denied_gets_no_place_and_does_not_move_up():
    refused = settled(Book(last_seq=0), asks(11), barred=[11])
    moved = settled(book([11, 12], [13, 14]), asks(11, Deed.CANCEL), barred=[13])

    assert refused.records == []
    assert texts(refused) == ["暂时不能参加；如有疑问请联系管理员"]
    assert states(moved) == [(11, "cancelled"), (14, "signed")]


def test_who_is_denied_later_loses_the_place_to_the_next():
    done = settled(book([11, 12], [13]), barred=[12])
    done.strike_barred()
    done.move_up(BEFORE)

    assert states(done) == [(12, "cancelled"), (13, "signed")]


@pytest.mark.parametrize(
    ("more", "at", "told"),
    [
        (
            'sign_up: {opens: {event_day: -2, at: "09:00"}}',
            BEFORE,
            "报名还没开始，04-16 09:00 开始",
        ),
        ("sign_up: {closes: {before_event: 2h}}", STARTS, "报名已于 04-18 12:00 截止"),
        ("called_off: 场地漏水", BEFORE, "活动取消了。场地漏水"),
    ],
)
def test_outside_its_time_nobody_signs_up(more, at, told):
    done = settled(Book(last_seq=0), asks(11, at=at), more=(more,))

    assert done.records == []
    assert any(told in one.text for one in done.told)


def test_mine_tells_the_place_or_that_there_is_none():
    done = settled(
        book([11, 12], [13]), asks(12, Deed.MINE), asks(13, Deed.MINE), asks(9, Deed.MINE)
    )

    assert texts(done) == ["你已经报名，第 2 位", "你在候补名单，第 1 位", "你还没有报名"]


def test_nobody_moves_up_once_the_event_has_begun():
    done = settled(book([11, 12], [13]), asks(11, Deed.CANCEL, at=STARTS + timedelta(minutes=5)))

    assert states(done) == [(11, "cancelled")]


def test_whoever_two_people_were_merged_into_cancels_both_places():
    merged = book([11, 12])
    both = Book(
        last_seq=2,
        signed=(
            type(merged.signed[0])(
                student=StudentId(11),
                bearer=StudentId(11),
                seq=1,
                identity=None,
                room=None,
                at=BEFORE,
                others=(StudentId(12),),
            ),
        ),
    )

    assert states(settled(both, asks(11, Deed.CANCEL))) == [(11, "cancelled"), (12, "cancelled")]


_DEEDS = st.sampled_from([Deed.SIGN_UP, Deed.CANCEL])


@given(
    limit=st.integers(1, 5),
    waitlist=st.integers(0, 5),
    said=st.lists(st.tuples(st.integers(1, 12), _DEEDS), max_size=60),
    cut=st.integers(0, 60),
)
def test_whatever_is_said_nobody_is_lost_and_the_limit_holds(limit, waitlist, said, cut):
    """Settled in two batches, as in one: the list is the same, and in order of arrival."""
    more = (f"sign_up: {{limit: {limit}, waitlist: {waitlist}}}",)
    requests = [asks(student, deed) for student, deed in said]
    whole = _list_after([requests], more)
    parts = _list_after([requests[:cut], requests[cut:]], more)

    assert whole == parts
    assert len(whole[0]) <= limit
    assert len(whole[1]) <= waitlist
    assert not whole[1] or len(whole[0]) == limit


def _list_after(batches, more):
    current = Book(last_seq=0)
    for requests in batches:
        done = settled(current, *requests, more=more)
        rows = {
            SignUpState.SIGNED: {p.student: p for p in current.signed},
            SignUpState.WAITING: {p.student: p for p in current.waiting},
        }
        for record in done.records:
            for held in rows.values():
                held.pop(record.student, None)
            if record.state in rows:
                rows[record.state][record.student] = _as_place(record)
        current = Book(
            last_seq=max([current.last_seq, *(one.seq for one in done.records)]),
            signed=_in_order(rows[SignUpState.SIGNED]),
            waiting=_in_order(rows[SignUpState.WAITING]),
        )
    return [p.student for p in current.signed], [p.student for p in current.waiting]


def _as_place(record):
    empty = book([int(record.student)]).signed[0]
    return type(empty)(
        student=record.student,
        bearer=record.student,
        seq=record.seq,
        identity=record.identity,
        room=record.room,
        at=record.at,
    )


def _in_order(rows):
    return tuple(sorted(rows.values(), key=lambda place: place.seq))

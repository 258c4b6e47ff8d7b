"""The pure rules of the outbox: which post an echo shows, and what is done about an unknown."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.effects import DirectMessage, OnUnknown, RemoveMember, Say
from bot.core.ids import DeliveryId, IdentityId, RoomId, UserRef
from bot.core.sending import DeliverySettings
from bot.core.text import fingerprint
from storage.delivery.match import EchoSeen, Reach, Unechoed, match
from storage.delivery.reconcile import Next, Unknown, after_unknown
from tests.support.builders import NOON, after

REACH = Reach(window=timedelta(days=1), skew=timedelta(minutes=2))
GRACE = timedelta(seconds=90)
LONG = timedelta(seconds=91)


def _echo(number, text="签到", *, room=1, at=NOON, to=None):
    return EchoSeen(
        id=number,
        room=None if room is None else RoomId(room),
        to=to,
        ref=f"p{number}",
        nonce="",
        text_hash=fingerprint(text),
        text=text,
        with_media=False,
        at=at,
    )


def _post(number, text="签到", *, room=1, since=NOON):
    return Unechoed(
        id=DeliveryId(number),
        room=RoomId(room),
        to=None,
        deed=Say(room=RoomId(room), text=text),
        text_hash=fingerprint(text),
        since=since,
    )


def test_two_echoes_settle_two_twins_the_oldest_first():
    twins = [_post(2, since=after(seconds=5)), _post(1)]

    assert match([_echo(1), _echo(2)], twins, REACH) == {1: 1, 2: 2}


def _told(number, user):
    return Unechoed(
        id=DeliveryId(number),
        room=None,
        to=UserRef(user),
        deed=DirectMessage(to=IdentityId(number), text="签到"),
        text_hash=fingerprint("签到"),
        since=NOON,
    )


def test_what_one_person_was_told_settles_nothing_said_to_another():
    told = [_told(1, "a"), _told(2, "b")]

    assert match([_echo(1, room=None, to=UserRef("b"))], told, REACH) == {1: 2}
    assert match([_echo(1, room=None, to=UserRef("c"))], told, REACH) == {}


def test_an_echo_that_does_not_say_to_whom_shows_the_oldest():
    assert match([_echo(1, room=None)], [_told(1, "a"), _told(2, "b")], REACH) == {1: 1}


def test_a_removal_has_no_echo():
    removal = Unechoed(
        id=DeliveryId(1),
        room=RoomId(1),
        to=None,
        deed=RemoveMember(room=RoomId(1), member=IdentityId(1)),
        text_hash=None,
        since=after(),
    )

    assert match([_echo(1)], [removal], REACH) == {}


_LITTLE = st.tuples(
    st.sampled_from(["签到", "上课", "下课"]), st.integers(1, 2), st.integers(-200, 200)
)


@given(st.lists(_LITTLE, max_size=12), st.lists(_LITTLE, max_size=12))
def test_one_echo_settles_one_delivery_with_its_text_in_its_room(shown, sent):
    echoes = [
        _echo(n, text, room=room, at=after(seconds=at)) for n, (text, room, at) in enumerate(shown)
    ]
    posts = [
        _post(n, text, room=room, since=after(seconds=at))
        for n, (text, room, at) in enumerate(sent)
    ]

    settled = match(echoes, posts, REACH)

    assert len(set(settled.values())) == len(settled)
    for echo, post in settled.items():
        assert shown[echo][:2] == sent[post][:2]
        assert shown[echo][2] - sent[post][2] >= -120


@pytest.mark.parametrize(
    ("kind", "on_unknown", "echoed", "resends", "listened", "then"),
    [
        ("Say", OnUnknown.RESEND, True, 0, GRACE - timedelta(seconds=1), Next.WAIT),
        ("Say", OnUnknown.RESEND, True, 0, LONG, Next.RESEND),
        ("Say", OnUnknown.RESEND, True, 1, LONG, Next.HOLD),
        ("Say", OnUnknown.HOLD, True, 0, timedelta(), Next.WAIT),
        ("Say", OnUnknown.HOLD, True, 0, LONG, Next.HOLD),
        ("Say", OnUnknown.RESEND, False, 0, timedelta(), Next.HOLD),
        ("DirectMessage", OnUnknown.RESEND, False, 0, LONG, Next.HOLD),
        ("RemoveMember", OnUnknown.RESEND, False, 0, timedelta(), Next.RESEND),
        ("RemoveMember", OnUnknown.HOLD, False, 0, timedelta(), Next.HOLD),
        ("NotifyStaff", OnUnknown.RESEND, False, 0, timedelta(), Next.RESEND),
        ("NotifyStaff", OnUnknown.RESEND, False, 1, timedelta(), Next.HOLD),
    ],
)
def test_what_is_done_about_an_unknown(kind, on_unknown, echoed, resends, listened, then):
    unknown = Unknown(
        kind=kind, on_unknown=on_unknown, echoed=echoed, resends=resends, listened=listened
    )

    assert after_unknown(unknown, GRACE) is then


def test_a_time_out_that_reaches_half_the_lease_is_refused():
    with pytest.raises(ValueError, match="below half"):
        DeliverySettings(lease_seconds=20, send_timeout_seconds=10)

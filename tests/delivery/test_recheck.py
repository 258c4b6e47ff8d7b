"""What is looked at again right before sending."""

from datetime import time, timedelta

import pytest

from bot.core.deed_keys import warning_key
from bot.core.effects import (
    DirectMessage,
    OnLate,
    OnUnknown,
    RecallMessage,
    RemoveMember,
    Say,
    SetAnnouncement,
)
from bot.core.events import Media
from bot.core.ids import (
    GROUPKEEPER,
    ChannelName,
    DeliveryId,
    IdentityId,
    MessageId,
    MessageRef,
    RoomId,
    RoomRef,
    UserRef,
)
from bot.core.outbound import (
    Circumstances,
    Delivery,
    Expired,
    Held,
    KeptBack,
    Moved,
    PersonPlace,
    RoomPlace,
    Skipped,
)
from bot.core.ports import ChannelTraits
from bot.core.rooms import Mode, QuietHours, RoomRules
from bot.performing.orders import able
from bot.performing.recheck import recheck
from tests.support.builders import after

ROOM = RoomId(1)
MEMBER = IdentityId(3)
GRACE = timedelta(minutes=15)
SAY = Say(room=ROOM, text="早上好")
REMOVE = RemoveMember(room=ROOM, member=MEMBER)
NOON_REST = RoomRules(quiet_hours=QuietHours(start=time(11, 30), end=time(13, 0)))


def _delivery(deed=SAY, **other):
    given = {
        "id": DeliveryId(1),
        "sender": "sim",
        "key": "k",
        "deed": deed,
        "room": ROOM,
        "occurrence": None,
        "author": "wang",
        "due": after(),
        "expires": None,
        "on_unknown": OnUnknown.RESEND,
        "on_late": OnLate.SKIP,
        "urgent": False,
        "owner": "one",
        "fence": 1,
        "attempts": 0,
    }
    return Delivery(**given | other)


def _things(*, left=False, present=True, run=None, message="m1", allowed=False):
    place = RoomPlace(
        id=ROOM, channel=ChannelName("sim"), ref=RoomRef("room-1"), name="一班", left=left
    )
    person = PersonPlace(ref=UserRef("u1"), name="小明", present=present, allowed=allowed)
    ref = None if message is None else MessageRef(message)
    return Circumstances(room=place, people={MEMBER: person}, run=run, message=ref)


def _recheck(delivery, things=None, rules=None, **later):
    return recheck(
        delivery, things or _things(), lambda *_: rules or RoomRules(), GRACE, after(**later)
    )


def test_nothing_speaks_against_a_post_that_is_due():
    assert _recheck(_delivery()) is None


@pytest.mark.parametrize(
    ("delivery", "things", "objection"),
    [
        (_delivery(), _things(left=True), Skipped(reason="our account is no longer in the room")),
        (
            _delivery(Say(room=ROOM, text="欢迎", mentions=(MEMBER,))),
            _things(present=False),
            Skipped(reason="everybody it speaks to has left the room"),
        ),
        (
            _delivery(REMOVE),
            _things(present=False),
            Skipped(reason="the member has left already"),
        ),
        (_delivery(), _things(run="stopped"), Skipped(reason="the plan was stopped")),
        (
            _delivery(),
            _things(run="paused"),
            KeptBack(until=after(minutes=1), reason="the plan is paused"),
        ),
        (_delivery(expires=after(seconds=-1)), _things(), Expired()),
    ],
    ids=["room left", "guest left", "removed", "stopped", "paused", "expired"],
)
def test_what_has_changed_since(delivery, things, objection):
    assert _recheck(delivery, things) == objection


def test_whoever_was_allowed_meanwhile_is_removed_by_no_rule_but_by_a_person():
    enforcing = RoomRules(mode=Mode.ENFORCE)
    ordered = _delivery(REMOVE, author=GROUPKEEPER)
    by_person = _delivery(REMOVE, author="wang")

    kept = _recheck(ordered, _things(allowed=True), enforcing)

    assert kept == Skipped(reason="the member is on the allow list by now")
    assert _recheck(ordered, _things(), enforcing) is None
    assert _recheck(by_person, _things(allowed=True), enforcing) is None


@pytest.mark.parametrize("present", [True, None])
def test_an_unknown_membership_stops_no_removal(present):
    assert _recheck(_delivery(REMOVE), _things(present=present)) is None


@pytest.mark.parametrize(
    ("on_late", "objection"),
    [
        (OnLate.SEND, None),
        (OnLate.SKIP, Skipped(reason="16 minutes late")),
        (OnLate.ASK, Held(reason="已迟到 16 分钟")),
    ],
    ids=str,
)
def test_past_its_grace_the_plan_says_what_to_do(on_late, objection):
    assert _recheck(_delivery(on_late=on_late), minutes=16) == objection


def test_within_its_grace_a_post_is_on_time():
    assert _recheck(_delivery(), minutes=15) is None


def test_a_removal_is_never_too_late():
    assert _recheck(_delivery(REMOVE), hours=5) is None


@pytest.mark.parametrize("deed", [SAY, SetAnnouncement(room=ROOM, text="每晚八点上课")], ids=str)
def test_quiet_hours_move_a_post_to_their_end(deed):
    moved = _recheck(_delivery(deed), rules=NOON_REST)

    assert moved == Moved(due=after(hours=1), reason="quiet hours of the room")


@pytest.mark.parametrize(
    "delivery",
    [_delivery(urgent=True), _delivery(REMOVE), _delivery(DirectMessage(to=MEMBER, text="你好"))],
    ids=["urgent", "removal", "direct"],
)
def test_quiet_hours_keep_back_nothing_else(delivery):
    assert _recheck(delivery, rules=NOON_REST) is None


@pytest.mark.parametrize(
    ("author", "mode", "objection"),
    [
        ("groupkeeper", Mode.ENFORCE, None),
        ("groupkeeper", Mode.OBSERVE, Skipped(reason="the room does not enforce any more")),
        ("wang", Mode.OBSERVE, None),
    ],
)
def test_a_rule_removes_nobody_from_a_room_that_observes_by_now(author, mode, objection):
    removal = _delivery(REMOVE, author=author)

    assert _recheck(removal, rules=RoomRules(mode=mode)) == objection


@pytest.mark.parametrize(
    ("deed", "key"),
    [
        (RecallMessage(room=ROOM, message=MessageId(5)), "k"),
        (Say(room=ROOM, text="请勿发广告"), warning_key(ROOM, MEMBER, MessageId(5))),
    ],
    ids=["recall", "warning"],
)
def test_a_rule_neither_warns_nor_takes_back_in_a_room_that_observes_by_now(deed, key):
    found = [
        _recheck(_delivery(deed, key=key, author="groupkeeper"), rules=RoomRules(mode=mode))
        for mode in (Mode.ENFORCE, Mode.OBSERVE)
    ]

    assert found == [None, Skipped(reason="the room does not enforce any more")]


def test_a_message_its_author_took_back_is_not_taken_back_again():
    recall = _delivery(RecallMessage(room=ROOM, message=MessageId(5)))

    assert _recheck(recall, _things(message=None)) == Skipped(
        reason="the message was taken back already"
    )


def test_where_the_platform_posts_no_mini_programs_it_is_not_tried():
    card = Say(room=ROOM, media=Media(name="打卡", app="wx1234"))

    assert able(card, ChannelTraits()) is None
    refused = able(card, ChannelTraits(mini_programs=False))
    assert refused is not None
    assert "mini-program" in refused.reason


def test_where_the_platform_posts_no_links_as_cards_it_is_not_tried():
    card = Say(room=ROOM, media=Media(name="安排", url="https://example.org", mime="text/html"))

    assert able(card, ChannelTraits(mini_programs=False)) is None
    refused = able(card, ChannelTraits(link_cards=False))
    assert refused is not None
    assert "links as cards" in refused.reason


def test_where_the_platform_takes_nothing_back_it_is_not_tried():
    recall = RecallMessage(room=ROOM, message=MessageId(5))

    assert able(recall, ChannelTraits(can_recall=True)) is None
    refused = able(recall, ChannelTraits())
    assert refused is not None
    assert "take back" in refused.reason

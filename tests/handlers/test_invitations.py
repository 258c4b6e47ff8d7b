import pytest

from bot.core.effects import AcceptInvitation, Intent
from bot.core.seen import SeenEvent
from handlers.decide import compile_rules
from handlers.invitations import InvitationRules, invitations
from handlers.settings import JudgingSettings, LeadSettings
from handlers.wording import wording
from tests.support.builders import invited
from tests.support.judging import decided

ZH = wording("zh")


def test_an_invitation_is_accepted_and_the_reason_tells_who_invited():
    event = invited("三期学习群", inviter_name="李老师")

    (accept,) = decided(SeenEvent(event=event, room=None))

    assert isinstance(accept, Intent)
    assert accept.deed == AcceptInvitation(channel=event.channel, invitation=event.invitation)
    assert accept.reason == "李老师 邀请进群「三期学习群」"
    assert accept.urgent


@pytest.mark.parametrize(
    ("other", "inviter"),
    [({"inviter_name": ""}, "u1"), ({"inviter_name": "", "inviter": None}, "有人")],
)
def test_an_unnamed_inviter_is_told_as_far_as_known(other, inviter):
    (accept,) = invitations([invited("群", **other)], InvitationRules(), ZH)

    assert isinstance(accept, Intent)
    assert accept.reason == f"{inviter} 邀请进群「群」"


@pytest.mark.parametrize(
    ("rules", "accepted"),
    [
        (InvitationRules(accept=False), []),
        (InvitationRules(rooms=()), []),
        (InvitationRules(rooms=("*学习*",)), ["三期学习群"]),
    ],
)
def test_rooms_can_be_limited(rules, accepted):
    compiled = compile_rules(JudgingSettings(), LeadSettings(), invitations=rules)
    events = [invited("三期学习群"), invited("闲聊")]

    effects = decided(*(SeenEvent(event=e, room=None) for e in events), rules=compiled)

    assert [e.reason.split("「")[1].rstrip("」") for e in effects] == accepted

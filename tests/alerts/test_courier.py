"""The courier: by chat, and by apprise to a real HTTP server on this machine."""

from dataclasses import replace

import pytest

from bot.core.alerting import AlertState
from bot.core.effects import NotifyStaff
from bot.core.errors import ChannelAway, ChannelRefused, ChannelUnsure
from bot.core.ids import AlertId, ChannelName, StaffName
from bot.core.staff import StaffAccount
from tests.alerts.alerting import MESSAGE, alert, colleague
from tests.alerts.couriers import TEXT, courier, deed
from tests.support.telling import TellingChannel


async def test_a_colleague_is_told_on_their_own_account():
    channel = TellingChannel()

    await courier(channel, staff=[colleague("wang")]).deliver(deed())

    [(user, text)] = channel.told
    assert user == "user-wang"
    assert "加V领资料" in text
    assert "收到 12" in text


async def test_an_alert_taken_on_meanwhile_disturbs_nobody():
    channel = TellingChannel()
    taken = alert(state=AlertState.ACKNOWLEDGED, acknowledged_by="li")

    await courier(channel, staff=[colleague("wang")], one=taken).deliver(deed())

    assert channel.told == []


async def test_a_text_longer_than_the_platform_takes_is_cut():
    channel = TellingChannel(max_text=50)
    long = alert(message=replace(MESSAGE, text="长" * 500))

    await courier(channel, staff=[colleague("wang")], one=long).deliver(deed())

    assert len(channel.told[0][1]) == 50


def named(channel="sim"):
    return StaffAccount(channel=ChannelName(channel), name="王老师")


@pytest.mark.parametrize(
    ("accounts", "trouble"),
    [((), ChannelAway), (("u1", "u2"), ChannelRefused)],
    ids=["nobody shows the name yet", "two people show it"],
)
async def test_a_name_must_belong_to_exactly_one_account(accounts, trouble):
    channel = TellingChannel()
    wang = colleague("wang", accounts=(named(),))

    with pytest.raises(trouble):
        await courier(channel, staff=[wang], named=accounts).deliver(deed())

    assert channel.told == []


async def test_a_name_leads_to_the_account_that_shows_it():
    channel = TellingChannel()
    wang = colleague("wang", accounts=(named(),))

    await courier(channel, staff=[wang], named=("u7",)).deliver(deed())

    assert [user for user, _ in channel.told] == ["u7"]


async def test_only_the_account_whose_turn_it_is_speaks():
    first, second = TellingChannel("first"), TellingChannel("second")
    accounts = tuple(StaffAccount(channel=c.name, user="u1") for c in (first, second))
    wang = colleague("wang", accounts=accounts)

    await courier(first, second, staff=[wang]).deliver(deed(channel="second"))

    assert (first.told, len(second.told)) == ([], 1)


@pytest.mark.parametrize("trouble", [ChannelAway("not logged in"), ChannelUnsure("reset")])
async def test_when_that_account_cannot_no_other_speaks_past_its_own_budget(trouble):
    first, second = TellingChannel("first"), TellingChannel("second")
    first.trouble = trouble
    accounts = tuple(StaffAccount(channel=c.name, user="u1") for c in (first, second))
    wang = colleague("wang", accounts=accounts)

    with pytest.raises(type(trouble)):
        await courier(first, second, staff=[wang]).deliver(deed(channel="first"))

    assert second.told == []


@pytest.mark.parametrize(
    "deed_of",
    [
        NotifyStaff(staff=StaffName("gone"), alert=AlertId(12), target="dm"),
        deed(number=99),
        deed("apprise:3"),
        deed(channel="closed"),
    ],
    ids=["colleague", "alert", "target", "channel"],
)
async def test_what_is_not_there_any_more_is_refused_for_good(deed_of):
    with pytest.raises(ChannelRefused):
        await courier(TellingChannel(), staff=[colleague("wang")]).deliver(deed_of)


async def test_a_text_to_copy_comes_alone_in_a_message_of_its_own():
    channel = TellingChannel()
    task = alert(kind="task", to=StaffName("wang"), reason="任务 12", to_copy=TEXT)

    await courier(channel, staff=[colleague("wang")], one=task).deliver(deed())

    [(_, about), (user, text)] = channel.told
    assert user == "user-wang"
    assert text == TEXT
    assert TEXT not in about


async def test_a_long_text_to_copy_loses_nothing():
    channel = TellingChannel(max_text=50)
    long = "第一句话在这里。" * 20
    task = alert(kind="task", to=StaffName("wang"), reason="任务 12", to_copy=long)

    await courier(channel, staff=[colleague("wang")], one=task).deliver(deed())

    texts = [text for _, text in channel.told[1:]]
    assert "".join(texts) == long
    assert max(map(len, texts)) <= 50

"""A bot account that cannot hear is an alert: once, and gone when the account is back."""

from datetime import timedelta

from bot.alerts.accounts import AccountWatch, missed
from bot.core.alerting import AlertState
from bot.core.events import AccountChanged, AccountState, GapFound
from bot.core.ids import ChannelName, EventRef
from bot.core.seen import SeenEvent
from tests.alerts.alerting import SETTINGS, colleague
from tests.alerts.test_desk import OneUnit, desk, state_of
from tests.support.builders import NOON, after


def change(state, at=NOON, channel="wx"):
    event = AccountChanged(
        channel=ChannelName(channel), ref=EventRef(f"{state}-{at}"), at=at, state=state
    )
    return SeenEvent(event=event, room=None)


def test_a_short_absence_is_no_alert():
    watch = AccountWatch()
    watch.hear([change(AccountState.AWAY)])

    assert watch.overdue(SETTINGS, after(minutes=2)) == []


def test_a_gateway_that_is_tried_again_and_again_counts_from_the_first_loss():
    watch = AccountWatch()
    for minute in range(3):
        watch.hear([change(AccountState.AWAY, after(minutes=minute))])
        watch.hear([change(AccountState.CONNECTING, after(minutes=minute, seconds=30))])

    [(since, alert)] = watch.overdue(SETTINGS, after(minutes=3))

    assert since == NOON
    assert "账号 wx 已 3 分钟不在线" in alert.reason


def test_an_account_that_is_back_is_no_concern():
    watch = AccountWatch()
    back = watch.hear([change(AccountState.AWAY), change(AccountState.LOGGED_IN, after(minutes=1))])

    assert back == ["wx"]
    assert watch.overdue(SETTINGS, after(days=1)) == []


async def test_an_absence_is_told_once_and_closed_when_the_account_is_back(database):
    here = desk()
    async with database.write() as connection:
        unit = OneUnit(connection)
        await here.hear(unit, [change(AccountState.LOGGED_OUT)], NOON)
        [effect] = await here.tick(unit, after(minutes=3))
        raised = await unit.alerts.raise_(effect, after(minutes=3))
        told = await here.tick(unit, after(minutes=4))
        await unit.alerts.acknowledge(raised.id, author="wang", now=after(minutes=5))
        quiet = await here.tick(unit, after(hours=5))

    assert [intent.deed.staff for intent in told] == ["wang"]
    assert quiet == []


async def test_what_nobody_acknowledged_is_closed_when_the_account_is_back(database):
    here = desk()
    async with database.write() as connection:
        unit = OneUnit(connection)
        await here.hear(unit, [change(AccountState.LOGGED_OUT)], NOON)
        [effect] = await here.tick(unit, after(minutes=3))
        raised = await unit.alerts.raise_(effect, after(minutes=3))
        back = [change(AccountState.LOGGED_IN, after(minutes=4))]
        await here.hear(unit, back, after(minutes=4))
        alert = await state_of(unit, raised)
        later = await here.tick(unit, after(hours=1))

    assert (alert.state, alert.acknowledged_by) == (AlertState.ACKNOWLEDGED, "groupkeeper")
    assert later == []


def gap(**length):
    event = GapFound(
        channel=ChannelName("wx"),
        ref=EventRef("g1"),
        at=NOON,
        since=NOON - timedelta(**length),
        until=NOON,
    )
    return SeenEvent(event=event, room=None)


def test_a_time_in_which_nothing_was_heard_is_told():
    [alert] = missed([gap(minutes=12, seconds=30)], SETTINGS)

    assert (alert.kind, alert.group) == ("gateway", "gap:wx")
    assert "账号 wx 有 12 分钟没有收到消息" in alert.reason


def test_a_blip_is_recorded_and_told_to_nobody():
    assert missed([gap(seconds=20), gap(minutes=-5)], SETTINGS) == []


async def test_a_gap_is_heard_by_the_desk_without_any_colleague_in_chat(database):
    async with database.write() as connection:
        [alert] = await desk(colleague("wang")).hear(OneUnit(connection), [gap(hours=1)], NOON)

    assert "60 分钟" in alert.reason

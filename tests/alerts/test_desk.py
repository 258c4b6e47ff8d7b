"""The alert desk on a real store: who is told at which tick, and who answers."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import insert

from bot.alerts.desk import AlertDesk
from bot.core.alerting import AlertSettings, AlertState
from bot.core.effects import RaiseAlert, Severity
from bot.core.ids import ChannelName
from bot.core.rooms import RoomRules
from bot.core.signing import LINKS
from bot.core.staff import StaffAccount
from storage.service.alerts import Alerts
from storage.service.secrets import Secrets
from storage.tables.people import identity
from tests.alerts.alerting import colleague
from tests.support.builders import NOON, after, seen

SETTINGS = AlertSettings(fallback_staff=("wang", "li"), escalate_after=timedelta(minutes=15))
ADVERT = RaiseAlert(
    kind="advert", severity=Severity.WARNING, reason="广告", advice="核实", group="g"
)


class OneUnit:
    """One transaction with its alerts."""

    def __init__(self, connection):
        self.alerts = Alerts(connection, SETTINGS)
        self.secrets = Secrets(connection)


def desk(*staff):
    return AlertDesk(
        settings=SETTINGS,
        staff=staff or (colleague("wang"), colleague("li")),
        rules_for=lambda *_room: RoomRules(),
        channels=(ChannelName("sim"),),
    )


async def state_of(unit, alert):
    return await unit.alerts.get(alert.id)


def told_to(intents):
    return [intent.deed.staff for intent in intents]


async def test_an_alert_goes_from_one_to_the_next_until_somebody_takes_it_on(database):
    async with database.write() as connection:
        unit = OneUnit(connection)
        alert = await unit.alerts.raise_(ADVERT, NOON)
        first = await desk().tick(unit, NOON)
        waiting = await desk().tick(unit, after(minutes=14))
        second = await desk().tick(unit, after(minutes=15))
        last = await desk().tick(unit, after(days=1))
        still = await state_of(unit, alert)

    assert (told_to(first), told_to(waiting), told_to(second)) == (["wang"], [], ["li"])
    assert told_to(last) == []
    assert (still.state, still.told) == (AlertState.OPEN, ("wang", "li"))


async def test_a_colleague_is_told_on_their_first_account_whose_channel_there_is(database):
    accounts = tuple(StaffAccount(channel=ChannelName(c), user="u1") for c in ("old", "sim", "b"))
    async with database.write() as connection:
        unit = OneUnit(connection)
        await unit.alerts.raise_(ADVERT, NOON)
        told = await desk(colleague("wang", accounts=accounts)).tick(unit, NOON)

    assert [intent.deed.channel for intent in told] == ["sim"]


async def test_whom_no_channel_reaches_is_passed_over(database):
    nowhere = (StaffAccount(channel=ChannelName("old"), user="u1"),)
    async with database.write() as connection:
        unit = OneUnit(connection)
        await unit.alerts.raise_(ADVERT, NOON)
        told = await desk(colleague("wang", accounts=nowhere), colleague("li")).tick(unit, NOON)

    assert told_to(told) == ["li"]


async def test_after_an_answer_nobody_else_is_told(database):
    async with database.write() as connection:
        unit = OneUnit(connection)
        alert = await unit.alerts.raise_(ADVERT, NOON)
        await desk().tick(unit, NOON)
        answer = seen(f"收到 {alert.id}", room=None, sender_name="王老师")
        answer = _from(answer, "user-wang")
        replies = await desk().hear(unit, [answer], after(minutes=1))
        later = await desk().tick(unit, after(minutes=15))
        settled = await state_of(unit, alert)

    [reply] = replies
    assert reply.deed.to == answer.sender.identity
    assert reply.deed.text == f"好的，提醒 {alert.id} 由您处理。"
    assert later == []
    assert (settled.state, settled.acknowledged_by) == (AlertState.ACKNOWLEDGED, "wang")


async def test_a_bare_word_takes_on_the_newest_alert_one_was_told_of(database):
    async with database.write() as connection:
        unit = OneUnit(connection)
        alert = await unit.alerts.raise_(ADVERT, NOON)
        await desk().tick(unit, NOON)
        [yes] = await desk().hear(unit, [_from(seen("收到", room=None), "user-wang")], NOON)
        [no] = await desk().hear(unit, [_from(seen("收到", room=None), "user-li")], NOON)

    assert str(alert.id) in yes.deed.text
    assert no.deed.text == "目前没有等您处理的提醒。"


async def test_the_second_colleague_hears_who_was_first(database):
    async with database.write() as connection:
        unit = OneUnit(connection)
        alert = await unit.alerts.raise_(ADVERT, NOON)
        text = f"ack {alert.id}"
        await desk().hear(unit, [_from(seen(text, room=None), "user-li")], NOON)
        [late] = await desk().hear(unit, [_from(seen(text, room=None), "user-wang")], NOON)

    assert late.deed.text == f"提醒 {alert.id} 已由 li 在 05-20 12:00 接手，无需再处理。"


async def test_somebody_with_a_colleagues_name_takes_nothing_on(database):
    named = StaffAccount(channel=ChannelName("sim"), name="王老师")
    wang = colleague("wang", accounts=(named,))
    async with database.write() as connection:
        for number in (1, 2):
            await connection.execute(
                insert(identity).values(
                    id=number, channel="sim", ref=f"u{number}", name="王老师", own=False,
                    first_seen_at=NOON,
                )
            )  # fmt: skip
        unit = OneUnit(connection)
        alert = await unit.alerts.raise_(ADVERT, NOON)
        said = seen(f"收到 {alert.id}", room=None, sender_name="王老师")
        replies = await desk(wang).hear(unit, [_from(said, "u2")], NOON)
        still = await state_of(unit, alert)

    assert replies == []
    assert still.state is AlertState.OPEN


def _from(said, user):
    return replace(said, event=replace(said.event, sender=user))


async def test_whoever_is_told_gets_a_link_that_can_be_signed(database):
    links = AlertDesk(
        settings=SETTINGS,
        staff=(colleague("wang"),),
        rules_for=lambda *_room: RoomRules(),
        channels=(ChannelName("sim"),),
        public_url="https://keeper.example.com",
    )
    async with database.write() as connection:
        unit = OneUnit(connection)
        await links.tick(unit, NOON)
        before = await unit.secrets.find(LINKS)
        await unit.alerts.raise_(ADVERT, NOON)
        await links.tick(unit, NOON)
        made = await unit.secrets.find(LINKS)

    assert before is None
    assert made

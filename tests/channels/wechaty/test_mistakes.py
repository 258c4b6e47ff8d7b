"""What becomes of an event that we ourselves cannot handle."""

import asyncio
from datetime import UTC, datetime, timedelta

from bot.channels.wechaty.door import Door
from bot.channels.wechaty.intake import Intake
from bot.channels.wechaty.line import Line
from bot.channels.wechaty.names import Names
from bot.channels.wechaty.settings import WechatySettings
from bot.channels.wechaty.standing import Standing
from bot.channels.wechaty.wire import EventType, MessageType, RawEvent, RawMessage
from bot.clock import ManualClock
from bot.core.events import GapFound, MessageReceived
from bot.core.ids import ChannelName
from tests.support.hearing import Heard

HEARD = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
SETTINGS = WechatySettings(
    kind="wechaty",
    name="wx",
    endpoint="127.0.0.1:1",
    token="t",  # opens nothing
)


class SmallGateway:
    """Knows the messages it is given; `None` is one over which our own code stumbles."""

    def __init__(self, messages: dict[str, str | None]) -> None:
        self._messages = messages

    async def message(self, ref: str) -> RawMessage:
        filename = self._messages[ref]
        if filename is None:
            raise ZeroDivisionError
        return RawMessage(
            id=ref,
            type=MessageType.ATTACHMENT,
            text="",
            timestamp=HEARD.timestamp(),
            talker="小明",
            room="",
            listener="bot",
            mentions=(),
            filename=filename,
        )

    async def contact_name(self, user: str) -> str:
        return user


async def heard_of(messages: dict[str, str | None]) -> Heard:
    """What the inbox hears of these messages, and of the losses."""
    heard, line, clock = Heard(), Line(), ManualClock(HEARD)
    line.connect(SmallGateway(messages))  # type: ignore[arg-type]  # as much of one as is asked
    standing = Standing(ChannelName("wx"), clock, heard.put, None)
    door = Door(ChannelName("wx"), line, Names(line, SETTINGS))
    intake = Intake(line, door, standing, SETTINGS)
    for ref in messages:
        await intake.put(RawEvent(type=EventType.MESSAGE, payload={"messageId": ref}), HEARD)
    async with asyncio.TaskGroup() as group:
        task = group.create_task(intake.run(heard.put))
        fine = sum(filename is not None for filename in messages.values())
        await heard.some(fine, MessageReceived)
        task.cancel()
    await standing.tell_lost()
    return heard


async def test_a_mistake_of_ours_costs_one_message_and_not_the_service():
    heard = await heard_of({"m-1": None, "m-2": "课表.pdf"})

    [said] = heard.all(MessageReceived)
    [gap] = heard.all(GapFound)
    assert said.ref == "m-2"
    assert gap.details == {"unfetched": 1}


async def test_a_file_may_have_a_name_that_looks_like_a_broken_address():
    heard = await heard_of({"m-1": "//[课表.pdf"})

    [said] = heard.all(MessageReceived)
    assert said.media is not None
    assert said.media.name == "//[课表.pdf"


async def test_what_waits_for_its_payload_is_not_safe_until_the_inbox_has_it():
    heard, line, clock = Heard(), Line(), ManualClock(HEARD)
    standing = Standing(ChannelName("wx"), clock, heard.put, None)
    intake = Intake(line, Door(ChannelName("wx"), line, Names(line, SETTINGS)), standing, SETTINGS)
    await intake.put(RawEvent(type=EventType.MESSAGE, payload={"messageId": "m-1"}), HEARD)

    async with asyncio.TaskGroup() as group:
        task = group.create_task(intake.run(heard.put))
        without_gateway = intake.oldest
        line.connect(SmallGateway({"m-1": "课表.pdf"}))  # type: ignore[arg-type]  # as much of one as is asked
        await heard.some(1, MessageReceived)
        task.cancel()

    assert (without_gateway, intake.oldest) == (HEARD, None)


async def test_an_account_that_is_deaf_or_lost_something_heard_until_then():
    clock = ManualClock(HEARD)
    heard = Heard()
    standing = Standing(ChannelName("wx"), clock, heard.put, None)
    await standing.hearing()
    hearing = standing.heard_until()
    standing.lost(HEARD - timedelta(minutes=1))
    lost = standing.heard_until()
    standing.deaf("the gateway does not answer", since=HEARD - timedelta(minutes=2))

    assert hearing == HEARD
    assert lost == HEARD - timedelta(minutes=1)
    assert standing.heard_until() == HEARD - timedelta(minutes=2)

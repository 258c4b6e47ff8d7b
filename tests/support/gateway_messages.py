"""Messages put into a gateway, and what becomes of them."""

from bot.core.events import MessageReceived
from tests.support.hearing import Heard
from tests.support.wechaty_stage import WechatyStage


async def put(stage: WechatyStage, **message) -> str:
    return str(await stage.gateway.do("put", message=message))


async def heard_as(stage: WechatyStage, heard: Heard, **message) -> MessageReceived:
    """What becomes of a message of the gateway."""
    ref = await put(stage, **message)
    return await heard.one(MessageReceived, lambda e: e.ref == ref)

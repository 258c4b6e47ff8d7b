"""Alert targets of colleagues: added, taken away, tried."""

import asyncio
from typing import Annotated

from pydantic import Field

from bot.core.rights import Right
from bot.web.endpoint import AnyEndpoint, Asked, Because, Call, Name, Nothing, Words, ask, post
from bot.web.routes.changing_settings import Expected, may, note, telling
from bot.web.views.settings import SettingsChanged, TargetTried


class TargetAsked(Because):
    """A new target of a colleague."""

    name: Name
    address: Annotated[Words, Field(min_length=4, max_length=2000)] = Field(
        description="an apprise address, or the ${NAME} of one in the environment"
    )
    expected: Expected


class TargetGone(Because):
    """A target that is taken away."""

    name: Name
    place: int = Field(ge=0, le=1000)
    expected: Expected


class TargetTest(Asked):
    """A target that is tried."""

    name: Name
    place: int = Field(ge=0, le=1000)


async def _add_target(call: Call[Nothing, Nothing, TargetAsked]) -> object:
    may(call, Right.KEEP)
    body, targets = call.body, call.house.settings.targets
    with telling("en"):
        done = await asyncio.to_thread(targets.add, body.name, body.address, expected=body.expected)
    return await note(call, "settings.target_add", done)


async def _drop_target(call: Call[Nothing, Nothing, TargetGone]) -> object:
    may(call, Right.KEEP)
    body, targets = call.body, call.house.settings.targets
    with telling("en"):
        done = await asyncio.to_thread(targets.drop, body.name, body.place, expected=body.expected)
    return await note(call, "settings.target_drop", done)


async def _test_target(call: Call[Nothing, Nothing, TargetTest]) -> object:
    may(call, Right.KEEP)
    body = call.body
    return await call.house.settings.targets.test(body.name, body.place, author=call.author)


ENDPOINTS: tuple[AnyEndpoint, ...] = (
    post(
        "/settings/targets/add",
        _add_target,
        gives=SettingsChanged,
        summary="One more alert target of a colleague; its address is kept as a secret",
        where=Nothing,
        takes=TargetAsked,
    ),
    post(
        "/settings/targets/drop",
        _drop_target,
        gives=SettingsChanged,
        summary="One alert target of a colleague less",
        where=Nothing,
        takes=TargetGone,
    ),
    ask(
        "/settings/targets/test",
        _test_target,
        gives=TargetTried,
        summary="Send a test message to a target for real; says what its service answered",
        takes=TargetTest,
    ),
)

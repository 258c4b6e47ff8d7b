"""A rehearsal that the running service asked for, in its process apart (`bot.apart_child`)."""

from collections.abc import Callable
from typing import Any

from bot.rehearsal.as_json import values_of
from bot.rehearsal.real import Real
from bot.rehearsal.rehearse import rehearse
from bot.rehearsal.values import Folders
from bot.rehearsal.wish import Wish, alone, asked_for, campaign_of
from bot.rehearsal_desk import Order
from storage.looking import looked_at


async def work(order: Order, tell: Callable[[float], None]) -> dict[str, Any]:
    """Play the plan through; the real database is only looked at."""
    folders = Folders(plans=order.plans, campaigns=order.campaigns, contents=order.contents)
    loaded, settings = order.loaded, order.settings
    wish = Wish(staging=order.staging, campaign=campaign_of(loaded, folders))
    async with looked_at(settings.storage) as database:
        if database is None:
            asked = alone(settings, loaded, wish, order.now, [])
        else:
            async with database.read() as connection:
                real = Real(connection=connection, settings=settings, now=order.now)
                asked = await asked_for(real, loaded, wish)
    return values_of(await rehearse(asked, folders, tell))

"""The link that is printed at the start: with it the first admin comes in."""

from collections.abc import Callable
from dataclasses import dataclass

import structlog

from bot.access.signing_in import LINK_HOLDS
from bot.core.access import Login, new_key
from bot.core.ports import Clock
from bot.core.staff import Role
from storage.unit import Store, Unit

log = structlog.get_logger("access")


def _to_nobody(_port: int, _key: str) -> None:
    """Nobody is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstLink:
    """Offers a link at every start for as long as there is no admin.

    With `guest` the link is offered at every start, is this colleague's, makes them an admin and
    asks for no password: in the demo, whoever sits at the machine is a guest in it.
    """

    show: Callable[[int, str], None] = _to_nobody  # told the port and the key
    guest: str = ""

    async def offer(self, store: Store, clock: Clock, port: int) -> None:
        """Make a link and show it, where one is needed; its key is in no log."""
        if self.show is _to_nobody:
            return
        key, now = new_key(), clock.now()
        async with store.write() as unit:
            if self.guest:
                whose = await self._guest(unit, clock)
                await unit.access.links.make(key, whose.id, now=now, holds=LINK_HOLDS, bare=True)
            elif await unit.access.logins.kept():
                return
            else:
                await unit.access.links.make(key, None, now=now, holds=LINK_HOLDS)
        self.show(port, key)
        log.info("first_link_shown", port=port)

    async def _guest(self, unit: Unit, clock: Clock) -> Login:
        found = await unit.access.logins.named(self.guest)
        return found or await unit.access.logins.add(
            self.guest, Role.ADMIN, author=self.guest, now=clock.now()
        )

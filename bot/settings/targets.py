"""Alert targets of colleagues: added, taken away, and tried out for real."""

import asyncio
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.core.alerting import Language
from bot.core.errors import ChannelError
from bot.core.ports import Notifier
from bot.core.staff import Staff
from bot.settings.allowed import SAID_FROM_OUTSIDE
from bot.settings.desk import SettingsDesk
from bot.settings.edits import Append, Drop, NotEditable
from bot.settings.own_secrets import free_name, put_secret
from bot.settings.values import Changed, Tried

_NAMED = re.compile(r"\$\{[A-Za-z_][A-Za-z0-9_]*\}")
_MOST = 10  # targets of one colleague
_WORDS = {
    Language.ZH: (
        "groupkeeper 测试提醒",
        "这是一条测试消息，由 {author} 在设置页发出。收到说明提醒可以送达 {name}，无需处理。",
    ),
    Language.EN: (
        "groupkeeper test alert",
        "A test that {author} sent from the settings page: alerts reach {name} this way.",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetDesk:
    """Changes and tries the targets of colleagues.

    An address is a secret. It is kept in secrets.env beside config.yaml, which names it only.
    """

    desk: SettingsDesk
    notifier: Notifier
    invalid: Callable[[Sequence[str]], Sequence[int]]  # places of what is no address

    def add(self, name: str, address: str, *, expected: str) -> Changed:
        """One more target; an address, or the ${NAME} of one that the environment has."""
        place, colleague = self._colleague(name)
        if len(colleague.targets) >= _MOST:
            msg = f"{name} has {_MOST} targets already, which is the most"
            raise NotEditable(msg)
        path = ("staff", place, "targets")
        if _NAMED.fullmatch(address):
            return self.desk.write([Append(path=path, value=address)], expected=expected)
        return self.desk.write(
            [Append(path=path, value=f"${{{self._keep(name, address)}}}")], expected=expected
        )

    def _keep(self, name: str, address: str) -> str:
        if SAID_FROM_OUTSIDE in address:
            msg = "write one ${NAME} and nothing else, or an address without any"
            raise NotEditable(msg)
        if any(ord(sign) < 32 or sign.isspace() for sign in address):  # noqa: PLR2004 (control signs)
            msg = "an address has no blanks and no line breaks"
            raise NotEditable(msg)
        if self.invalid([address]):
            msg = (
                "this is not an address that alerts can be sent to; see"
                " github.com/caronc/apprise/wiki for how each service is written"
            )
            raise NotEditable(msg)
        if self.desk.path is None:
            msg = "this service runs without a config.yaml of its own"
            raise NotEditable(msg)
        kept = free_name(self.desk.path, f"{name}_target", self.desk.environment())
        try:
            put_secret(self.desk.path, kept, address)
        except OSError as error:
            msg = f"secrets.env cannot be written ({error.strerror or error})"
            raise NotEditable(msg) from None
        return kept

    def drop(self, name: str, target: int, *, expected: str) -> Changed:
        """One target less; its secret stays while an earlier text that is kept names it."""
        place, colleague = self._colleague(name)
        if target >= len(colleague.targets):
            msg = f"{name} has no target {target}"
            raise NotEditable(msg)
        path = ("staff", place, "targets", target)
        return self.desk.write([Drop(path=path)], expected=expected)

    async def test(self, name: str, target: int, *, author: str) -> Tried:
        """Send a test message for real; ends within some seconds."""
        settings = await asyncio.to_thread(lambda: self.desk.read()[1])
        colleague = next((one for one in settings.staff if one.name == name), None)
        if colleague is None or target >= len(colleague.targets):
            msg = f"{name} has no target {target}"
            raise NotEditable(msg)
        title, body = _WORDS[settings.alerts.language]
        address = colleague.targets[target].get_secret_value()
        try:
            await self.notifier.notify(address, title, body.format(author=author, name=name))
        except ChannelError as error:
            return Tried(ok=False, said=str(error))
        return Tried(ok=True, said="")

    def _colleague(self, name: str) -> tuple[int, Staff]:
        _, settings = self.desk.read()
        for place, one in enumerate(settings.staff):
            if one.name == name:
                return place, one
        msg = f"no colleague {name!r} in config.yaml"
        raise NotEditable(msg)

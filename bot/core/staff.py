"""Colleagues: the `staff:` section of config.yaml."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from pydantic import BaseModel, Field, SecretStr

from bot.core.ids import ChannelName, StaffName, UserRef
from bot.core.rooms import QuietHours, Zone
from bot.core.text import fold


class Role(StrEnum):
    """What a colleague is to the community; each includes what stands below it."""

    ADMIN = "admin"
    OPS_LEAD = "ops_lead"
    MANAGER = "manager"
    AGENT = "agent"
    SALES = "sales"
    VIEWER = "viewer"


DECIDES = (Role.ADMIN, Role.OPS_LEAD, Role.MANAGER)  # who decides cases and answers appeals


class StaffAccount(BaseModel, frozen=True, extra="forbid"):
    """A colleague's own account on a channel: alerts go there, and it is never judged."""

    channel: ChannelName
    user: UserRef | None = None  # the platform's id, or
    name: str | None = Field(default=None, min_length=1)  # the name shown, where ids change


class Staff(BaseModel, frozen=True, extra="forbid"):
    """One colleague."""

    name: StaffName = Field(min_length=1)  # the key used in rooms, seats and the API
    title: str = ""  # how members know them, e.g. 王老师; look-alikes of it are detected
    role: Role = Role.MANAGER
    accounts: tuple[StaffAccount, ...] = ()
    targets: tuple[
        SecretStr, ...
    ] = ()  # apprise addresses; write them as ${NAME} from the environment
    zone: Zone = "Asia/Shanghai"
    quiet_hours: QuietHours | None = None  # not told then, unless it is critical


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffDirectory:
    """Which accounts belong to colleagues, and by which titles members know them."""

    users: frozenset[tuple[ChannelName, UserRef]] = frozenset()
    names: frozenset[tuple[ChannelName, str]] = frozenset()  # of accounts whose ids change
    titles: frozenset[str] = frozenset()  # folded, for look-alikes

    @classmethod
    def of(cls, staff: Iterable[Staff]) -> Self:
        """The directory of these colleagues."""
        everybody = tuple(staff)
        accounts = [account for one in everybody for account in one.accounts]
        return cls(
            users=frozenset((a.channel, a.user) for a in accounts if a.user is not None),
            # A name anybody can take; it only counts where no id was given.
            names=frozenset(
                (a.channel, a.name) for a in accounts if a.user is None and a.name is not None
            ),
            titles=frozenset(fold(one.title) for one in everybody if fold(one.title)),
        )

    def by_user(self, channel: ChannelName, user: UserRef) -> bool:
        """Whether the platform's id says that this account is a colleague's."""
        return (channel, user) in self.users

    def by_name(self, channel: ChannelName, name: str) -> bool:
        """Whether an account of this name may be a colleague's.

        Anybody can take a name: it proves something only for the account that bore it first.
        """
        return (channel, name) in self.names

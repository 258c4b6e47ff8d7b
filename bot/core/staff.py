"""Colleagues: the `staff:` section of config.yaml."""

from enum import StrEnum

from pydantic import BaseModel, Field, SecretStr

from bot.core.ids import ChannelName, StaffName, UserRef
from bot.core.rooms import QuietHours, Zone


class Role(StrEnum):
    """What a colleague is to the community; each includes what stands below it."""

    ADMIN = "admin"
    OPS_LEAD = "ops_lead"
    MANAGER = "manager"
    AGENT = "agent"
    SALES = "sales"
    VIEWER = "viewer"


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

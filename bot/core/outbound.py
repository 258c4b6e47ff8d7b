"""A deed on its way out: what the outbox hands to the performer, and what comes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.core.effects import Deed, OnLate, OnUnknown, RaiseAlert, Severity
from bot.core.ids import (
    ChannelName,
    DeliveryId,
    IdentityId,
    MessageRef,
    OccurrenceId,
    RoomId,
    RoomRef,
    UserRef,
)
from bot.core.sending import SendBudget

ALERTS = "alerts"  # the sender of what goes to colleagues outside our channels


class DeliveryState(StrEnum):
    """Where a delivery stands. Only SENDING means: the platform may have it."""

    PENDING = "pending"
    CLAIMED = "claimed"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    HELD = "held"  # a person decides
    FAILED = "failed"
    EXPIRED = "expired"
    SKIPPED = "skipped"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A claimed deed. `owner` and `fence` prove the claim; a newer claim has a higher fence."""

    id: DeliveryId
    sender: str  # channel name, or "alerts"
    key: str
    deed: Deed
    room: RoomId | None
    occurrence: OccurrenceId | None
    author: str  # who decided it; "groupkeeper": a rule
    due: datetime
    expires: datetime | None
    on_unknown: OnUnknown
    on_late: OnLate
    urgent: bool
    owner: str
    fence: int
    attempts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """What was taken, and the alerts for what nobody can read: it failed."""

    deliveries: tuple[Delivery, ...] = ()
    alerts: tuple[RaiseAlert, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryRow:
    """A delivery as people look at it."""

    id: DeliveryId
    key: str
    sender: str
    kind: str  # the deed's class name
    deed: Deed | None  # None: it was written by another release and cannot be read
    room: RoomId | None
    occurrence: OccurrenceId | None
    state: DeliveryState
    reason: str  # why it is to be done
    outcome: str  # why it is held, failed, expired, skipped, cancelled, kept back
    author: str
    due: datetime
    not_before: datetime | None
    created: datetime
    sending: datetime | None
    settled: datetime | None
    attempts: int
    ref: MessageRef | None
    room_name: str = ""  # where it was looked up with its room


@dataclass(frozen=True, slots=True, kw_only=True)
class SentByHand:
    """A person's word that a delivery went out: seen in the room, or posted there by hand."""

    author: str
    at: datetime  # when it went out
    reason: str  # how they know


# ---- what is looked at again before sending -------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomPlace:
    """Where a room is, and whether our account still sits in it."""

    id: RoomId
    channel: ChannelName
    ref: RoomRef
    name: str
    left: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPlace:
    """Where an account is. `present`: in the deed's room; None where there is none, or unknown."""

    ref: UserRef
    name: str
    present: bool | None
    allowed: bool = False  # on the allow list by now; looked up where they are to be removed


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What may have changed since the deed was decided."""

    room: RoomPlace | None = None
    people: Mapping[IdentityId, PersonPlace] = field(default_factory=dict)
    message: MessageRef | None = None  # the platform's id of the message it is about
    run: str | None = None  # state of the plan's run it belongs to


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How fast an account may speak now: its budget, and this time's distance to the last post."""

    budget: SendBudget
    gap: timedelta


# ---- may it be sent: the answer of `begin_sending` -------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """`sending` is committed with the cap row; now the channel may be called."""

    nonce: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """The budget is spent until then."""

    until: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """The claim is not ours any more: hands off."""


# ---- what came of it ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """The platform took it."""

    ref: MessageRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsure:
    """Nobody knows; the echo will tell, or a person."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotSent:
    """Certainly not done, and worth another try from `until` on; not counted as posted."""

    until: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """Certainly not done, and never will be."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """Not to be done any more: its reason is gone, or it is too late for it."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Expired:
    """Past the moment after which it is never done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A person decides whether it is still done."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptBack:
    """Not before `until`; lateness still counts from when it was due."""

    until: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """Due at another time: the end of the quiet hours."""

    due: datetime
    reason: str


Outcome = Sent | Unsure | NotSent | Failed | Skipped | Expired | Held | KeptBack | Moved


def trouble(state: DeliveryState, sender: str, room: RoomId | None, why: str) -> RaiseAlert:
    """The alert for deliveries that need a person: those of one room are told together."""
    failed = state is DeliveryState.FAILED
    place = f"room:{room}" if room is not None else sender
    return RaiseAlert(
        kind="delivery",
        severity=Severity.WARNING,
        reason=f"有内容发送失败：{why}" if failed else f"有内容待人工决定是否发送：{why}",
        advice=(
            "请查明原因；需要的话手动补发。"
            if failed
            else "请到发送列表核对群里是否已出现，再选择补发或取消。"
        ),
        group=f"delivery:{state.value}:{place}",
        room=room,
    )


def foreign(sender: str, room: RoomId | None, *, doubles: bool) -> RaiseAlert:
    """The alert for a post of our account that we did not send."""
    if doubles:
        return RaiseAlert(
            kind="delivery",
            severity=Severity.CRITICAL,
            reason=f"账号 {sender} 上出现了与本服务相同、但不是本服务发出的内容，已暂停发送。",
            advice="可能有另一套 groupkeeper 在用同一账号：请停掉其中一套。",
            group=f"delivery:foreign-double:{sender}",
            room=room,
        )
    return RaiseAlert(
        kind="delivery",
        severity=Severity.INFO,
        reason=f"账号 {sender} 上出现了不是本服务发出的内容。",
        advice="若是同事用手机发的，无需处理；否则请检查是否有别的程序在用此账号。",
        group=f"delivery:foreign:{sender}",
        room=room,
    )

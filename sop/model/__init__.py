"""The plan language: what operators write, as models. The JSON Schema is made from them."""

from sop.model.derive import LATECOMERS
from sop.model.expect import Against, Expectation, Follow, Level
from sop.model.latecomers import Latecomers
from sop.model.names import Name, WallTime
from sop.model.plan import EVENT_FACTS, Plan
from sop.model.say import Attachment, Message, MiniProgram, Variant, WaitForPause
from sop.model.seats import CUSTOMER_ROLES, ROOM_ACCOUNT, ContentKind, Holder, Role, Seat
from sop.model.step import Late, Priority, Step
from sop.model.when import (
    DATED,
    ONCE,
    WEEKDAYS,
    AfterStep,
    BeforeCampaign,
    Every,
    Feedback,
    Happening,
    OnCampaign,
    OnDate,
    OnDay,
    OnEvent,
    When,
)

__all__ = [
    "CUSTOMER_ROLES",
    "DATED",
    "EVENT_FACTS",
    "LATECOMERS",
    "ONCE",
    "ROOM_ACCOUNT",
    "WEEKDAYS",
    "AfterStep",
    "Against",
    "Attachment",
    "BeforeCampaign",
    "ContentKind",
    "Every",
    "Expectation",
    "Feedback",
    "Follow",
    "Happening",
    "Holder",
    "Late",
    "Latecomers",
    "Level",
    "Message",
    "MiniProgram",
    "Name",
    "OnCampaign",
    "OnDate",
    "OnDay",
    "OnEvent",
    "Plan",
    "Priority",
    "Role",
    "Seat",
    "Step",
    "Variant",
    "WaitForPause",
    "WallTime",
    "When",
]

"""Links by which a colleague takes an alert on from another app: the address is the key."""

import base64
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.core.ids import AlertId, StaffName
from bot.core.signing import sign, signed

PATH = "/alert/"
LASTS = timedelta(days=7)
_PURPOSE = "alert"


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertLink:
    """One alert as one colleague was told of it by one way; void after `expires`."""

    alert: AlertId
    staff: StaffName
    target: str  # as `NotifyStaff.target`
    expires: datetime  # whole seconds; what is below goes


def write_link(link: AlertLink, secret: str) -> str:
    """The key in the address; only the holder of the secret can make or change one."""
    said = [link.alert, link.staff, link.target, int(link.expires.timestamp())]
    words = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
    packed = base64.urlsafe_b64encode(words).decode().rstrip("=")
    return f"{packed}.{sign(secret, _PURPOSE, packed)}"


def read_link(key: str, secret: str) -> AlertLink | None:
    """What a key stands for; None where we did not write it. It may be past its time."""
    packed, _, mark = key.partition(".")
    if not signed(mark, secret, _PURPOSE, packed):
        return None
    padding = "=" * (-len(packed) % 4)
    alert, staff, target, expires = json.loads(base64.urlsafe_b64decode(packed + padding))
    return AlertLink(
        alert=AlertId(alert),
        staff=StaffName(staff),
        target=target,
        expires=datetime.fromtimestamp(expires, UTC),
    )

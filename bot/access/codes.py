"""Codes that a phone shows for half a minute (RFC 6238), and spare ones on paper."""

import hashlib
import hmac
import secrets
from datetime import datetime

import pyotp

ISSUER = "groupkeeper"
SPARES = 8
_INTERVAL = 30  # seconds
_AROUND = 1  # codes before and after count too: clocks differ
_SPARE_BYTES = 5


def new_secret() -> str:
    """What the phone and we share."""
    return pyotp.random_base32()


def address(secret: str, name: str) -> str:
    """What an authenticator app reads from a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=ISSUER)


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """Which half minute a code belongs to; None where it is none of these minutes' codes."""
    given = code.replace(" ", "").encode("utf-8", "surrogateescape")
    codes = pyotp.TOTP(secret, interval=_INTERVAL)
    current = int(now.timestamp()) // _INTERVAL
    found = None
    for step in range(current - _AROUND, current + _AROUND + 1):
        if hmac.compare_digest(codes.at(step * _INTERVAL).encode(), given):
            found = step
    return found


def new_spares() -> list[str]:
    """Codes for the day the phone is lost, each good once."""
    made = (secrets.token_hex(_SPARE_BYTES) for _ in range(SPARES))
    return [f"{one[:5]}-{one[5:]}" for one in made]


def spare_hash(code: str) -> str:
    """By which a spare code is known; 40 random bits behind a growing wait need no slow hash."""
    plain = code.strip().lower().replace("-", "").replace(" ", "")
    return hashlib.sha256(plain.encode("utf-8", "surrogateescape")).hexdigest()

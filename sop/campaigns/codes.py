"""Coupon codes: made of random bytes, read as people write them."""

import base64
import unicodedata
from collections.abc import Iterable

BYTES = 10  # of randomness a code: 80 bits, which nobody guesses
# Crockford's letters: no I, L, O, U; what people write for them is understood.
_OURS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_TO_OURS = str.maketrans(_BASE32, _OURS)
_AS_MEANT = str.maketrans("OIL", "011")


def codes_of(random: bytes) -> list[str]:
    """As many codes as the random bytes are enough for: ABCD-EFGH-JKMN-PQRS."""
    whole = len(random) // BYTES * BYTES
    return [_code(random[at : at + BYTES]) for at in range(0, whole, BYTES)]


def _code(random: bytes) -> str:
    letters = base64.b32encode(random).decode("ascii").translate(_TO_OURS)
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def lookup_form(code: str) -> str:
    """A code as it is compared: without blanks and dashes, and case does not matter."""
    folded = unicodedata.normalize("NFKC", code).upper()
    return "".join(letter for letter in folded if letter.isalnum())


def readings(code: str) -> Iterable[str]:
    """The lookup forms that a typed code may mean: as it stands, and with O, I, L as digits."""
    form = lookup_form(code)
    return dict.fromkeys((form, form.translate(_AS_MEANT)))

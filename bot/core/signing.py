"""Keys in links: whoever has the link may, and nobody can guess or change one."""

import base64
import hashlib
import hmac

LINKS = "links"  # the secret of this installation by which links to people are signed
_BYTES = 15  # 120 bits, 20 characters in an address


def sign(secret: str, *said: object) -> str:
    """The key that stands for these words; only the holder of the secret can make it."""
    # Lengths go along, so that ("ab", "c") is not ("a", "bc").
    parts = [str(part).encode() for part in said]
    text = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
    digest = hmac.new(secret.encode(), text, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:_BYTES]).decode()


def signed(key: str, secret: str, *said: object) -> bool:
    """Whether a key stands for these words; takes the same time whatever is wrong."""
    return hmac.compare_digest(key.encode("utf-8", "surrogateescape"), sign(secret, *said).encode())

"""Pictures for tests, drawn when they are wanted."""

import io
import random
import struct
import zlib

import qrcode
from PIL import Image, ImageDraw

GROUP = "https://weixin.qq.com/g/AwYAAB0vXk1Qz9abcd"


def code(text: str, *, box: int = 6, level: str = "M") -> Image.Image:
    """A QR code; `box` is pixels a module, `level` how much of it may be lost (L M Q H)."""
    made = qrcode.QRCode(
        box_size=box,
        error_correction=getattr(qrcode.constants, f"ERROR_CORRECT_{level}"),
    )
    made.add_data(text)
    made.make(fit=True)
    drawn: Image.Image = made.make_image().get_image()
    return drawn.convert("RGB")


def poster(seed: int, *, held: str = "", size: tuple[int, int] = (720, 1080)) -> Image.Image:
    """A picture of its own for each seed, with a code in a corner if wanted."""
    chance = random.Random(seed)  # noqa: S311 (repeatable, no secret)
    drawn = Image.new("RGB", size, _colour(chance, 150))
    pen = ImageDraw.Draw(drawn)
    for _ in range(6):
        x, y = chance.randrange(size[0]), chance.randrange(size[1])
        corner = [x, y, x + chance.randrange(80, 400), y + chance.randrange(60, 300)]
        pen.rectangle(corner, fill=_colour(chance))
    pen.text((60, 60), f"No. {chance.random():.6f}", fill=(10, 10, 10), font_size=60)
    if held:
        drawn.paste(code(held, box=4), (size[0] - 240, size[1] - 240))
    return drawn


def _colour(chance: random.Random, darkest: int = 0) -> tuple[int, int, int]:
    red, green, blue = (chance.randrange(darkest, 256) for _ in range(3))
    return red, green, blue


def with_logo(drawn: Image.Image, share: float) -> Image.Image:
    """The code with a round-cornered logo in its middle, as WeChat draws it."""
    shown = drawn.copy()
    half = int(shown.width * share / 2)
    middle = shown.width // 2
    corner = [middle - half, middle - half, middle + half, middle + half]
    ImageDraw.Draw(shown).rounded_rectangle(corner, 8, fill=(30, 160, 60), outline="white", width=3)
    return shown


def packed(drawn: Image.Image, kind: str = "PNG", **how: int) -> bytes:
    """The picture as a file."""
    out = io.BytesIO()
    drawn.save(out, kind, **how)
    return out.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A PNG of some hundred bytes that says it is so large, and would unpack to that."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    lines = zlib.compress(b"\0" * 1_000_000, 9)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(name, body) for name, body in ((b"IHDR", head), (b"IDAT", lines), (b"IEND", b""))
    )


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

"""What is found in pictures, in the same words as the process that reads them."""

import itertools

import pytest
from PIL import Image, ImageEnhance, ImageFilter, ImageOps

from bot.core.answers import MOST_OF_A_CODE, NEAR, bits_apart
from bot.pictures.child import look_at
from bot.pictures.likeness import likeness
from tests.support.drawing import GROUP, bomb, code, packed, poster, with_logo


def seen(content: bytes, **how: int):
    return look_at(content, **({"max_pixels": 40_000_000, "max_codes": 5} | how))


def coloured(drawn: Image.Image) -> Image.Image:
    return ImageOps.colorize(drawn.convert("L"), (200, 30, 120), (255, 230, 240))


def see_through(drawn: Image.Image) -> Image.Image:
    solid = drawn.convert("RGBA")
    solid.putalpha(ImageOps.invert(drawn.convert("L")))
    return solid


def on_a_photo(drawn: Image.Image) -> Image.Image:
    photo = Image.effect_noise((1600, 1200), 40).convert("RGB")
    photo.paste(drawn, (900, 700))
    return photo


CODES = {
    "plain": code(GROUP),
    "turned a quarter": code(GROUP).rotate(90),
    "upside down": code(GROUP).rotate(180),
    "askew": code(GROUP).rotate(31, expand=True, fillcolor="white"),
    "light on dark": ImageOps.invert(code(GROUP)),
    "one pixel a module": code(GROUP, box=1),
    "two pixels a module": code(GROUP, box=2),
    "with a logo": with_logo(code(GROUP, level="H"), 0.24),
    "with a small logo": with_logo(code(GROUP), 0.17),
    "coloured": coloured(code(GROUP)),
    "see-through": see_through(code(GROUP)),
    "cut to its edge": ImageOps.crop(code(GROUP, box=4), 16),
    "on a photo": on_a_photo(code(GROUP, box=4)),
    "on a large poster": poster(3, held=GROUP, size=(3000, 3600)),
    "faint": ImageEnhance.Contrast(code(GROUP)).enhance(0.25),
    "blurred": code(GROUP).filter(ImageFilter.GaussianBlur(2)),
}


@pytest.mark.parametrize("drawn", CODES.values(), ids=CODES)
def test_a_code_is_read_however_it_is_shown(drawn: Image.Image):
    assert seen(packed(drawn))["codes"] == (GROUP,)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "BMP"])
def test_a_code_is_read_in_every_usual_format(kind: str):
    assert seen(packed(code(GROUP), kind))["codes"] == (GROUP,)


def test_a_code_in_a_badly_packed_photo_is_read():
    assert seen(packed(code(GROUP, box=3), "JPEG", quality=20))["codes"] == (GROUP,)


def test_several_codes_are_read_and_those_past_the_limit_are_counted():
    sheet = Image.new("RGB", (1200, 900), (240, 200, 180))
    for number, place in enumerate([(50, 50), (450, 50), (850, 50), (50, 450), (450, 450)]):
        sheet.paste(code(f"https://a{number}.example/x"), place)

    found = seen(packed(sheet), max_codes=3)

    assert len(found["codes"]) == 3
    assert found["more_codes"] == 2
    assert all(held.startswith("https://a") for held in found["codes"])


@pytest.mark.parametrize("junk", ["9" * 4_000, "垃圾" * 480, "a\x00b" * 600])
def test_a_code_with_kilobytes_in_it_is_cut_and_says_so(junk: str):
    found = seen(packed(code(junk, box=3, level="L")))

    (held,) = found["codes"]
    assert len(held) <= MOST_OF_A_CODE
    assert found["cut"] == max(0, len(junk) - MOST_OF_A_CODE)
    assert "\x00" not in held


def test_a_picture_without_a_code_has_none():
    assert seen(packed(poster(1)))["codes"] == ()


BAD = {
    "empty": (b"", "unknown_format"),
    "text": ("这不是图片".encode(), "unknown_format"),
    "a zip": (b"PK\x03\x04" + b"\0" * 500, "unknown_format"),
    "cut off": (packed(poster(1))[:3_000], "broken"),
    "only a head": (packed(poster(1), "JPEG")[:200], "broken"),
    "a bomb": (bomb(60_000, 60_000), "too_many_pixels"),
    "one pixel too many": (bomb(40_000_001, 1), "too_many_pixels"),
    "promises more than it has": (bomb(2_000, 2_000), "broken"),
}


@pytest.mark.parametrize(("content", "fault"), BAD.values(), ids=BAD)
def test_what_cannot_be_read_is_noted(content: bytes, fault: str):
    assert seen(content)["fault"] == fault


def test_random_damage_is_never_more_than_a_fault():
    whole = packed(poster(5, held=GROUP), "JPEG")
    for place in range(0, len(whole), len(whole) // 60):
        damaged = whole[:place] + b"\xff\xd9\x00" + whole[place + 3 :]
        assert "fault" in seen(damaged) or "codes" in seen(damaged)


CHANGES = {
    "packed badly": lambda drawn: drawn.convert("RGB"),
    "half as large": lambda drawn: drawn.resize((drawn.width // 2, drawn.height // 2)),
    "brighter": lambda drawn: ImageEnhance.Brightness(drawn).enhance(1.1),
    "blurred": lambda drawn: drawn.filter(ImageFilter.GaussianBlur(3)),
    "grey": lambda drawn: drawn.convert("L"),
    "a thin border": lambda drawn: ImageOps.expand(drawn, 3, fill="white"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_changed_picture_looks_like_itself(change):
    for seed in range(20):
        drawn = poster(seed)
        again = packed(change(drawn).convert("L"), "JPEG", quality=35)
        first = seen(packed(drawn))["print"]

        assert bits_apart(first, seen(again)["print"]) <= NEAR


def test_different_pictures_do_not_look_alike():
    looks = [likeness(poster(seed).convert("L")) for seed in range(60)]

    assert "" not in looks
    assert min(bits_apart(*pair) for pair in itertools.combinations(looks, 2)) > NEAR


BLANK = {
    "white": Image.new("RGB", (800, 600), "white"),
    "one colour": Image.new("RGB", (800, 600), (40, 90, 200)),
    "a shade": Image.linear_gradient("L").resize((800, 600)).convert("RGB"),
}


@pytest.mark.parametrize("drawn", BLANK.values(), ids=BLANK)
def test_a_blank_picture_looks_like_nothing(drawn: Image.Image):
    assert seen(packed(drawn))["print"] == ""

"""What is made of what an errand found in a picture."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.core.answers import PictureFault, PictureSeen
from bot.core.events import Media, MessageKind
from bot.core.ids import IdentityId, MessageId, RoomId
from bot.core.seen import PictureCopy
from handlers.carried import CodeKind, kind_of_code, words_of
from handlers.detectors import Item, make_detectors
from handlers.media_settings import PictureSettings
from handlers.settings import JudgingSettings
from tests.support.builders import NOON, context
from tests.support.judging import item, score, verdict

LOOK = "a606d826d9d9f899"
PHOTO: dict[str, Any] = {"kind": MessageKind.IMAGE, "media": Media(name="a.jpg")}


@pytest.mark.parametrize(
    ("held", "kind"),
    [
        ("https://weixin.qq.com/g/AwYAAB0vXk1", CodeKind.GROUP),
        ("HTTPS://WEIXIN.QQ.COM/g/AwYAAB0vXk1", CodeKind.GROUP),
        ("https://work.weixin.qq.com/gm/abc", CodeKind.GROUP),
        ("https://qm.qq.com/q/abc", CodeKind.GROUP),
        ("https://u.wechat.com/MAbc", CodeKind.PERSON),
        ("https://weixin.qq.com/r/abc", CodeKind.PERSON),
        ("https://work.weixin.qq.com/ca/cawcde", CodeKind.PERSON),
        ("wxp://f2f0abc", CodeKind.PAYMENT),
        ("https://qr.alipay.com/fkx123", CodeKind.PAYMENT),
        ("BEGIN:VCARD\nFN:某人\nTEL:13800000000\nEND:VCARD", CodeKind.PHONE),
        ("tel:13800000000", CodeKind.PHONE),
        ("13800000000", CodeKind.PHONE),
        ("https://lucky.example/x", CodeKind.LINK),
        ("明天上午九点集合", CodeKind.TEXT),
        ("file:///etc/passwd", CodeKind.JUNK),
        ("javascript:alert(1)", CodeKind.JUNK),
        ("data:text/html;base64,PGI+", CodeKind.JUNK),
        ("9" * 1000, CodeKind.JUNK),
        ("https://a.example/" + "x" * 900, CodeKind.LINK),
        ("javascript:" + "x" * 900, CodeKind.JUNK),
        ("WIFI:T:WPA;S:home;P:12345678;;", CodeKind.JUNK),
        ("myapp://open", CodeKind.JUNK),
        ("wx:abc12345", CodeKind.TEXT),
        ("weixin:abc12345 领红包", CodeKind.TEXT),
    ],
)
def test_a_code_is_told_by_what_it_holds(held: str, kind: CodeKind):
    assert kind_of_code(held) is kind


def read(alike: tuple[PictureCopy, ...] = (), *, said: dict[str, Any] | None = None, **seen: Any):
    """A picture that was read."""
    answer = PictureSeen(**seen)
    about = item("", **PHOTO | (said or {}))
    return replace(about, answer=answer, alike=alike)


@pytest.mark.parametrize(
    ("held", "expected", "word"),
    [
        ("https://weixin.qq.com/g/abc", 0.6, "拉人进群"),
        ("https://u.wechat.com/abc", 0.5, "加好友"),
        ("wxp://f2f0abc", 0.45, "收款码"),
        ("tel:13800000000", 0.4, "电话"),
        ("https://lucky.example/x", 0.3, "链接"),
        ("明天集合", 0.1, "文字"),
        ("file:///etc/passwd", 0.02, "打不开"),
    ],
)
def test_each_kind_of_code_weighs_what_it_does(held: str, expected: float, word: str):
    found = verdict("pictures", read(codes=(held,)))
    assert found is not None

    assert found.score == pytest.approx(expected)
    assert word in found.reason


def test_ten_links_in_one_picture_are_one_sign():
    links = tuple(f"https://a{n}.example/x" for n in range(5))

    assert score("pictures", read(codes=links)) == pytest.approx(0.3)


def test_what_was_not_read_of_codes_is_said():
    found = verdict("pictures", read(codes=("9" * 1000,), cut=3000, more_codes=2))
    assert found is not None

    assert "3000" in found.reason
    assert "2" in found.reason
    assert found.score < 0.3


def test_links_and_words_in_codes_are_judged_as_if_they_were_said():
    event = item("看这个", **PHOTO).message.event
    answer = PictureSeen(codes=("https://t.cn/abc", "wxp://f2f0", "加薇信领资料", "file:///etc"))

    assert words_of(event, answer) == "看这个\nhttps://t.cn/abc\n加薇信领资料"


@pytest.mark.parametrize("fault", [f for f in PictureFault if f is not PictureFault.NOT_HAD])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_picture_that_could_not_be_read_is_noted_and_no_more(fault, language):
    settings = JudgingSettings(language=language)
    found = verdict("pictures", read(fault=fault), settings=settings)
    assert found is not None

    assert found.score == pytest.approx(0.02)
    assert found.reason


def test_a_picture_that_could_not_be_had_is_nobodys_fault():
    assert verdict("pictures", read(fault=PictureFault.NOT_HAD)) is None


def test_a_picture_with_nothing_in_it_is_nothing():
    assert verdict("pictures", read(print=LOOK)) is None


# ---- known again ---------------------------------------------------------------------------


def copy(sender: int = 2, room: int = 1, **other: Any) -> PictureCopy:
    given: dict[str, Any] = {
        "message": MessageId(900 + sender * 10 + room),
        "room": RoomId(room),
        "sender": IdentityId(sender),
        "at": NOON - timedelta(minutes=5),
    }
    return PictureCopy(**given | other)


def test_the_picture_of_a_confirmed_advert_is_nearly_certain():
    found = verdict("pictures", read((copy(apart=2, confirmed=True),), print=LOOK))
    assert found is not None

    assert found.score == pytest.approx(0.97)
    assert "只差 2 处" in found.reason


def test_one_that_only_looks_like_it_is_less_certain():
    assert score("pictures", read((copy(apart=6, confirmed=True),))) == pytest.approx(0.85)


def test_the_code_of_a_confirmed_advert_is_known_in_any_picture():
    known = copy(apart=40, same_codes=True, confirmed=True)

    assert score("pictures", read((known,), codes=("https://a.example",))) > 0.97


def test_what_staff_let_pass_is_no_advert_though_it_looks_like_one():
    dismissed = copy(3, apart=1, dismissed=True)
    advert = copy(apart=4, confirmed=True)

    assert verdict("pictures", read((advert, dismissed))) is None
    assert score("pictures", read((replace(advert, apart=0), dismissed))) > 0.9


# ---- repeated ------------------------------------------------------------------------------


def test_the_same_picture_by_three_accounts_is_a_sign_and_grows():
    two = (copy(2), copy(3))

    assert verdict("pictures", read((copy(2),))) is None
    assert score("pictures", read(two)) == pytest.approx(0.45)
    assert score("pictures", read((*two, copy(4), copy(5)))) > 0.8


def test_the_same_picture_by_one_member_in_three_rooms_is_a_sign():
    found = verdict("pictures", read((copy(1, 2), copy(1, 3))))
    assert found is not None

    assert "涉及 3 个群" in found.reason


def test_many_different_pictures_are_not_repeats():
    similar = tuple(copy(n, apart=4) for n in range(2, 9))

    assert verdict("pictures", read(similar)) is None


def test_pictures_with_different_codes_are_different_pictures():
    others = tuple(copy(n, apart=0, same_codes=False) for n in range(2, 9))

    assert score("pictures", read(others, codes=("明天集合",))) == pytest.approx(0.1)


def test_copies_within_a_batch_count_as_those_before_it():
    judge = {one.name: one for one, _ in make_detectors(JudgingSettings())}["pictures"]
    batch: list[Item] = [
        read(print=LOOK, said={"sender": number, "room": 1}) for number in range(1, 4)
    ]
    different = read(print="59f927d926260766", said={"sender": 5})

    found = judge.judge([*batch[:2], different, batch[2]], context())

    assert [one is not None for one in found] == [False, False, False, True]


def test_the_same_message_judged_twice_is_no_copy_of_itself():
    judge = {one.name: one for one, _ in make_detectors(JudgingSettings())}["pictures"]
    one = read(print=LOOK)

    assert judge.judge([one, one, one], context()) == [None, None, None]


def test_it_can_be_switched_off():
    settings = JudgingSettings(pictures=PictureSettings(weight=0))

    assert "pictures" not in {one.name for one, _ in make_detectors(settings)}

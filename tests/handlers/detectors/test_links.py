import pytest

from bot.core.events import Media, MessageKind
from handlers.detectors.links import links_of
from handlers.settings import JudgingSettings, LinkSettings
from handlers.wording import wording
from tests.support.judging import score, verdict


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("进群 https://t.me/+AbCdEf", 0.75),
        ("t.me/abcdef", 0.75),
        ("https://weixin.qq.com/g/AQYAAH", 0.75),
        ("看这里 http://t.cn/A6xyz", 0.4),
        ("www.dwz.cn/abc", 0.4),
        ("http://lucky-win88.top/reg", 0.25),
        ("lucky-win88.top", 0.25),
        ("http://1.2.3.4:8080/x", 0.25),
        ("HTTP：//ｌｕｃｋｙ．ｔｏｐ", 0.25),
    ],
)
def test_a_doubtful_link_is_a_sign(text, expected):
    assert score("links", text) == pytest.approx(expected)


@pytest.mark.parametrize(
    "text",
    [
        "今天的作业在 https://docs.qq.com/doc/abc",
        "https://mp.weixin.qq.com/s/abc",
        "B站 bilibili.com/video/BV1",
        "我用 node.js 和 main.py 写的",
        "版本 3.8.1 更新了",
        "发到 li@school.edu.cn 邮箱",
        "好的...收到",
        "没有链接",
    ],
)
def test_ordinary_links_and_what_only_looks_like_one_are_none(text):
    assert verdict("links", text) is None


def test_too_many_links_are_a_sign_even_to_harmless_places():
    found = verdict("links", " ".join(f"https://www.zhihu.com/q/{n}" for n in range(4)))

    assert found is not None
    assert found.score == 0.4
    assert found.reason == "一条消息里有 4 个链接，超过 3 个"


def test_signs_add_up_and_the_strongest_is_told_first():
    found = verdict("links", "https://t.me/+abc http://t.cn/x http://win.top http://win2.top")

    assert found is not None
    assert found.score > 0.9
    assert found.reason.startswith("含有拉人进群的链接（t.me）")
    assert found.evidence == ("t.me", "t.cn", "win.top", "win2.top")


def test_the_address_on_a_link_card_counts():
    card = Media(name="福利", url="https://t.me/+abc")

    assert score("links", "", kind=MessageKind.LINK, media=card) == 0.75
    assert score("links", "", kind=MessageKind.IMAGE, media=Media(name="a.jpg")) == 0


def test_your_own_domains_can_be_allowed():
    own = JudgingSettings(links=LinkSettings(add_allow=("ourshop.top",)))

    assert verdict("links", "m.ourshop.top/item", settings=own) is None
    assert verdict("links", "notourshop.top", settings=own) is not None


def test_the_reason_comes_in_english_too():
    found = verdict("links", "http://t.cn/x", settings=JudgingSettings(language="en"))

    assert found is not None
    assert found.reason == "a short link that hides where it leads (t.cn)"
    assert wording("en").joined(["a", "b"]) == "a; b"


def test_ten_thousand_links_are_looked_at_up_to_two_hundred():
    assert len(links_of(" ".join(f"http://x{n}.top" for n in range(10_000)))) == 200


@pytest.mark.parametrize("kind", [MessageKind.IMAGE, MessageKind.FILE, MessageKind.VIDEO])
def test_where_the_platform_keeps_a_file_is_no_link(kind: MessageKind):
    kept = Media(name="a", url="https://files.example/a")

    assert score("links", "", kind=kind, media=kept) == 0

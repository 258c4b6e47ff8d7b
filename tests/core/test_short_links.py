import pytest

from bot.core.short_links import address, links_in, with_links


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("报名：https://a.cn/x?y=1&z=%20#top。晚上见", ["https://a.cn/x?y=1&z=%20#top"]),
        ("https://a.cn/x，https://b.cn/y", ["https://a.cn/x", "https://b.cn/y"]),
        ("（https://a.cn/x）", ["https://a.cn/x"]),
        ("(see https://a.cn/x).", ["https://a.cn/x"]),
        ("https://a.cn/w_(y) 很好", ["https://a.cn/w_(y)"]),
        ("HTTP://A.CN/X!", ["HTTP://A.CN/X"]),
        ("点https://a.cn/报名", ["https://a.cn/"]),
        ("https://a.cn/x https://a.cn/x", ["https://a.cn/x"]),
        ("http:// 和 ftp://a.cn 和 a.cn", []),
        ("", []),
    ],
)
def test_a_link_ends_where_a_reader_would_end_it(text, links):
    assert links_in(text) == links


def test_only_the_link_is_replaced_and_the_text_around_it_stays():
    text = "（https://a.cn/x），或 https://b.cn/y."

    assert with_links(text, lambda link: f"<{link[8]}>") == "（<a>），或 <b>."


def test_a_short_link_lies_below_the_public_address_with_or_without_a_slash():
    assert address("https://k.example/", "aB3") == "https://k.example/l/aB3"
    assert address("https://k.example/bot", "aB3") == "https://k.example/bot/l/aB3"

"""What hangs on the posts of SOP tables, and who says them: files, links, cards, plan B."""

from sop.render import render
from tests.support.sheets import read, sheet


def test_a_customers_role_is_played_by_a_colleague_and_never_by_a_bot():
    plan, unread = read(
        sheet(("D1", "9:00", "粉丝", "老师好"), ("D1", "9:05", "首单", "已下单")),
        people=[("粉丝", "li"), ("首单", "li")],
    )

    assert {key: seat.person for key, seat in plan.seats.items()} == {"粉丝": "li", "首单": "li"}
    assert unread == []


def test_an_instruction_is_told_to_the_staff_and_never_posted():
    row = (
        "D1",
        "9:00",
        "专家",
        "一",
        None,
        "5人回复",
        "私聊三位同学\n提醒：换话题\n发：在吗？\n粉丝：我在",
    )
    plan, _ = read(sheet(row))

    assert [(one.say, one.alert) for one in plan.steps[0].otherwise] == [
        ("", "私聊三位同学"),
        ("", "换话题"),
        ("在吗？", ""),
        ("", "粉丝：我在"),
    ]


def test_files_hang_on_the_post_where_they_have_a_web_address():
    head = ("天", "时间", "角色", "内容", "链接", "附件")
    plan, unread = read(
        sheet(
            ("D1", "9:00", None, "图", None, "https://a.cn/p.PNG?x=1"),
            ("D1", "9:05", None, "文", None, "https://a.cn/f.pdf"),
            ("D1", "9:10", None, "卡", "https://b.cn", "https://a.cn/f.pdf"),
            ("D1", "9:15", None, "本", None, "海报.png"),
            headings=head,
        )
    )

    first, second, third, fourth = plan.steps
    assert (first.media.image, second.media.file) == (
        "https://a.cn/p.PNG?x=1",
        "https://a.cn/f.pdf",
    )
    assert [one.media.kind.value for one in third.messages] == ["link", "file"]
    assert fourth.media is None
    assert unread[0].startswith("Sheet1!F5: “海报.png” is no web address")


def test_a_link_that_stands_in_the_text_needs_no_card_and_a_second_one_is_told():
    plan, unread = read(
        sheet(
            ("D1", "9:00", None, "看 https://a.cn/x", "https://a.cn/x"),
            ("D1", "9:05", None, "看", "https://a.cn/x https://b.cn/y"),
        )
    )

    assert plan.steps[0].media is None
    assert plan.steps[1].media.link == "https://a.cn/x"
    assert unread == ["Sheet1!E3: only the first of 2 links is taken: a card has one"]


def test_a_card_can_be_said_alone_and_has_the_steps_title():
    head = ("天", "时间", "环节", "内容", "链接")
    plan, _ = read(sheet(("D1", "9:00", "报名", None, "https://a.cn"), headings=head))

    assert (plan.steps[0].say, plan.steps[0].media.title) == ("", "报名")


def test_plan_b_can_come_later_and_a_colleague_can_say_it():
    row = ("D1", "9:00", "专家", "一", None, "5人回复", "（10m 后）粉丝：我先来\n\n专家：{{ 坏")
    plan, _ = read(sheet(row), people=[("粉丝", "li")])

    first, second = plan.steps[0].otherwise
    assert (first.seat, first.say, first.delay.total_seconds()) == ("粉丝", "我先来", 600)
    assert render(second.alert, {}) == "专家：{{ 坏"


def test_an_instruction_that_is_too_long_for_an_alert_is_told():
    plan, unread = read(sheet(("D1", "9:00", "专家", "一", None, "5人回复", "很长" * 300)))

    assert plan.steps[0].otherwise == ()
    assert "longer than an alert" in unread[0]

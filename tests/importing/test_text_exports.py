from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.events import MembersJoined, MembersLeft, MessageKind, TopicChanged
from tests.support.exports import asides, items_of, said

QQ = """消息记录（此消息记录为文本格式，不支持重新导入）

================================================================
消息分组:我的群聊
================================================================
消息对象:小区业主群
================================================================

2024-05-01 9:30:00 【管理员】王老师(10001)
大家早

第二段

2024-05-01 9:30:05 小李<li@example.com>
[图片]

2024-05-01 20:43:38 系统消息(10000)
小张(3344556)加入本群。

2024-05-01 8:43:38 PM (3344556)
2024-05-01 20:00:00 开会(10001)
改到明天

2024-05-01 21:00:00 系统消息(1000000)
小张(3344556)已被管理员移出本群

2024-05-01 21:00:01 系统消息(1000000)
群主修改了群资料

================================================================
消息对象:二群
================================================================

2024-05-02 09:00:00 小李(20002)
在吗
"""

MEMO = """2024-05-01 09:30:00 王老师
大家早

2024-05-01 09:31:00
"小明"邀请"小红、小刚"加入了群聊

2024-05-01 09:31:30
"小明"修改群名为“读书二群”

2024-05-01 09:32:00 小红
安排如下：
2024-05-03 10:00:00 开会
都要来

2024-05-01 09:33:00 小刚
【图片】

2024-05-01 09:34:00
"小明"将"小刚"移出了群聊

2024-05-01 09:35:00
"小红"拍了拍"小明"
"""

MAIL = """小明 和 小红 在微信上的聊天记录如下，请查收。

—————  2024-05-01  —————


小红  16:21

有点事，一会儿回

小明  16:22

[图片: a.jpg(请在附件中查看)]

—————  2024-05-02  —————


小红  08:00

早
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_a_qq_export_is_read_in_every_encoding_qq_writes(tmp_path, encoding):
    items = items_of(tmp_path, QQ, encoding=encoding)

    assert said(items) == [
        ("王老师", "大家早\n\n第二段"),
        ("小李", "[图片]"),
        ("", "2024-05-01 20:00:00 开会(10001)\n改到明天"),
        ("系统", "群主修改了群资料"),
        ("小李", "在吗"),
    ]
    assert not asides(items)


def test_qq_rooms_kinds_joins_and_leaves_are_understood(tmp_path):
    items = items_of(tmp_path, QQ)

    assert [i.room for i in items] == ["qq:小区业主群"] * 6 + ["qq:二群"]
    assert items[1].kind is MessageKind.IMAGE
    assert isinstance(items[2], MembersJoined)
    assert items[2].members[0].user == items[3].sender == "3344556"
    assert items[3].at == datetime(2024, 5, 1, 12, 43, 38, tzinfo=UTC)
    assert isinstance(items[4], MembersLeft)
    assert (items[5].kind, items[5].own) == (MessageKind.SYSTEM, True)


def test_one_room_of_a_qq_export_of_everything_can_be_chosen(tmp_path):
    items = items_of(tmp_path, QQ, room="二群")

    assert said(items) == [("小李", "在吗")]
    assert {kind for _, kind in asides(items)} == {"not the room asked for"}


def test_a_qq_talk_of_two_has_names_without_numbers(tmp_path):
    talk = (
        QQ.split("2024-05-01", 1)[0]
        + "2010-01-06 16:57:28 小王\n好的\n\n2010-01-06 16:58:00 我\n嗯\n"
    )

    assert said(items_of(tmp_path, talk)) == [("小王", "好的"), ("我", "嗯")]


def test_a_wechat_text_is_read_with_its_grey_lines(tmp_path):
    items = items_of(tmp_path, MEMO, name="读书群.txt")

    assert said(items) == [
        ("王老师", "大家早"),
        ("小红", "安排如下：\n2024-05-03 10:00:00 开会\n都要来"),
        ("小刚", "【图片】"),
        ("系统", '"小红"拍了拍"小明"'),
    ]
    joined, topic, left = (i for i in items if not hasattr(i, "text"))
    assert [one.user for one in joined.members] == ["小红", "小刚"]
    assert isinstance(topic, TopicChanged)
    assert topic.topic == "读书二群"
    assert left.members == ("小刚",)
    assert {i.room for i in items} == {"wechat:读书群"}


def test_a_wechat_text_takes_the_room_it_is_told(tmp_path):
    assert items_of(tmp_path, MEMO, room="三班")[0].room_name == "三班"


def test_a_talk_mailed_from_the_phone_has_its_day_on_a_line_of_its_own(tmp_path):
    items = items_of(tmp_path, MAIL)

    assert said(items) == [
        ("小红", "有点事，一会儿回"),
        ("小明", "[图片: a.jpg(请在附件中查看)]"),
        ("小红", "早"),
    ]
    assert items[1].media.name == "a.jpg"
    assert items[2].at == datetime(2024, 5, 2, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "王老师 2024/5/1 9:30\n早\n小李 2024/5/1 下午3:05:01\n晚\n",
        "[2024-05-01 09:30:00] 王老师: 早\n[2024-05-01 15:05:01] 小李：晚\n",
        "王老师(wxid_a1b2) 2024-05-01 09:30:00\n早\n\n小李(wxid_d4) 2024年5月1日 15:05:01\n晚\n",
        "2024-05-01 09:30:00 王老师\r\n早\r\n\r\n2024-05-01 15:05:01 小李\r\n晚\r\n",
    ],
)
def test_other_ways_of_writing_who_and_when_are_known(tmp_path, text):
    items = items_of(tmp_path, text)

    assert said(items) == [("王老师", "早"), ("小李", "晚")]
    assert [i.at.hour for i in items] == [1, 7]


def test_words_that_look_like_another_forms_header_are_words(tmp_path):
    words = "通知\n\n会议改到 2024-05-03 10:00\n\n[2024-05-04 10:00] 甲: 乙"

    items = items_of(tmp_path, f"{MEMO}\n2024-05-01 09:36:00 小红\n{words}\n")

    assert said(items)[-1] == ("小红", words)


def test_an_impossible_date_is_set_aside_with_its_line(tmp_path):
    items = items_of(tmp_path, MEMO.replace("2024-05-01 09:33:00", "2024-02-31 09:33:00"))

    assert asides(items) == [(15, "no time that can be read")]


def test_the_same_words_twice_in_one_second_are_two_messages_at_every_reading(tmp_path):
    text = "2024-05-01 09:30:00 小红\n1\n\n" * 3

    first, second = (items_of(tmp_path, text, name=name) for name in ("群.txt", "群.txt"))

    assert len({i.ref for i in first}) == 3
    assert [i.ref for i in first] == [i.ref for i in second]


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.text(max_size=400), format=st.sampled_from(["qq-txt", "wechat-txt", "wechat-csv"])
)
def test_no_text_makes_a_reader_fail(tmp_path, content, format):  # noqa: A002 (as the command calls it)
    head = {"qq-txt": QQ, "wechat-txt": MEMO, "wechat-csv": "time,sender,text\n"}[format]

    items_of(tmp_path, (head + content).encode("utf-8", "replace"), format=format)


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=300))
def test_no_bytes_make_a_reader_fail(tmp_path, content):
    items_of(tmp_path, QQ.encode("gb18030") + content + b"\n", format="qq-txt")

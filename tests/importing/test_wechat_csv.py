from datetime import UTC, datetime

import pytest

from bot.core.events import MessageKind
from tests.support.exports import asides, items_of, said

OLD = (
    "localId,TalkerId,Type,SubType,IsSender,CreateTime,Status,"
    "StrContent,StrTime,Remark,NickName,Sender\n"
)
NEW = "消息ID,类型,发送人,时间,内容,备注,昵称,更多信息\n"
DUMP = "id,MsgSvrID,type_name,is_sender,talker,room_name,msg,src,CreateTime\n"
WHEN = datetime(2024, 5, 1, 1, 30, tzinfo=UTC)


def row(number=1, text="早", *, type="1", sub="0"):  # noqa: A002 (the column's name)
    return f"{number},2,{type},{sub},0,1714527000,3,{text},2024-05-01 09:30:00,,小红,wxid_1\n"


def test_the_old_columns_are_read(tmp_path):
    (found,) = items_of(tmp_path, OLD + row(), name="业主群_utf8.csv", encoding="utf-8-sig")

    assert (found.sender, found.sender_name, found.text, found.at) == ("wxid_1", "小红", "早", WHEN)
    assert found.room_name == "业主群"


def test_the_new_columns_are_read_and_their_ids_kept(tmp_path):
    text = (
        NEW
        + "77,文本,小红,2024-05-01 09:30:00,早,小红,红红,more\n"
        + "78,图片,小红,2024-05-01 09:30:01,【图片】,小红,红红,more\n"
    )

    first, second = items_of(tmp_path, text)

    assert (first.ref, first.at, first.text) == ("wechat:77", WHEN, "早")
    assert second.kind is MessageKind.IMAGE


def test_pywxdump_tables_name_their_rooms(tmp_path):
    text = (
        DUMP
        + "1,501,文本,0,wxid_1,甲群,早,,2024-05-01 09:30:00\n"
        + "2,502,文本,1,wxid_me,乙群,好,,2024-05-01 09:30:00\n"
    )

    assert [i.room_name for i in items_of(tmp_path, text)] == ["甲群", "乙群"]
    assert said(items_of(tmp_path, text, room="乙群")) == [("wxid_me", "好")]


def test_a_table_made_by_hand_needs_time_sender_and_text(tmp_path):
    items = items_of(tmp_path, "时间,发送者,内容\n2024/5/1 9:30,小红,早\n")

    assert said(items) == [("小红", "早")]


@pytest.mark.parametrize(
    ("type", "sub", "kind"),
    [
        ("1", "0", MessageKind.TEXT),
        ("3", "0", MessageKind.IMAGE),
        ("34", "0", MessageKind.AUDIO),
        ("42", "0", MessageKind.CARD),
        ("43", "0", MessageKind.VIDEO),
        ("47", "0", MessageKind.IMAGE),
        ("49", "5", MessageKind.LINK),
        ("49", "6", MessageKind.FILE),
        ("49", "33", MessageKind.MINI_PROGRAM),
        ("49", "57", MessageKind.TEXT),
        ("10000", "0", MessageKind.SYSTEM),
        ("77", "0", MessageKind.OTHER),
    ],
)
def test_type_numbers_become_kinds(tmp_path, type, sub, kind):  # noqa: A002 (as the column is called)
    (found,) = items_of(tmp_path, OLD + row(type=type, sub=sub))

    assert found.kind is kind


def test_of_a_link_people_see_the_title(tmp_path):
    xml = "<msg><title><![CDATA[好文]]></title><url>https://example.com/x</url></msg>"

    (found,) = items_of(tmp_path, OLD + row(text=xml, type="49", sub="5"))

    assert (found.text, found.media.url) == ("好文", "https://example.com/x")


def test_a_talk_of_two_without_sender_column_knows_me_and_the_other(tmp_path):
    head = ",".join(OLD.split(",")[:9]) + "\n"
    rows = "1,2,1,0,1,1714527000,3,在吗,2024\n2,2,1,0,0,1714527001,3,在,2024\n"

    assert said(items_of(tmp_path, head + rows, name="小红.csv")) == [
        ("我", "在吗"),
        ("小红", "在"),
    ]


def test_words_may_hold_commas_quotes_and_line_ends(tmp_path):
    (found,) = items_of(tmp_path, OLD + row(text='"第一行, ""引""\n\n第二行"'))

    assert found.text == '第一行, "引"\n\n第二行'


def test_a_quote_that_never_closes_costs_one_line(tmp_path):
    text = OLD + row(1) + row(2, text='"没关') + row(3) + row(4)

    items = items_of(tmp_path, text)

    assert len(said(items)) == 3
    assert asides(items) == [(3, "a quotation mark is never closed")]


def test_rows_of_another_width_or_without_a_time_are_set_aside(tmp_path):
    text = OLD + row(1) + "1,2\n" + row(2).replace("1714527000", "bald") + row(3, "a,b,c")

    items = items_of(tmp_path, text)

    assert len(said(items)) == 1
    assert [line for line, _ in asides(items)] == [3, 4, 5]


def test_a_text_of_a_megabyte_and_a_nul_pass(tmp_path):
    items = items_of(tmp_path, OLD + row(1, "长" * 1_000_000) + row(2, "a\x00b"))

    assert [len(i.text) for i in items] == [1_000_000, 3]
    assert "\x00" not in items[1].text


def test_a_reply_is_parted_from_what_it_quotes(tmp_path):
    quoting = '"「小明：低价代充」\n- - - - - - - - -\n这是广告吧"'

    (found,) = items_of(tmp_path, OLD + row(text=quoting))

    assert (found.text, found.quoted_text) == ("这是广告吧", "低价代充")

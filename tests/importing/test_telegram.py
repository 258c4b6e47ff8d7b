import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.events import (
    Media,
    MemberSeen,
    MembersJoined,
    MembersLeft,
    MessageKind,
    MessageReceived,
    TopicChanged,
)
from bot.core.ids import UserRef
from bot.core.text import storable
from bot.importing.refs import short_name
from tests.support.exports import asides, items_of, said, telegram

START = datetime(2024, 5, 1, 1, 0, tzinfo=UTC)
NAMES = {"user1": "王老师", "user2": "Hao", "user3": "小红"}


def line(number, text="早", **more):
    return {
        "id": number,
        "type": "message",
        "date": "2024-05-01T09:00:00",
        "date_unixtime": str(1714525200 + number),
        "from": "Hao",
        "from_id": "user2",
        "text": text,
    } | more


def service(number, action, **more):
    found = line(
        number, "", type="service", actor="王老师", actor_id="user1", action=action, **more
    )
    del found["from"], found["from_id"]
    return found


def chat(*messages, **head):
    found = {"name": "读书群", "type": "private_supergroup", "id": 9} | head
    return json.dumps(found | {"messages": list(messages)}, ensure_ascii=False, indent=1)


def event(of, number, **more):
    given = {
        "channel": "import",
        "ref": f"tg:9:{number}",
        "at": START + timedelta(seconds=number),
        "room": "tg:9",
    }
    return of(**given | more)


def message(number, text="早", sender="user2", **more):
    given = {"room_name": "读书群", "sender": sender, "sender_name": NAMES[sender], "text": text}
    return event(MessageReceived, number, **given | more)


def test_what_is_written_as_telegram_does_is_read_back_equal(tmp_path):
    photo = Media(name="a.jpg", url="photos/a.jpg")
    voice = Media(name="v.ogg", url="voice/v.ogg", mime="audio/ogg")
    talk = [
        event(TopicChanged, 1, topic="读书群", by="user1"),
        event(
            MembersJoined,
            2,
            room_name="读书群",
            members=(
                MemberSeen(user=UserRef("user2"), name="Hao"),
                MemberSeen(user=UserRef("user3"), name="小红"),
            ),
            inviter="user1",
        ),
        message(3, "大家好\n我是新来的", mentions=("user1", "user3")),
        message(4, "欢迎 😀", sender="user1", quoted="tg:9:3"),
        message(5, "看图", media=photo, kind=MessageKind.IMAGE),
        message(6, "", sender="user3", media=voice, kind=MessageKind.AUDIO),
        event(MembersLeft, 7, members=("user3",), remover="user1"),
        event(MembersLeft, 8, members=("user2",)),
    ]
    written = [replace(e, remover="user2") if e.ref == "tg:9:8" else e for e in talk]
    export = telegram(written, name="读书群", number=9, names=NAMES)

    assert items_of(tmp_path, export, name="result.json") == talk


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.text(max_size=30), min_size=1, max_size=8), name=st.text(max_size=20))
def test_any_words_survive_the_round_trip(tmp_path, texts, name):
    shown = short_name(name)
    talk = [message(n, storable(t), sender_name=shown) for n, t in enumerate(texts, 1)]
    raw = [replace(m, text=t, sender_name=name) for m, t in zip(talk, texts, strict=True)]
    export = telegram(raw, name="读书群", number=9, names=NAMES)

    assert items_of(tmp_path, json.dumps(json.loads(export))) == talk


def test_entities_are_joined_to_plain_text(tmp_path):
    text = ["看 ", {"type": "link", "text": "https://example.com"}, " 和 ", {"type": "bold"}, 7]

    items = items_of(tmp_path, chat(line(1, text)))

    assert said(items) == [("Hao", "看 https://example.com 和 ")]


@pytest.mark.parametrize(
    ("more", "kind", "name"),
    [
        ({"photo": "photos/p.jpg"}, MessageKind.IMAGE, "p.jpg"),
        ({"file": "f/a.pdf", "mime_type": "application/pdf"}, MessageKind.FILE, "a.pdf"),
        ({"file": "s/s.webp", "media_type": "sticker"}, MessageKind.IMAGE, "s.webp"),
        ({"file": "v/v.ogg", "media_type": "voice_message"}, MessageKind.AUDIO, "v.ogg"),
        ({"file": "r/r.mp4", "media_type": "video_message"}, MessageKind.VIDEO, "r.mp4"),
        ({"file": "x.mp3", "media_type": "audio_file", "title": "歌"}, MessageKind.AUDIO, "歌"),
        (
            {"contact_information": {"first_name": "小", "last_name": "李"}},
            MessageKind.CARD,
            "小 李",
        ),
        ({"poll": {"question": "几点?"}}, MessageKind.OTHER, None),
    ],
)
def test_media_have_their_kind_and_name(tmp_path, more, kind, name):
    (found,) = items_of(tmp_path, chat(line(1, "", **more)))

    assert found.kind is kind
    assert (found.media.name if found.media else None) == name


def test_a_file_that_was_not_exported_has_no_place(tmp_path):
    absent = "(File not included. Change data exporting settings to download.)"

    (found,) = items_of(tmp_path, chat(line(1, "", photo=absent)))

    assert found.kind is MessageKind.IMAGE
    assert found.media is None or found.media.url == ""


def test_a_forwarded_message_says_from_whom(tmp_path):
    (found,) = items_of(tmp_path, chat(line(1, forwarded_from="频道")))

    assert found.media == Media(description="forwarded from 频道")


def test_the_time_is_the_unix_time_or_else_the_wall_time_of_the_zone(tmp_path):
    old = line(2)
    del old["date_unixtime"]

    first, second = items_of(tmp_path, chat(line(0), old))

    assert first.at == second.at == START


def test_who_comes_by_link_is_the_actor(tmp_path):
    items = items_of(tmp_path, chat(service(1, "join_group_by_link", inviter="Hao"), line(2)))

    joined = items[0]
    assert isinstance(joined, MembersJoined)
    assert joined.members == (MemberSeen(user=UserRef("user1"), name="王老师"),)
    assert joined.inviter == "user2"


def test_invited_people_who_never_speak_become_a_grey_line_not_strangers(tmp_path):
    invited = service(1, "invite_members", members=["Hao", "无名", None])

    joined, grey, _ = items_of(tmp_path, chat(invited, line(2)))

    assert [one.user for one in joined.members] == ["user2"]
    assert (grey.kind, grey.text) == (MessageKind.SYSTEM, "[invite_members] 无名, ?")


def test_a_name_that_two_people_share_is_nobodys(tmp_path):
    twin = line(2, **{"from": "Hao", "from_id": "user5"})

    grey, *_ = items_of(
        tmp_path, chat(service(1, "invite_members", members=["Hao"]), line(3), twin)
    )

    assert grey.kind is MessageKind.SYSTEM


def test_a_pin_is_kept_as_a_grey_line(tmp_path):
    (found,) = items_of(tmp_path, chat(service(1, "pin_message", message_id=4)))

    assert (found.kind, found.sender, found.text) == (MessageKind.SYSTEM, "user1", "[pin_message]")


def test_a_full_export_gives_its_groups_and_leaves_private_chats_out(tmp_path):
    def one(name, kind, number):
        return {"name": name, "type": kind, "id": number, "messages": [line(1), line(2)]}

    unnamed = one("", "private_group", 3)
    del unnamed["name"]
    chats = [one("甲", "private_group", 1), one("私聊", "personal_chat", 2), unnamed]
    full = {
        "about": "Here is the data you requested.",
        "personal_information": {"user_id": 1},
        "contacts": {"about": "", "list": [{"user_id": 1}]},
        "chats": {"about": "", "list": chats},
        "left_chats": {"about": "", "list": [one("旧群", "public_supergroup", 4)]},
    }

    items = items_of(tmp_path, json.dumps(full, indent=1, ensure_ascii=False))

    rooms = [(i.room, i.room_name) for i in items if isinstance(i, MessageReceived)]
    assert rooms == [("tg:1", "甲")] * 2 + [("tg:3", "")] * 2 + [("tg:4", "旧群")] * 2
    assert len(asides(items)) == 2


def test_a_room_can_be_chosen_by_name(tmp_path):
    assert said(items_of(tmp_path, chat(line(1)), room="读书*"))
    assert not said(items_of(tmp_path, chat(line(1)), room="别的群"))


@pytest.mark.parametrize(
    "broken",
    [
        {"id": 1, "type": "unsupported"},
        line(1, date="soon", date_unixtime="soon"),
        {"type": "message", "text": "x"},
        "a text",
        None,
        [],
    ],
)
def test_a_message_that_is_none_is_set_aside_alone(tmp_path, broken):
    items = items_of(tmp_path, chat(broken, line(2)))

    assert len(asides(items)) == 1
    assert said(items) == [("Hao", "早")]


@pytest.mark.parametrize("indent", [None, 1, 4])
def test_behind_broken_json_the_next_message_is_found(tmp_path, indent):
    document = json.loads(chat(line(1), line(2, "坏"), line(3), line(4)))
    text = json.dumps(document, ensure_ascii=False, indent=indent)
    broken = text.replace('"坏"', '"坏', 1).replace('"from": "Hao"', '"from" "Hao"', 2)

    items = items_of(tmp_path, broken)

    assert [i.ref for i in items if isinstance(i, MessageReceived)] == ["tg:9:3", "tg:9:4"]
    assert [kind for _, kind in asides(items)] == ["not JSON"] * 2


def test_a_broken_last_message_does_not_spill_into_the_next_chat(tmp_path):
    def one(number):
        return {"name": f"群{number}", "type": "private_group", "id": number} | {
            "messages": [line(1), line(2)]
        }

    text = json.dumps({"about": "", "chats": {"list": [one(1), one(2)]}}, indent=1)
    at = text.index('"user2"', text.index('"id": 2,'))
    items = items_of(tmp_path, text[:at] + "?" + text[at:])

    assert [i.ref for i in items if isinstance(i, MessageReceived)] == [
        "tg:1:1",
        "tg:2:1",
        "tg:2:2",
    ]


def test_a_truncated_export_gives_what_is_whole(tmp_path):
    text = chat(*(line(n) for n in range(1, 50)))

    for cut in range(len(text) // 2, len(text) // 2 + 200, 7):
        items = items_of(tmp_path, text[:cut])
        assert len(said(items)) >= 20
        assert asides(items)


def test_a_message_of_a_megabyte_and_lone_surrogates_pass(tmp_path):
    text = json.dumps(json.loads(chat(line(1, "长" * 1_000_000), line(2, "a\ud800\x00b"))))
    items = items_of(tmp_path, text)

    assert len(items[0].text) == 1_000_000
    assert "\x00" not in items[1].text


def test_nesting_without_end_is_set_aside(tmp_path):
    deep = chat(line(1), line(2)).replace('"text": "早"', '"text": ' + "[" * 100_000, 1)

    items = items_of(tmp_path, deep)

    assert asides(items)

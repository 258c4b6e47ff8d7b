import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.answers import PictureSeen
from bot.core.events import (
    ErrandDone,
    Media,
    MemberSeen,
    MembersJoined,
    MembersLeft,
    MessageEdited,
    MessageKind,
    MessageRecalled,
    TopicChanged,
)
from bot.core.ids import ChannelName, EventRef, MessageRef, RoomRef, UserRef
from bot.importing.jsonl import read_line
from bot.importing.jsonl_events import Place, read_event
from bot.importing.jsonl_writing import to_line
from bot.importing.refs import Ordinals
from bot.importing.values import Aside, Options
from tests.support.builders import message
from tests.support.exports import SHANGHAI, asides, items_of, said

LEAST = {"at": "2024-05-01T09:30:00+08:00", "room": "业主群", "sender": "u1", "text": "早"}
WHEN = datetime(2024, 5, 1, 1, 30, tzinfo=UTC)


def one(tmp_path, **more):
    (found,) = items_of(tmp_path, json.dumps(LEAST | more), format="jsonl")
    return found


def test_four_fields_are_enough(tmp_path):
    found = one(tmp_path)

    assert (found.at, found.room, found.room_name) == (WHEN, "业主群", "业主群")
    assert (found.sender, found.text, found.channel) == ("u1", "早", "import")


@pytest.mark.parametrize(
    "at",
    ["2024-05-01T01:30:00Z", "2024-05-01 09:30", "2024/5/1 上午9:30", 1714527000, 1714527000000],
)
def test_times_are_read_in_many_ways(tmp_path, at):
    assert one(tmp_path, at=at).at == WHEN


def test_every_field_arrives(tmp_path):
    found = one(
        tmp_path,
        id=7,
        sender_name="小红",
        nickname="红",
        kind="file",
        reply_to=6,
        quoted_text="几点",
        mentions=["u2", 3],
        media={"name": "a.pdf", "url": "https://example.com/a", "size": 9},
        room_ref="r1",
        channel="wx",
    )

    assert (found.ref, found.quoted, found.room) == ("r1#7", "r1#6", "r1")
    assert (found.kind, found.mentions) == (MessageKind.FILE, ("u2", "3"))
    assert found.media == Media(name="a.pdf", url="https://example.com/a", size=9)
    assert (found.sender_nickname, found.quoted_text, found.channel) == ("红", "几点", "wx")


def test_the_channel_of_the_command_line_wins(tmp_path):
    (found,) = items_of(tmp_path, json.dumps(LEAST | {"channel": "wx"}), channel="past")

    assert found.channel == "past"


def test_the_same_id_in_two_rooms_is_two_messages(tmp_path):
    assert one(tmp_path, id=1).ref != one(tmp_path, id=1, room="别的群").ref


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        "7",
        '"at"',
        "null",
        "{}",
        '{"at": null}',
        '{"at": true, "room": "r", "sender": "u", "text": ""}',
        json.dumps(LEAST | {"text": 5}),
        json.dumps(LEAST | {"sender": None}),
        json.dumps(LEAST | {"room": {}}),
        json.dumps(LEAST | {"at": "9999-12-31T23:59:59-12:00"}),
        json.dumps({"event": "flew", "at": 1714527000, "room": "r"}),
        json.dumps({"event": "joined", "at": 1714527000, "room": "r", "members": []}),
        json.dumps({"event": "recalled", "at": 1714527000, "room": "r"}),
        json.dumps({"event": "edited", "at": 1714527000, "room": "r", "text": "改了"}),
        json.dumps({"event": "topic", "at": 1714527000, "room": None}),
        "[" * 100_000,
        '{"at": ' + "1" * 5000 + "}",
    ],
)
def test_a_line_that_is_none_is_set_aside_alone(tmp_path, line):
    good = json.dumps(LEAST)

    items = items_of(tmp_path, f'{good}\n{line}\n{good[:-1]}, "id": 2}}\n')

    assert len(said(items)) == 2
    assert [number for number, _ in asides(items)] == [2]


def event(of, ref, **more):
    return of(**{"channel": "wx", "at": WHEN, "ref": ref, "room": "r1"} | more)


@pytest.mark.parametrize(
    "told",
    [
        message("早", sender_nickname="红", mentions=("u2",), quoted="m0", quoted_text="几点"),
        message("", kind=MessageKind.IMAGE, media=Media(name="a.jpg", size=0)),
        message("对机器人说", room=None),
        message("无名群", room_name=""),
        message("我们说的", own=True),
        event(
            MembersJoined,
            "e1",
            room_name="业主群",
            members=(MemberSeen(user=UserRef("u1"), name="小红", nickname="红"),),
            inviter="u2",
        ),
        event(MembersLeft, "e2", members=("u1",), remover="u2"),
        event(TopicChanged, "e3", topic="新名"),
        event(MessageRecalled, "e4", recalled="m1", by="u1"),
        event(MessageEdited, "e5", message="m1", text="改成这样", by="u1"),
    ],
)
def test_what_we_write_we_read_back_equal(tmp_path, told):
    assert items_of(tmp_path, to_line(told, "业主群")) == [told]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)
keys = ["at", "room", "sender", "text", "id", "kind", "mentions", "media", "event", "members", "by"]


@given(found=st.dictionaries(st.sampled_from(keys), json_values), good=st.booleans())
def test_no_line_makes_the_reader_fail(found, good):
    line = json.dumps(LEAST | found if good else found)

    made = list(read_line(line, 1, Options(zone=SHANGHAI), Ordinals()))

    assert len(made) == 1


@given(line=st.text(max_size=100))
def test_no_text_makes_the_reader_fail(line):
    for made in read_line(line, 3, Options(zone=SHANGHAI), Ordinals()):
        assert isinstance(made, Aside)


def test_names_and_refs_are_bounded(tmp_path):
    found = one(
        tmp_path, sender="u" * 5000, sender_name="名\n" * 5000, room="群" * 5000, id="i" * 999
    )

    assert max(map(len, (found.sender, found.sender_name, found.room, found.room_name))) <= 200
    assert len(found.ref) <= 250


def test_a_line_beyond_all_measure_is_set_aside(tmp_path):
    text = json.dumps(LEAST) + "\n" + "x" * (9 * 1024 * 1024) + "\n" + json.dumps(LEAST | {"id": 1})

    items = items_of(tmp_path, text)

    assert len(said(items)) == 2
    assert asides(items) == [(2, "the line is too long")]


def test_bytes_that_are_no_utf8_cost_no_line(tmp_path):
    good = json.dumps(LEAST, ensure_ascii=False).encode()
    lines = [good] * 20 + [good.replace("早".encode(), b"\xe6\x97")]

    assert said(items_of(tmp_path, b"\n".join(lines)))[-1] == ("", "\ufffd")


def test_what_an_errand_found_out_comes_back_under_a_ref_of_the_past():
    told = ErrandDone(
        channel=ChannelName("wx"),
        ref=EventRef("errand:5"),
        at=WHEN,
        room=RoomRef("业主群"),
        message=MessageRef("m7"),
        answer=PictureSeen(codes=("https://a.example",), print="a606d826d9d9f899", width=3),
    )
    line = json.loads(to_line(told, "业主群"))
    place = Place(channel=ChannelName("wx"), room=RoomRef("业主群"), name="业主群")

    assert read_event(line, WHEN, place, Ordinals()) == replace(told, ref=EventRef("past-errand:5"))


@pytest.mark.parametrize("answer", [None, {"kind": "spell"}, {"kind": "picture", "codes": 3}])
def test_an_answer_that_no_errand_brings_is_set_aside(answer):
    line = {"event": "found_out", "ref": "x", "about_ref": "m7", "answer": answer}
    place = Place(channel=ChannelName("wx"), room=RoomRef("r"), name="r")

    found = read_event(line, WHEN, place, Ordinals())

    assert isinstance(found, str)

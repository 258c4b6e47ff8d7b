import json
from datetime import UTC, datetime

import pytest

from bot.core.events import MembersJoined, MembersLeft, MessageKind, TopicChanged
from tests.support.exports import asides, items_of, said


def user(number, name, nickname=None):
    return {
        "id": str(number),
        "name": name,
        "discriminator": "0000",
        "nickname": nickname or name,
        "color": None,
        "isBot": False,
        "roles": [],
        "avatarUrl": "",
    }


def line(number, content="hi", type="Default", **more):  # noqa: A002 (as Discord calls it)
    return {
        "id": str(10**18 + number),
        "type": type,
        "timestamp": "2024-05-01T09:30:00.12+08:00",
        "timestampEdited": None,
        "callEndedTimestamp": None,
        "isPinned": False,
        "content": content,
        "author": user(1, "lin", "林"),
        "attachments": [],
        "embeds": [],
        "stickers": [],
        "reactions": [],
        "mentions": [],
        "inlineEmojis": [],
    } | more


def channel(*messages):
    return json.dumps(
        {
            "guild": {"id": "5", "name": "产品群", "iconUrl": ""},
            "channel": {"id": "6", "type": "GuildTextChat", "name": "general", "topic": None},
            "dateRange": {"after": None, "before": None},
            "exportedAt": "2024-06-01T00:00:00+00:00",
            "messages": list(messages),
            "messageCount": len(messages),
        },
        ensure_ascii=False,
        indent=2,
    )


def test_a_message_is_read_with_its_author_room_and_answer(tmp_path):
    reply = line(
        2, "好", "Reply", reference={"messageId": str(10**18 + 1)}, mentions=[user(2, "hao")]
    )

    first, second = items_of(tmp_path, channel(line(1), reply))

    assert (first.room, first.room_name) == ("dc:6", "产品群 / general")
    assert (first.sender, first.sender_name, first.sender_nickname) == ("1", "lin", "林")
    assert first.at == datetime(2024, 5, 1, 1, 30, 0, 120000, tzinfo=UTC)
    assert (second.quoted, second.mentions) == (first.ref, ("2",))


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.PNG", MessageKind.IMAGE), ("a.mp4", MessageKind.VIDEO), ("a.zip", MessageKind.FILE)],
)
def test_attachments_become_media(tmp_path, name, kind):
    files = [{"id": "1", "url": "https://example.com/a", "fileName": name, "fileSizeBytes": 7}] * 2

    (found,) = items_of(tmp_path, channel(line(1, "", attachments=files)))

    assert found.kind is kind
    assert (found.media.name, found.media.size, found.media.description) == (name, 7, name)


def test_stickers_embeds_and_forwarded_words_are_kept(tmp_path):
    sticker = line(1, "", stickers=[{"id": "1", "name": "wave", "sourceUrl": ""}])
    embed = line(2, "", embeds=[{"title": "题", "url": "https://example.com", "description": ""}])
    forwarded = line(3, "", forwardedMessage={"content": "原话", "attachments": [], "embeds": []})

    found = items_of(tmp_path, channel(sticker, embed, forwarded))

    assert [f.kind for f in found] == [MessageKind.IMAGE, MessageKind.LINK, MessageKind.TEXT]
    assert found[2].text == "原话"


def test_service_messages_become_joins_leaves_and_topics(tmp_path):
    added = line(1, "Added hao to the group.", "RecipientAdd", mentions=[user(2, "hao")])
    came = line(2, "Joined the server.", "GuildMemberJoin")
    left = line(3, "Left the group.", "RecipientRemove", mentions=[user(1, "lin")])
    renamed = line(4, "Changed the channel name: 新群.", "ChannelNameChange")
    pinned = line(5, "Pinned a message.", "ChannelPinnedMessage")

    found = items_of(tmp_path, channel(added, came, left, renamed, pinned))

    assert isinstance(found[0], MembersJoined)
    assert (found[0].members[0].user, found[0].inviter) == ("2", "1")
    assert found[1].members[0].nickname == "林"
    assert isinstance(found[2], MembersLeft)
    assert found[2].remover is None
    assert isinstance(found[3], TopicChanged)
    assert found[3].topic == "新群"
    assert found[4].kind is MessageKind.SYSTEM


def test_broken_messages_are_set_aside_and_attachments_are_not_taken_for_messages(tmp_path):
    files = [{"id": "91", "url": "", "fileName": "a"}, {"id": "92", "url": "", "fileName": "b"}]
    text = channel(line(1), line(2, "坏", attachments=files), line(3), {"id": 4}, None)

    items = items_of(tmp_path, text.replace('"坏"', '"坏', 1))

    assert len(said(items)) == 2
    assert len(asides(items)) == 3

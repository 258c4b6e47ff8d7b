"""Telegram's service messages: joins, leaves, titles; all else is kept as a grey line."""

from collections.abc import Iterator
from datetime import datetime

from bot.core.events import (
    Event,
    MemberSeen,
    MembersJoined,
    MembersLeft,
    MessageKind,
    MessageReceived,
    TopicChanged,
)
from bot.core.ids import EventRef, UserRef
from bot.core.text import storable
from bot.importing.pieces import Fields, items, text
from bot.importing.refs import short_name, short_ref
from bot.importing.telegram_message import DELETED, Chat, plain_text
from bot.importing.telegram_names import user_ref

_SELF_JOIN = {"join_group_by_link", "join_group_by_request"}
_TITLES = {"create_group", "edit_group_title", "create_channel"}


def read_service(message: Fields, at: datetime, chat: Chat) -> Iterator[Event]:
    """The events a service message speaks of; a grey line where it is none of ours."""
    action = text(message.get("action"))
    if action in _SELF_JOIN:
        yield _joined(message, at, chat, [_actor(message)])
    elif action == "invite_members":
        yield from _invited(message, at, chat)
    elif action == "remove_members":
        yield from _removed(message, at, chat)
    elif action in _TITLES and short_name(message.get("title")):
        yield TopicChanged(
            channel=chat.channel,
            ref=EventRef(chat.message_ref(message["id"])),
            at=at,
            room=chat.ref,
            topic=short_name(message.get("title")),
            by=_actor(message).user,
        )
    else:
        yield _grey(message, at, chat, "")


def _actor(message: Fields) -> MemberSeen:
    return MemberSeen(
        user=user_ref(message.get("actor_id")) or DELETED, name=short_name(message.get("actor"))
    )


def _members(message: Fields, chat: Chat) -> tuple[list[MemberSeen], list[str]]:
    """The members whose accounts are known, and the names of the others."""
    actor = _actor(message)
    known: list[MemberSeen] = []
    others: list[str] = []
    for value in items(message.get("members")):
        name = short_name(value)
        ref = actor.user if name and name == actor.name else chat.names.get(name)
        if ref is None:
            others.append(name or "?")
        else:
            known.append(MemberSeen(user=ref, name=name))
    return known, others


def _invited(message: Fields, at: datetime, chat: Chat) -> Iterator[Event]:
    known, others = _members(message, chat)
    if known:
        yield _joined(message, at, chat, known)
    if others or not known:
        yield _grey(message, at, chat, ", ".join(others))


def _joined(message: Fields, at: datetime, chat: Chat, members: list[MemberSeen]) -> MembersJoined:
    actor = _actor(message).user
    alone = [member.user for member in members] == [actor]
    inviter = chat.names.get(short_name(message.get("inviter"))) if alone else actor
    return MembersJoined(
        channel=chat.channel,
        ref=EventRef(chat.message_ref(message["id"])),
        at=at,
        room=chat.ref,
        room_name=chat.name,
        members=tuple(members),
        inviter=inviter,
    )


def _removed(message: Fields, at: datetime, chat: Chat) -> Iterator[Event]:
    known, others = _members(message, chat)
    actor = _actor(message).user
    refs: tuple[UserRef, ...] = tuple(member.user for member in known)
    if refs:
        yield MembersLeft(
            channel=chat.channel,
            ref=EventRef(chat.message_ref(message["id"])),
            at=at,
            room=chat.ref,
            members=refs,
            remover=None if refs == (actor,) else actor,
        )
    if others or not refs:
        yield _grey(message, at, chat, ", ".join(others))


def _grey(message: Fields, at: datetime, chat: Chat, what: str) -> MessageReceived:
    actor = _actor(message)
    words = (
        f"[{text(message.get('action')) or 'service'}]",
        what or text(message.get("title")) or text(message.get("information_text")),
        plain_text(message.get("text")),
    )
    return MessageReceived(
        channel=chat.channel,
        # Not the number itself: the join that the same service message told of has that.
        ref=chat.message_ref(f"{short_ref(message['id'])}:service"),
        at=at,
        room=chat.ref,
        room_name=chat.name,
        sender=actor.user,
        sender_name=actor.name,
        text=storable(" ".join(filter(None, words))),
        kind=MessageKind.SYSTEM,
    )

"""Student IDs 学号 told to their owners: at the welcome, and whenever they ask."""

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import lru_cache
from typing import Any, Final

from bot.core.effects import (
    DirectMessage,
    Effect,
    Intent,
    OnLate,
    RaiseAlert,
    Severity,
)
from bot.core.effects import Say as SayInRoom
from bot.core.ids import FIRST_STUDENT_ID, IdentityId, StudentId
from bot.core.seen import Room, SeenEvent, SeenMember, SeenMessage
from bot.core.wording_template import Shape, TextRefused, render, text_mistakes
from handlers.detectors.links import links_of
from handlers.text import fold_text, normalise
from handlers.wording import Say, Wording, cut

_LONGEST_NAME = 24  # characters of a name that the bot repeats
_LONGEST_WELCOME = 2000  # characters
_SHOWN = 20  # newcomers named in one welcome
# Who asks again within it has the answer before his eyes; asking does not use up the account.
_ANSWERED_ONCE_IN = 600  # seconds
_ANSWER_KEEPS = timedelta(minutes=5)  # later nobody waits for it any more
# What a welcome text may name: fact -> its parts.
_WELCOME_FACTS: Final[Shape] = {"name": (), "student_id": (), "room": (), "members": ()}
_ASKS = re.compile(
    r"^(?:@\S+\s+)?(?:你好|您好|老师|小助手|[,!~\s])*(?:请问|查询?|查一下|看看|问一下)?\s*(?:我的|我)?\s*学号"
    r"(?:是)?(?:多少|几号|什么|啥|查询)?(?:呢|啊|呀)?\s*[?。!~]*$"
)
_CONTACT_IN_NAME = re.compile(r"\d{6}|微信|[vw]x|[加+][薇微vq]|薇|扣扣|qq")


def asks_for_id(plain: str) -> bool:
    """Whether somebody wants to hear the own student ID: 我的学号, 学号多少, 查学号."""
    return "学号" in plain and len(plain) <= 40 and _ASKS.match(plain.strip()) is not None  # noqa: PLR2004 (longer texts talk about it)


def tell_id(message: SeenMessage, room: Room | None, wording: Wording) -> list[Effect]:
    """The answer to `asks_for_id`: in the room where it was asked, or to the asker alone.

    One in ten minutes for each asker and room, however often it is asked.
    """
    member = message.sender
    if member.student is None:
        return []
    text = wording(Say.YOUR_ID, name=shown_name(member, wording), student=member.student)
    if room is None:
        deed: SayInRoom | DirectMessage = DirectMessage(to=member.identity, text=text)
    elif room.rules.answer_student_id:
        deed = SayInRoom(room=room.id, text=text, mentions=(member.identity,))
    else:
        return []
    asked = message.event.at
    place = "alone" if room is None else room.id
    bucket = int(asked.timestamp()) // _ANSWERED_ONCE_IN
    return [
        Intent(
            deed=deed,
            key=f"student-id:{place}:{member.identity}:{bucket}",
            reason=wording(Say.ID_REASON),
            expires=asked + _ANSWER_KEEPS,
            on_late=OnLate.SKIP,
        )
    ]


def welcome(joined: SeenEvent, room: Room, wording: Wording) -> list[Effect]:
    """One text for all who came with one event, mentioning each; none where the room has none."""
    newcomers = [m for m in joined.members if m.newcomer and m.student is not None]
    if not room.rules.welcome.strip() or not newcomers:
        return []
    if mistake := check_welcome(room.rules.welcome):
        return [_broken(joined, room, mistake, wording)]
    try:
        text = render_welcome(room.rules.welcome, newcomers, room.name, wording)
    except TextRefused as error:
        return [_broken(joined, room, str(error), wording)]
    first = newcomers[0].identity
    mentions = tuple(member.identity for member in newcomers[:_SHOWN])
    return [
        Intent(
            deed=SayInRoom(room=room.id, text=text, mentions=mentions),
            key=f"welcome:{room.id}:{first}:{joined.event.ref}",
            reason=wording(Say.WELCOME_REASON, count=len(newcomers)),
            on_late=OnLate.SKIP,
        )
    ]


def render_welcome(
    template: str, newcomers: Sequence[SeenMember], room_name: str, wording: Wording
) -> str:
    """The welcome text. Several newcomers: names in a row, each student ID beside its name.

    Raises TextRefused where the text cannot be filled in.
    """
    return render(template, _facts(newcomers, room_name, wording))[:_LONGEST_WELCOME]


def _facts(newcomers: Sequence[SeenMember], room_name: str, wording: Wording) -> Mapping[str, Any]:
    shown = newcomers[:_SHOWN]
    names = [shown_name(member, wording) for member in shown]
    ids: StudentId | str | None = shown[0].student
    if len(shown) > 1:
        ids = "、".join(f"{name} {m.student}" for name, m in zip(names, shown, strict=True))
    members = [
        {"name": name, "student_id": m.student} for name, m in zip(names, shown, strict=True)
    ]
    return {"name": "、".join(names), "student_id": ids, "room": room_name, "members": members}


@lru_cache(maxsize=256)
def check_welcome(template: str) -> str | None:
    """What is wrong with a welcome text, or None: for checking config.yaml before it is used."""
    newcomer = SeenMember(identity=IdentityId(0), student=FIRST_STUDENT_ID, name="小明")
    one, several = (_facts([newcomer] * n, "", Wording("zh")) for n in (1, 2))
    return next(iter(text_mistakes(template, _WELCOME_FACTS, one, several)), None)


def shown_name(member: SeenMember, wording: Wording) -> str:
    """A name the bot may repeat: short, on one line, and no advert itself."""
    name = cut(member.nickname or member.name, _LONGEST_NAME)
    text = normalise(name)
    suspect = _CONTACT_IN_NAME.search(text.tight) or links_of(fold_text(name))
    return wording(Say.NEWCOMER) if suspect or not text.tight else name


def _broken(joined: SeenEvent, room: Room, mistake: str, wording: Wording) -> RaiseAlert:
    return RaiseAlert(
        kind="config",
        severity=Severity.WARNING,
        reason=wording(Say.WELCOME_BROKEN, error=cut(mistake, 200)),
        advice=wording(Say.WELCOME_ADVICE),
        group=f"welcome:{room.id}",
        room=joined.room,
    )

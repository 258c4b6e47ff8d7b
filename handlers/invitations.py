"""Invitations: into which rooms the bot goes when it is asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from bot.core.effects import AcceptInvitation, Effect, Intent
from bot.core.events import RoomInvited
from handlers.wording import Say, Wording, cut


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationRules:
    """Whether invitations are accepted, and into rooms of which names (with * and ?)."""

    accept: bool = True
    rooms: tuple[str, ...] = ("*",)


def invitations(
    invited: Sequence[RoomInvited], rules: InvitationRules, wording: Wording
) -> list[Effect]:
    """Accept what the rules allow; the reason tells who invited, for the audit."""
    return [
        Intent(
            deed=AcceptInvitation(channel=event.channel, invitation=event.invitation),
            key=f"accept:{event.channel}:{event.ref}",
            reason=wording(
                Say.INVITED,
                inviter=cut(event.inviter_name or event.inviter or wording(Say.SOMEBODY), 40),
                room=cut(event.room_name, 60),
            ),
            urgent=True,
        )
        for event in invited
        if rules.accept and any(fnmatchcase(event.room_name, name) for name in rules.rooms)
    ]

"""What a person's word on a case would lead to, counted before it is said. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.core.conduct_effects import Enlist, GiveMark
from bot.core.effects import Effect, Intent, InviteMember, RecallMessage, RemoveMember
from bot.core.learning import KeepSample


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """How many of each deed would follow."""

    removed: int  # accounts that are removed,
    rooms: int  # from so many rooms
    recalled: int  # messages that are taken back
    invited: int  # accounts that are invited back
    called_off: int  # deeds that wait and will not be done
    marked: int  # people who get points
    forgiven: int  # people whose points for it are taken back
    denied: int  # people who come onto the deny list
    learned: int  # texts that are learned


def outlook(effects: Iterable[Effect], *, called_off: int = 0, forgiven: int = 0) -> Outlook:
    """Count what these effects would do."""
    seen = tuple(effects)
    deeds = [one.deed for one in seen if isinstance(one, Intent)]
    removals = [one for one in deeds if isinstance(one, RemoveMember)]
    return Outlook(
        removed=len({one.member for one in removals}),
        rooms=len({one.room for one in removals}),
        recalled=sum(isinstance(one, RecallMessage) for one in deeds),
        invited=len({one.member for one in deeds if isinstance(one, InviteMember)}),
        called_off=called_off,
        marked=len({one.student for one in seen if isinstance(one, GiveMark)}),
        forgiven=forgiven,
        denied=len({one.student for one in seen if isinstance(one, Enlist)}),
        learned=sum(isinstance(one, KeepSample) for one in seen),
    )

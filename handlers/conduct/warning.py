"""The warning to a member: in the room's own words where it has some."""

from functools import lru_cache
from typing import Final

from bot.core.ids import FIRST_STUDENT_ID, IdentityId
from bot.core.seen import SeenMember
from bot.core.wording_template import Shape, TextRefused, render, text_mistakes
from handlers.conduct.words import Tell, tell
from handlers.identity import shown_name
from handlers.wording import Wording

_FACTS: Final[Shape] = {"name": (), "student_id": (), "room": ()}


def warning_text(template: str, member: SeenMember, room_name: str, wording: Wording) -> str:
    """What the member is told. A template that cannot be filled in gives way to the usual words."""
    facts = _facts(member, room_name, wording)
    if template.strip() and check_warning(template) is None:
        try:
            return render(template, facts)
        except TextRefused:
            pass
    return tell(wording, Tell.WARNING, name=facts["name"])


@lru_cache(maxsize=256)
def check_warning(template: str) -> str | None:
    """What is wrong with a room's warning, or None: for checking config.yaml before it is used."""
    somebody = SeenMember(identity=IdentityId(0), student=FIRST_STUDENT_ID, name="小明")
    sample = _facts(somebody, "", Wording("zh"))
    return next(iter(text_mistakes(template, _FACTS, sample)), None)


def _facts(member: SeenMember, room_name: str, wording: Wording) -> dict[str, object]:
    return {
        "name": shown_name(member, wording),
        "student_id": member.student,
        "room": room_name,
    }

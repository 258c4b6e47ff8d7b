"""Pictures in a replay: what errands found out then is judged by today's rules."""

from typing import Any

from bot.core.answers import PictureSeen
from bot.core.effects import RecordVerdicts
from bot.core.events import ErrandDone, Media, MessageKind
from bot.core.ids import EventRef
from bot.core.rooms import RoomRules
from bot.core.seen import SeenEvent, SeenMessage
from bot.core.staff import StaffDirectory
from bot.memory.memory import Memory
from handlers.decide import decide
from tests.support.builders import NOON, seen
from tests.support.judging import RULES, of_kind

LOOK = "a606d826d9d9f899"


def told(about: SeenMessage, number: int) -> SeenEvent:
    event = ErrandDone(
        channel=about.event.channel,
        ref=EventRef(f"errand:{number}"),
        at=NOON,
        room=about.event.room,
        message=about.event.ref,
        answer=PictureSeen(print=LOOK),
    )
    return SeenEvent(event=event, room=about.room)


def test_the_same_picture_by_three_accounts_is_noticed_in_a_replay():
    memory = Memory(
        window=RULES.judging.repeats.window,
        rules_for=lambda *_: RoomRules(),
        staff=StaffDirectory.of(()),
    )
    found: list[Any] = []
    for number in range(1, 4):
        said = seen("", sender=number, kind=MessageKind.IMAGE, media=Media(name="a.jpg"))
        for batch in ([said], [told(said, number)]):
            effects = decide(batch, memory.context(batch), RULES, NOON)
            memory.keep(batch, effects)
            found.append(of_kind(RecordVerdicts, effects))

    assert [bool(one) for one in found] == [False] * 5 + [True]
    assert "3 个账号" in found[-1][0].spam.reasons[0]

"""A replay sees campaigns and cases as the service sees them."""

from datetime import timedelta

from bot.core.effects import RecordVerdicts
from bot.core.rooms import RoomRules
from bot.core.seen import SeenMessage
from bot.core.staff import StaffDirectory
from bot.memory.memory import Memory
from handlers.decide import look, settle
from tests.support.builders import after, seen
from tests.support.judging import RULES, of_kind

ADVERT = "刷单兼职，佣金日结，加薇 abc12345 名额有限，先到先得，欢迎各位邻居前来咨询"


def memory() -> Memory:
    return Memory(
        window=timedelta(hours=1),
        rules_for=lambda *_: RoomRules(),
        staff=StaffDirectory(users=frozenset(), titles=frozenset()),
    )


def records(kept: Memory, *batch: SeenMessage) -> list[RecordVerdicts]:
    looked = look(batch, kept.context(batch), RULES)
    now = batch[-1].event.at
    effects = settle(looked, kept.closer(looked.suspects, now), RULES, now)
    kept.keep(batch, effects)
    return of_kind(RecordVerdicts, effects)


def test_a_copy_from_another_batch_belongs_to_the_first_ones_case():
    kept = memory()
    first = seen(ADVERT, sender=1)
    (opened,) = records(kept, first)
    (joined,) = records(kept, seen(ADVERT.replace("12345", "99887"), sender=2, at=after(hours=5)))

    assert opened.campaign is None
    assert joined.campaign == first.id


def test_copies_by_many_in_many_rooms_are_a_sign_of_their_own():
    kept = memory()
    said = [
        records(kept, seen(ADVERT, sender=number, room=number, at=after(hours=2 * number)))
        for number in range(4)
    ]

    assert "campaign" in {verdict.detector for verdict in said[-1][0].spam.verdicts}


def test_what_somebody_says_right_after_an_advert_belongs_to_its_case():
    kept = memory()
    first = seen(ADVERT, sender=1)
    records(kept, first)

    looked = look([first], kept.context([first]), RULES)
    closer = kept.closer(looked.suspects, after())

    assert closer.open_cases[first.sender.identity].case.first == first.id

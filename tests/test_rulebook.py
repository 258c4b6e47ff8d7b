"""The rules of config.yaml at work: from what was said to cases and the outbox."""

import pytest

from bot.config import parse_settings
from bot.core.ids import UserRef
from bot.core.sending import DeliverySettings
from bot.rulebook import Rulebook
from storage.unit import Store
from tests.support.builders import NOON, after, listed, message

ADVERT = "加微信 vx: abc12345 兼职日结 200 元，无需押金，名额有限"


class _Service:
    """What takes events in, judges them and keeps what is to be done."""

    def __init__(self, database, config=""):
        source = f"channels: [{{kind: simulator, name: sim}}]\n{config}"
        self._rules = Rulebook(parse_settings(source, file="config.yaml", environment={}))
        self._store = Store(database, self._rules, DeliverySettings())

    async def hears(self, *events, now=NOON):
        async with self._store.write() as unit:
            seen = await unit.save(events, now=now)
            context = await unit.load_context(seen, now=now)
            await unit.apply(self._rules.decide(seen, context, now), now=now)

    async def to_do(self, kind):
        async with self._store.read() as unit:
            return [d for d in (await unit.outbox.deliveries()).items if d.kind == kind]

    async def cases(self):
        async with self._store.read() as unit:
            return (await unit.records.cases()).items


@pytest.mark.parametrize(("author", "removals"), [("boss", 0), ("u2", 1)])
async def test_an_advert_by_the_owner_of_the_room_is_a_case_for_staff_and_no_removal(
    database, author, removals
):
    service = _Service(database, "rooms: {defaults: {mode: enforce}}\n")
    await service.hears(listed("英语群", "boss", "u2", owner=UserRef("boss")))

    await service.hears(message(ADVERT, sender=author))

    assert len(await service.cases()) == 1
    assert len(await service.to_do("RemoveMember")) == removals


async def test_a_member_who_asks_for_the_student_id_a_hundred_times_is_answered_once(database):
    service = _Service(database)

    for n in range(100):
        await service.hears(message("我的学号", at=after(seconds=n)), now=after(seconds=n))

    assert len(await service.to_do("Say")) == 1

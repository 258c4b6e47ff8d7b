"""The context in memory tells of suspects what the database tells of them."""

from datetime import timedelta

from bot.core.ids import RoomRef, UserRef
from bot.core.rooms import RoomRules
from bot.core.seen import SeenMessage, Suspect
from bot.core.staff import StaffDirectory
from bot.memory.memory import Memory
from storage.judging.histories import histories
from storage.talk.archive import Archive
from tests.support.builders import NOON, after, joined, message


def _past():
    asked = message("几点开始?", sender="a")
    return [
        joined("a", "b", "c", at=after(minutes=-30)),
        asked,
        message("八点", sender="b", quoted=asked.ref, at=after(minutes=1)),
        message("@名字a 八点", sender="c", mentions=(UserRef("a"),), at=after(minutes=2)),
        message("我自己补一句", sender="a", quoted=asked.ref, at=after(minutes=3)),
        message("别的群", sender="a", room=RoomRef("r2"), at=after(minutes=4)),
        joined("d", at=after(hours=3)),
        *(message(f"打卡{k}", sender="b", at=after(minutes=10 + k)) for k in range(60)),
    ]


async def test_the_past_of_suspects_is_the_same_in_memory_and_in_the_database(database):
    memory = Memory(
        window=timedelta(hours=1),
        rules_for=lambda *_: RoomRules(),
        staff=StaffDirectory(users=frozenset(), titles=frozenset()),
    )
    now = after(hours=5)
    async with database.write() as connection:
        archive = Archive(connection)
        memory.keep(await archive.save(_past(), received=NOON), [])
        asking = [message("新的一句", sender=user, at=now) for user in ("a", "b", "c", "d", "e")]
        asking.append(message("新的一句", sender="a", room=RoomRef("r2"), at=now))
        said = [
            one for one in await archive.save(asking, received=NOON) if isinstance(one, SeenMessage)
        ]
        stored = await histories(connection, said, now=now)

    kept = memory.closer([Suspect(message=one, tight="") for one in said], now).histories

    assert kept == stored
    assert {history.arrived_with for history in kept.values()} == {0, 2}
    assert max(history.answered for history in kept.values()) == 1

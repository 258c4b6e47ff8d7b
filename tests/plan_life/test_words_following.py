"""Steps that follow others, moved where they are laid out."""

from storage.service.audit import Audit, AuditFilter
from tests.plan_life.test_words import AFTER, GREET, THIRD, at, told, until
from tests.support.sop_stage import plan


async def followed(stage, rooms):
    """Greeted at nine; what follows is due at ten."""
    await stage.begin(plan(GREET, AFTER, THIRD), rooms=rooms)
    await stage.tick(hours=1)
    await stage.outcome("sent")
    await stage.tick(seconds=1)


async def test_what_follows_a_step_is_moved_where_it_is_laid_out(stage):
    await followed(stage, rooms=2)

    assert told(await stage.move("after", at(2, 20), names=("群1",))) == [("群1", True, "moved")]
    await until(stage, 2, 19)
    assert (await stage.said()).count("后") == 1
    await until(stage, 2, 21)

    assert (await stage.said()).count("后") == 2
    assert (await stage.said()).count("早") == 2


async def test_what_follows_is_moved_back_to_when_the_plan_has_it_and_both_are_audited(stage):
    await followed(stage, rooms=1)
    await stage.move("after", at(2, 20))

    assert told(await stage.move("after")) == [("群1", True, "as the plan has it")]
    await until(stage, 2, 11)

    assert (await stage.said()).count("后") == 1
    async with stage.database.read() as connection:
        lines = (await Audit(connection).entries(AuditFilter(action="sop.move"))).items
    sides = [one.details["after"]["moved_to"] for one in reversed(lines) if one.details]
    assert sides == ["2026-03-02 20:00", "2026-03-02 10:00"]


async def test_what_follows_and_is_on_its_way_or_past_is_not_moved(stage):
    await followed(stage, rooms=1)

    assert told(await stage.move("after", at(2, 9))) == [
        ("群1", False, "that time is past in this room")
    ]
    await stage.tick(hours=1)
    assert told(await stage.move("after", at(5))) == [
        ("群1", False, "it follows something else and is not laid out now: move that")
    ]

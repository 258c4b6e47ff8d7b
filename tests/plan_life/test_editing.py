"""Edits shown, applied, taken back: what was said is not said again, and who did it is kept."""

import asyncio

import pytest

from bot.core.located import BrokenFile
from bot.core.plan_changes import Impossible, NoSuchThing
from tests.support.sop_stage import plan

GREET = 'id: greet, seat: teacher, when: {day: 1, at: "09:00"}, say: "早"'
LATER = GREET.replace("09:00", "11:00").replace("早", "早安")
EVENING = 'id: evening, seat: teacher, when: {day: 1, at: "20:00"}, say: "晚"'


def signs(edit):
    return [f"{one.sign} {one.step}" for one in edit.diff.dated]


async def test_by_hand_a_saved_file_changes_nothing_until_it_is_applied(stage):
    stage.by_hand()
    await stage.begin(plan(GREET))
    stage.save(plan(LATER))
    await stage.tick(minutes=5)

    shown = await stage.diff()
    assert signs(shown) == ["~ greet"]
    assert [s.local_time.hour for s in await stage.steps()] == [9]
    await stage.apply()
    await stage.tick(seconds=3)
    await stage.tick(hours=1)
    assert await stage.said() == []
    await stage.tick(hours=2)

    assert await stage.said() == ["早安"]
    assert (await stage.diff()).nothing
    (told,) = await stage.alerts()
    assert told.startswith("计划 week 的文件有修改，还没有应用")


async def test_by_hand_a_plan_that_is_new_counts_at_once(stage):
    stage.by_hand()
    await stage.begin(plan(GREET))
    await stage.tick(hours=1)

    assert await stage.said() == ["早"]
    assert [(e.how, e.author) for e in await stage.history()] == [("saved", "file")]


async def test_by_hand_a_restart_goes_on_with_what_was_applied(stage):
    stage.by_hand()
    await stage.begin(plan(GREET))
    stage.save(plan(LATER))
    stage.new_desk()
    await stage.tick(hours=1)

    assert await stage.said() == ["早"]


async def test_an_applied_edit_says_nothing_again_that_was_said(stage):
    stage.by_hand()
    await stage.begin(plan(GREET, EVENING))
    await stage.tick(hours=1)
    await stage.outcome("sent")
    await stage.tick(seconds=1)

    stage.save(plan(LATER, EVENING))
    shown = await stage.diff()
    await stage.apply()
    for _ in range(14):
        await stage.tick(hours=1)

    assert signs(shown) == ["= greet", "= greet"]
    assert shown.diff.rooms == 0
    assert await stage.said() == ["早", "晚"]


@pytest.mark.parametrize("by_hand", [True, False])
async def test_a_rollback_brings_the_text_before_back_and_repeats_nothing(stage, by_hand):
    if by_hand:
        stage.by_hand()
    await stage.begin(plan(GREET, EVENING))
    await stage.tick(hours=1)
    await stage.outcome("sent")
    stage.save(plan(GREET.replace("09:00", "10:00"), EVENING.replace("晚", "晚安")))
    await stage.tick(seconds=3)
    if by_hand:
        await stage.apply()

    done = await stage.roll_back()
    await stage.tick(seconds=3)
    for _ in range(13):
        await stage.tick(hours=1)

    assert await stage.said() == ["早", "晚"]
    assert [e.how for e in await stage.history()] == [
        "rolled_back", "applied" if by_hand else "saved", "saved",
    ]  # fmt: skip
    assert bool(done.copy) is not by_hand
    assert ("plan.rollback", "plan:week") in await stage.noted()


async def test_on_save_a_rollback_writes_the_file_and_keeps_what_it_said(stage):
    first, second = plan(GREET), plan(LATER)
    await stage.begin(first)
    stage.save(second)
    await stage.tick(seconds=3)

    done = await stage.roll_back()

    assert (stage.path / "week.yaml").read_text(encoding="utf-8") == first
    kept = await asyncio.to_thread(open, done.copy, encoding="utf-8")
    with kept:
        assert kept.read() == second
    await stage.tick(seconds=3)
    assert len(await stage.history()) == 3
    names = sorted(path.suffix for path in stage.path.iterdir())
    assert names == [".old", ".yaml"]


async def test_the_history_tells_who_when_why_and_in_how_many_rooms(stage):
    stage.by_hand()
    await stage.begin(plan(GREET), rooms=3)
    stage.save(plan(LATER))
    await stage.tick(minutes=1)
    await stage.apply()
    await stage.tick(seconds=3)

    newest, oldest = await stage.history()

    assert (newest.how, newest.author, newest.reason, newest.rooms) == (
        "applied",
        "wang",
        "geht",
        3,
    )
    assert (oldest.how, oldest.author, oldest.reason, oldest.rooms) == ("saved", "file", "", 0)
    assert newest.at > oldest.at


async def test_a_version_is_named_by_its_beginning_and_must_be_clear(stage):
    stage.by_hand()
    await stage.begin(plan(GREET))
    stage.save(plan(LATER))
    await stage.apply()
    new, old = (edition.version for edition in await stage.history())

    async with stage.store.read() as unit:
        editor = stage.life.editor
        assert (await editor.version(unit.runs, "week", old[:6])).version == old
        assert (await editor.version(unit.runs, "week", "")).version == new
        with pytest.raises(NoSuchThing, match="'week' has no version 'zz'"):
            await editor.version(unit.runs, "week", "zz")
        with pytest.raises(NoSuchThing, match="no text of a plan 'weak' was ever in force"):
            await editor.version(unit.runs, "weak", "")
    await stage.roll_back(old[:6])
    assert (await stage.history())[0].version == old


async def test_there_is_no_way_back_before_the_first_text(stage):
    await stage.begin(plan(GREET))

    with pytest.raises(NoSuchThing, match="no other text of 'week' was ever in force"):
        await stage.roll_back()


async def test_the_same_text_applied_twice_is_no_second_edition(stage):
    stage.by_hand()
    await stage.begin(plan(GREET))
    stage.save(plan(LATER))

    await stage.apply()
    await stage.apply()

    assert len(await stage.history()) == 2


async def test_what_was_shown_is_applied_or_nothing_is(stage):
    stage.by_hand()
    await stage.begin(plan(GREET))
    stage.save(plan(LATER))
    shown = await stage.diff()
    await stage.apply(plan(EVENING))

    with pytest.raises(Impossible, match="week was changed in the meantime"):
        await stage.apply(expected=shown.before)

    assert (await stage.history())[0].version == (await stage.diff(plan(EVENING))).after.version


async def test_a_broken_text_is_refused_with_every_mistake_and_changes_nothing(stage):
    await stage.begin(plan(GREET))
    broken = plan(GREET.replace("teacher,", "techer,"), EVENING.replace("20:00", "25:00"))

    with pytest.raises(BrokenFile) as told:
        await stage.apply(broken)

    assert len(told.value.problems) == 2
    assert len(await stage.history()) == 1
    assert (stage.path / "week.yaml").read_text(encoding="utf-8") == plan(GREET)


async def test_another_plans_text_is_not_taken_for_this_one(stage):
    await stage.begin(plan(GREET))

    with pytest.raises(Impossible, match="is the plan 'other', not 'week'"):
        await stage.apply(plan(GREET, name="other"))


async def test_on_save_a_given_text_goes_into_the_file(stage):
    await stage.begin(plan(GREET))

    await stage.apply(plan(LATER))
    await stage.tick(seconds=3)
    await stage.tick(hours=3)

    assert (stage.path / "week.yaml").read_text(encoding="utf-8") == plan(LATER)
    assert [(e.how, e.author) for e in await stage.history()] == [
        ("applied", "wang"), ("saved", "file"),
    ]  # fmt: skip
    assert await stage.said() == ["早安"]


async def test_the_diff_shows_what_the_desk_then_does(stage):
    """Every dated step in the next two days is where the diff said that it would be."""
    stage.by_hand()
    steps = [
        f'id: s{n}, seat: teacher, when: {{day: {1 + n % 2}, at: "{9 + n:02d}:00"}}, say: "{n}"'
        for n in range(8)
    ]
    await stage.begin(plan(*steps), rooms=2)
    await stage.tick(hours=3)
    edited = [step.replace(":00", ":30") if n % 2 else step for n, step in enumerate(steps[1:])]
    new = 'id: new, seat: teacher, when: {day: 2, at: "18:00"}, say: "n"'
    stage.save(plan(*edited, new))

    shown = await stage.diff()
    await stage.apply()
    await stage.tick(seconds=3)

    rows = {(s.run, s.step, s.local_date, s.local_time): s for s in await stage.steps()}
    for one in shown.diff.dated:
        row = rows.get((one.run, one.step, one.local_date, one.local_time))
        match one.sign:
            case "+" | "~":
                assert row is not None, one
                assert (row.state, row.due) == ("planned", one.due), one
            case "-":
                assert row is None or row.outcome == "计划已修改，这一步不再在这个时间", one
            case _:
                assert row is not None, one
                assert row.state in {"queued", "skipped"}, one
    planned = {key for key, row in rows.items() if row.state == "planned"}
    still = {
        (d.run, d.step, d.local_date, d.local_time) for d in shown.diff.dated if d.sign in "+~"
    }
    untouched = {key for key in planned if key[1] in {"s1", "s3", "s5", "s7"}}
    assert planned == still | untouched

"""Whether a due step is said: conditions, pauses, posts a day, lateness, content. No database."""

from datetime import timedelta

from bot.core.content import Approval
from bot.core.effects import Intent
from bot.core.ids import RoomId
from bot.core.plans import StepState
from sop.content import Content, Library, LoadedContent
from sop.firing.scene import Scene
from sop.firing.turn import take_turn
from sop.parse import parse_plan
from tests.sop.test_plan import a_run
from tests.sop.test_saying import HEAD, on_time, said, turn
from tests.sop.test_turns import GRACE, due
from tests.support.sop_stage import MORNING


def test_a_condition_that_does_not_hold_leaves_the_step_out_and_says_which():
    facts = {due().id: {"counts": {"members": 12}}}
    step = on_time("only_if: counts.members >= 20, say: 好")

    assert turn(step).move.state is StepState.FAILED, "the fact is not known"
    left_out = _with_facts(step, facts)
    assert left_out.move.state is StepState.SKIPPED
    assert left_out.move.outcome == "条件不成立：counts.members >= 20"
    assert _with_facts(step, {due().id: {"counts": {"members": 20}}}).move.state is StepState.QUEUED


def _with_facts(step, facts):
    the_plan = parse_plan(f"{HEAD}  - {{id: a, {step}}}\n", file="p").plan
    scene = Scene(facts=facts)
    return take_turn(due(), plan=the_plan, run=a_run(), scene=scene, now=MORNING, grace=GRACE)


PAUSE = on_time("wait_for_pause: {quiet: 3m, wait: 20m}, say: 好")


def test_while_people_talk_a_step_waits_for_a_pause():
    talking = {RoomId(1): MORNING - timedelta(minutes=1)}
    quiet = {RoomId(1): MORNING - timedelta(minutes=3)}

    assert turn(PAUSE, spoke=talking).move is None
    assert turn(PAUSE, spoke=quiet).move.state is StepState.QUEUED
    assert turn(PAUSE).move.state is StepState.QUEUED


def test_a_step_that_waited_long_enough_is_said_with_its_whole_grace_left():
    wait = timedelta(minutes=20)
    talking = {RoomId(1): MORNING + wait}

    found = turn(PAUSE, spoke=talking, after=wait)

    (intent,) = found.effects
    assert isinstance(intent, Intent)
    assert intent.due == MORNING + wait
    assert intent.expires is not None
    assert intent.expires >= intent.due + GRACE


def test_or_it_is_left_out_where_the_plan_says_so():
    step = PAUSE.replace("wait: 20m", "wait: 20m, otherwise: skip")

    found = turn(
        step, spoke={RoomId(1): MORNING + timedelta(minutes=20)}, after=timedelta(minutes=20)
    )

    assert found.move.outcome == "群里一直在聊天，等了 20 分钟 没有等到停顿"


def test_a_room_that_heard_enough_today_hears_only_what_must_be():
    heard = {"limits": {RoomId(1): 3}, "posts": {(RoomId(1), MORNING.date()): 2}}

    assert turn(on_time("say: 好"), **heard).move.state is StepState.QUEUED
    over = turn(on_time("say: 好"), **heard, more=1)
    assert over.move.outcome == "本群今天已安排 3 条，达到每天 3 条的上限"
    assert turn(on_time("priority: must, say: 好"), **heard, more=1).move.state is StepState.QUEUED
    assert turn(on_time("say: 好"), **heard, more=1, facts={"approved_by": "li"}).effects
    assert turn(on_time("alert: 看一下"), **heard, more=1).move.state is StepState.DONE


def test_late_with_a_plan_b_it_is_left_out_and_counts_as_missed():
    step = on_time("on_late: plan_b, otherwise: [{say: 晚了}], say: 好")

    late = turn(step, after=timedelta(minutes=16))
    assert (late.move.state, late.missed) == (StepState.SKIPPED, True)
    plain = turn(on_time("say: 好"), after=timedelta(minutes=16))
    assert (plain.move.state, plain.missed) == (StepState.SKIPPED, False)


# ---- the content library ------------------------------------------------------------------------


def library(*, approved=True, **other):
    given = {
        "id": "poster",
        "kind": "text",
        "title": "海报",
        "author": "wang",
        "text": "{{ room.name }} 开课",
    }
    content = Content.model_validate(given | other)
    loaded = LoadedContent(content=content, version="v1", file="p.yaml", source="")
    word = Approval(content="poster", version="v1", by="li", at=MORNING)
    return Library(pieces={"poster": loaded}, approvals={"poster": word} if approved else {})


def test_a_piece_of_content_is_said_as_it_was_approved():
    found = turn(on_time("content: poster"), library=library())

    assert said(found) == ["群 开课"]


def test_content_that_is_not_ready_is_never_said_and_its_author_hears_of_it():
    found = turn(on_time("content: poster"), library=library(approved=False))

    assert found.move.state is StepState.HELD
    (alert,) = found.effects
    assert (alert.to, alert.kind) == ("wang", "sop")
    assert "sop say 7" in alert.advice


def test_content_that_is_not_there_holds_the_step():
    found = turn(on_time("content: poster"))

    assert (found.move.state, found.move.outcome) == (StepState.HELD, "内容库里没有 poster")


def test_runs_of_other_rooms_do_not_share_what_was_said():
    other = {"limits": {RoomId(2): 1}, "posts": {(RoomId(2), MORNING.date()): 5}}

    assert turn(on_time("say: 好"), **other).move.state is StepState.QUEUED

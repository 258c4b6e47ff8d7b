"""One step whose time has come, without a database."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.effects import AssignTask, Intent, OnLate, OnUnknown, RaiseAlert, Say
from bot.core.events import MessageKind, kind_of_post
from bot.core.ids import OccurrenceId, RoomId, RunId
from bot.core.plans import Occurrence, StepState
from sop.firing.attached import media_of
from sop.firing.scene import Scene
from sop.firing.turn import take_turn
from sop.following import Ending, follow_ups
from sop.model import Attachment
from sop.parse import parse_plan
from sop.wording import late
from tests.sop.test_plan import a_run
from tests.support.sop_stage import MORNING, SHANGHAI, plan

GRACE = timedelta(minutes=15)


def read(*steps):
    return parse_plan(plan(*steps), file="p").plan


def due(step="a", **other):
    given: dict[str, Any] = {
        "id": OccurrenceId(7),
        "run": RunId(1),
        "plan": "week",
        "step": step,
        "room": RoomId(1),
        "local_date": MORNING.date(),
        "local_time": MORNING.time(),
        "zone": SHANGHAI,
        "due": MORNING,
        "occasion": "",
        "state": StepState.PLANNED,
    }
    return Occurrence(**given | other)


def turn(the_plan, occurrence=None, *, after=timedelta(), run=None, standing=None, **scene):
    return take_turn(
        occurrence or due(),
        plan=the_plan,
        run=run or a_run(),
        scene=Scene(standing={RunId(1): standing or {}}, **scene),
        now=MORNING + after,
        grace=GRACE,
    )


def step(more="", name="a", seat="teacher", at="08:00"):
    return f'id: {name}, seat: {seat}, when: {{day: 1, at: "{at}"}}, say: "好"{more}'


def test_a_post_carries_the_rules_of_its_step():
    more = ", mention_all: true, grace: 1h, media: {link: 'https://example.org/', title: 课表}"
    found = turn(read(step(more)))

    (intent,) = found.effects
    assert isinstance(intent, Intent)
    assert isinstance(intent.deed, Say)
    assert (intent.key, intent.occurrence, intent.reason) == ("occ:7", 7, "第一周 · a")
    assert intent.on_unknown is OnUnknown.HOLD
    assert intent.expires == MORNING + timedelta(hours=1)
    assert intent.deed.mention_all
    assert intent.deed.media is not None
    assert (intent.deed.media.mime, intent.deed.media.name) == ("text/html", "课表")


def test_a_persons_task_holds_the_text_and_what_goes_with_it():
    found = turn(read(step(", media: {file: a.png}", seat="li")))

    (task,) = found.effects
    assert isinstance(task, AssignTask)
    assert (task.staff, task.text, task.due) == ("li", "好\na.png", MORNING + timedelta(hours=2))


@pytest.mark.parametrize(
    ("written", "mime", "kind"),
    [
        ({"link": "https://example.org/"}, "text/html", MessageKind.LINK),
        ({"file": "https://example.org/a.pdf"}, "", MessageKind.FILE),
        ({"image": "https://example.org/a.png"}, "image/*", MessageKind.IMAGE),
        ({"video": "https://example.org/a.mp4"}, "video/*", MessageKind.VIDEO),
    ],
)
def test_what_hangs_on_a_post_is_a_card_a_picture_a_video_or_a_file(written, mime, kind):
    media = media_of(Attachment(**written))

    assert media is not None
    assert (media.url, media.mime) == (next(iter(written.values())), mime)
    assert kind_of_post(media) is kind


def test_a_mini_program_is_a_card_of_its_own():
    card = {"app_id": "wx1234abcd", "user_name": "gh_abc@app", "path": "pages/today"}
    media = media_of(Attachment.model_validate({"mini_program": card, "title": "打卡"}))

    assert media is not None
    assert (media.app, media.url, media.name) == ("wx1234abcd gh_abc@app", "pages/today", "打卡")
    assert kind_of_post(media) is MessageKind.MINI_PROGRAM
    assert media_of(None) is None


def test_a_step_that_is_no_longer_in_the_plan_is_skipped():
    found = turn(read(step()), due("gone"))

    assert found.move is not None
    assert (found.move.state, found.move.outcome) == (StepState.SKIPPED, "计划里已没有这一步")


def test_an_account_that_does_not_sit_in_the_room_cannot_speak_there():
    text = plan(step()).replace("account: room", "account: wx2")

    found = turn(parse_plan(text, file="p").plan)

    assert found.move is not None
    assert found.move.outcome == "账号 wx2 不在这个群里"


def test_a_text_that_cannot_be_filled_in_fails_with_an_alert():
    welcome = 'id: a, seat: teacher, when: {event: member_joined}, say: "{{ names }}"'

    found = turn(read(welcome), due(occasion="join:e1", facts={}))

    assert found.move is not None
    assert found.move.state is StepState.FAILED
    (alert,) = found.effects
    assert isinstance(alert, RaiseAlert)
    assert "文案无法生成" in alert.reason


@pytest.mark.parametrize(
    ("states", "becomes"),
    [
        ({StepState.DONE}, StepState.QUEUED),
        ({StepState.DONE, StepState.SKIPPED}, StepState.QUEUED),
        ({StepState.QUEUED}, None),
        ({StepState.HELD, StepState.FAILED}, None),
        ({StepState.FAILED}, StepState.SKIPPED),
        (set(), StepState.SKIPPED),
    ],
)
def test_a_step_goes_on_waits_or_is_skipped_by_how_the_required_one_stands(states, becomes):
    the_plan = read(step(name="first", at="07:00"), step(", requires: [first]"))
    standing = {"first": frozenset((state, MORNING.date()) for state in states)}

    found = turn(the_plan, standing=standing)

    assert (found.move and found.move.state) == becomes


def test_a_required_rhythm_must_have_been_done_the_same_day():
    daily = 'id: first, seat: teacher, when: {every: day, at: "07:00"}, say: "x"'
    the_plan = read(daily, step(", requires: [first]"))
    yesterday = {"first": frozenset({(StepState.DONE, MORNING.date() - timedelta(days=1))})}

    found = turn(the_plan, standing=yesterday)

    assert found.move is not None
    assert found.move.state is StepState.SKIPPED


def test_what_a_person_asked_for_is_said_however_late():
    found = turn(read(step()), due(facts={"approved_by": "wang"}), after=timedelta(hours=5))

    (intent,) = found.effects
    assert isinstance(intent, Intent)
    assert intent.expires == MORNING + timedelta(hours=5) + GRACE


def test_an_approval_does_not_pass_on_to_the_steps_that_follow():
    the_plan = read(step(), 'id: b, seat: teacher, when: {after: a, delay: 1h}, say: "x"')
    done = due(facts={"approved_by": "wang", "members": [{"name": "小林", "student_id": 1}]})

    (follower,) = follow_ups(the_plan, a_run(), done, Ending.SAID, MORNING)

    assert follower.facts == {"members": [{"name": "小林", "student_id": 1}]}
    assert follower.due == MORNING + timedelta(hours=1)
    assert (follower.local_time.hour, follower.occasion) == (9, "after:7")


def test_lateness_is_told_in_units_that_people_use():
    assert late(timedelta(seconds=40), timedelta(seconds=30)) == "晚了 40 秒，超过允许的 30 秒"
    assert "90 分钟" in late(timedelta(minutes=90), GRACE)
    assert "5 小时" in late(timedelta(hours=5), GRACE)


@given(st.integers(0, 5000), st.sampled_from(OnLate), st.integers(0, 600))
def test_a_step_is_said_only_within_its_grace_unless_it_wants_otherwise(minutes, policy, grace):
    found = turn(
        read(step(f", on_late: {policy.value}, grace: {grace}m")), after=timedelta(minutes=minutes)
    )

    said = any(isinstance(effect, Intent) for effect in found.effects)
    assert said == (minutes <= grace or policy is OnLate.SEND)
    assert found.move is not None
    if not said:
        assert found.move.outcome

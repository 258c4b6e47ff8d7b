"""A plan on a virtual clock: what is said, when, and what comes of it."""

from datetime import UTC, datetime

from bot.core.content import Approval
from bot.core.ids import StaffName
from bot.core.rehearsing import Against
from bot.core.tasks import Absence
from bot.rehearsal.values import (
    AtWork,
    Folders,
    Kind,
    Rates,
    Spoke,
    Weight,
)
from sop.parse import parse_plan, version_of
from tests.support.rehearsing import CALL, MONDAY, kinds, plan, rehearsed, said, states


async def test_every_step_is_said_once_at_its_time():
    result = await rehearsed(
        plan(
            'id: a, seat: teacher, when: {day: 1, at: "08:30"}, say: "{{ room.name }} 早"',
            "id: b, seat: teacher, when: {after: a, delay: 10m}, say: 再说一句",
            'id: c, seat: teacher, when: {day: 3, at: "20:00"}, say: 晚安',
        )
    )
    assert said(result) == ["英语1班 早", "再说一句", "晚安"]
    first = next(line for line in result.played.lines if line.step == "a")
    assert first.at == datetime(2026, 3, 2, 0, 30, tzinfo=UTC)
    assert result.findings == ()


async def test_nobody_reacts_and_plan_b_comes():
    result = await rehearsed(plan(CALL), against=Against.SILENT)
    assert said(result) == ["完成的同学发打卡", "我先来打个卡"]
    assert states(result, "call.then.1") == ["skipped"]
    call = next(come for come in result.played.steps if come.step == "call")
    assert call.verdict == "missed"
    assert Kind.BRANCH in kinds(result)


async def test_lively_members_react_and_plan_b_does_not_come():
    result = await rehearsed(plan(CALL), against=Against.SIMULATED, rates=Rates(answering=0.6))
    assert said(result) == ["完成的同学发打卡", "太棒了"]
    assert states(result, "call.otherwise.1") == ["skipped"]
    call = next(come for come in result.played.steps if come.step == "call")
    assert (call.verdict, call.speakers >= 3) == ("met", True)


async def test_the_same_seed_tells_the_same_and_another_one_something_else():
    one, again, other = [
        await rehearsed(plan(CALL), against=Against.SIMULATED, seed=seed) for seed in (1, 1, 2)
    ]
    assert one.played == again.played
    assert one.played.lines != other.played.lines


async def test_a_colleague_posts_the_text_of_a_task_and_it_is_done():
    result = await rehearsed(
        plan('id: greet, seat: fan, when: {day: 1, at: "09:00"}, deadline: 1h, say: 我来报到')
    )
    (line,) = [line for line in result.played.lines if line.kind is Spoke.PERSON]
    assert (line.text, line.who) == ("我来报到", "林老师")
    assert states(result, "greet") == ["done"]


async def test_while_a_colleague_is_away_the_stand_in_does_the_task():
    away = Absence(staff=StaffName("lin"), since=datetime(2026, 3, 1, tzinfo=UTC))
    result = await rehearsed(
        plan('id: greet, seat: fan, when: {day: 1, at: "09:00"}, deadline: 1h, say: 我来报到'),
        away=(away,),
    )
    (line,) = [line for line in result.played.lines if line.kind is Spoke.PERSON]
    assert line.who == "王老师"


async def test_newcomers_of_the_model_are_welcomed():
    result = await rehearsed(
        plan(
            'id: hello, seat: teacher, when: {day: 1, at: "08:30"}, say: 早',
            "id: new, seat: teacher, when: {event: member_joined, delay: 1m},"
            ' say: "欢迎 {{ names }}"',
            'id: end, seat: teacher, when: {day: 7, at: "08:30"}, say: 再见',
        ),
        against=Against.SIMULATED,
        rates=Rates(joining_a_day=2.0),
    )
    joined = [line.who for line in result.played.lines if line.kind is Spoke.JOINED]
    welcomed = [text for text in said(result) if text.startswith("欢迎")]
    assert joined
    assert len(welcomed) == len(joined)


async def test_a_campaign_is_rehearsed_with_the_date_of_its_event():
    result = await rehearsed(
        plan(
            'id: t3, seat: teacher, when: {event_day: -3, at: "20:00"}, say: 还有三天',
            "id: h2, seat: teacher, when: {before_event: 2h}, say: 还有两小时",
        ),
        event_at=datetime(2026, 3, 8, 6, 0, tzinfo=UTC),
    )
    times = [line.at for line in result.played.lines]
    assert times == [
        datetime(2026, 3, 5, 12, 0, tzinfo=UTC),
        datetime(2026, 3, 8, 4, 0, tzinfo=UTC),
    ]


async def test_another_plan_of_the_room_is_played_beside_it_and_collisions_are_named():
    other = plan('id: x, seat: teacher, when: {day: 1, at: "08:35"}, say: 另一份计划', name="other")
    beside = AtWork(loaded=parse_plan(other, file="other.yaml"), starts_on=MONDAY)
    result = await rehearsed(
        plan('id: a, seat: teacher, when: {day: 1, at: "08:30"}, say: 早'), beside=(beside,)
    )
    (found,) = [one for one in result.findings if one.kind is Kind.COLLISION]
    assert (found.step, found.weight) == ("a", Weight.WARNING)
    assert [come.step for come in result.played.beside] == ["x"]


async def test_more_posts_a_day_than_the_room_takes_are_named():
    steps = [
        f'id: s{n}, seat: teacher, when: {{day: 1, at: "{n + 8:02d}:00"}}, say: 第 {n} 条'
        for n in range(4)
    ]
    result = await rehearsed(plan(*steps), config="sop: {posts_per_day: 3}")
    assert len(said(result)) == 3
    assert {one.step for one in result.findings if one.weight is Weight.WARNING} == {"s3"}


async def test_a_post_in_quiet_hours_is_named_with_what_becomes_of_it():
    result = await rehearsed(
        plan(
            'id: late, seat: teacher, when: {day: 1, at: "23:00"}, grace: 10h, say: 晚了',
            'id: lost, seat: teacher, when: {day: 1, at: "23:30"}, say: 过时',
        ),
        config="rooms: {defaults: {quiet_hours: {start: '22:30', end: '07:30'}}}",
    )
    quiet = {one.step: one.text for one in result.findings if one.kind is Kind.QUIET}
    assert set(quiet) == {"late", "lost"}
    assert "03-03 07:30" in quiet["late"]


async def test_a_card_that_the_account_cannot_post_fails_in_the_rehearsal_already():
    card = "[{media: {mini_program: {app_id: wx1234567890}, title: 打卡}}]"
    result = await rehearsed(
        plan(f'id: card, seat: teacher, when: {{day: 1, at: "09:00"}}, say: {card}'),
        kind="wechaty, endpoint: '127.0.0.1:1', token: t, mini_programs: false",
    )
    (found,) = [one for one in result.findings if one.step]
    assert (found.kind, found.weight, found.step) == (Kind.FAILED, Weight.ERROR, "card")
    assert "mini-program" in found.text


async def test_a_text_too_long_for_the_channel_says_in_how_many_parts_it_goes_out():
    long = "这一段话很长。" * 30
    result = await rehearsed(
        plan(f'id: long, seat: teacher, when: {{day: 1, at: "09:00"}}, say: "{long}"'),
        kind="wechaty, endpoint: '127.0.0.1:1', token: t, max_text: 150",
    )
    (found,) = [one for one in result.findings if one.kind is Kind.TOO_LONG]
    assert "210" in found.text
    assert "150" in found.text


async def test_what_would_be_said_at_night_is_named_where_no_quiet_hours_are_set():
    night = 'id: owl, seat: teacher, when: {day: 1, at: "02:00"}, say: 还没睡吗'
    assert kinds(await rehearsed(plan(night))) == {Kind.QUIET}


async def test_a_missing_file_would_fail_and_that_is_an_error(tmp_path):
    result = await rehearsed(
        plan('id: a, seat: teacher, when: {day: 1, at: "09:00"}, media: {image: no.png}'),
        folders=Folders(plans=tmp_path),
    )
    (found,) = result.of(Weight.ERROR)
    assert (found.kind, found.step) == (Kind.FAILED, "a")
    assert "no.png" in found.text


async def test_content_that_is_not_approved_is_an_error_and_approved_it_is_said(tmp_path):
    source = "id: tips\nkind: text\ntitle: 小技巧\nauthor: lin\ntext: 先听再看\n"
    (tmp_path / "tips.yaml").write_text(source, encoding="utf-8")
    folders = Folders(plans=tmp_path, contents=tmp_path)
    step = plan('id: a, seat: teacher, when: {day: 1, at: "09:00"}, content: tips')
    unready = await rehearsed(step, folders=folders)
    (found,) = unready.of(Weight.ERROR)
    assert (found.kind, found.step) == (Kind.CONTENT, "a")
    assert said(unready) == []

    word = Approval(
        content="tips",
        version=version_of(source),
        by="wang",
        at=datetime(2026, 3, 1, tzinfo=UTC),
    )
    ready = await rehearsed(step, folders=folders, approved=(word,))
    assert said(ready) == ["先听再看"]
    assert ready.of(Weight.ERROR) == ()


async def test_somebody_with_three_tasks_at_once_is_named():
    steps = [
        f'id: t{n}, seat: fan, when: {{day: 1, at: "09:0{n}"}}, deadline: 2h, say: 任务 {n}'
        for n in range(3)
    ]
    result = await rehearsed(plan(*steps))
    (found,) = [one for one in result.findings if one.kind is Kind.TASKS]
    assert "lin" in found.text
    assert "3" in found.text


async def test_a_step_whose_day_never_comes_is_named():
    result = await rehearsed(
        plan(
            'id: a, seat: teacher, when: {day: 1, at: "09:00"}, say: 早',
            'id: never, seat: teacher, when: {date: 2025-01-01, at: "09:00"}, say: 去年',
        )
    )
    assert "never" in {one.step for one in result.of(Weight.WARNING)}


async def test_a_day_beyond_those_that_were_asked_for_is_only_a_note():
    text = plan(
        'id: a, seat: teacher, when: {day: 1, at: "09:00"}, say: 早',
        'id: late, seat: teacher, when: {day: 20, at: "09:00"}, say: 晚',
    )

    result = await rehearsed(text, days=2)

    assert not result.of(Weight.WARNING)
    (found,) = [one for one in result.findings if one.step == "late"]
    assert "只预演了 2 天" in found.text


async def test_a_condition_that_does_not_hold_is_a_note_with_its_reason():
    result = await rehearsed(
        plan(
            'id: big, seat: teacher, when: {day: 1, at: "09:00"},'
            ' only_if: "counts.members > 1000", say: 大群'
        )
    )
    (found,) = result.findings
    assert (found.step, found.weight) == ("big", Weight.NOTE)
    assert "条件" in found.text


async def test_a_plan_that_goes_on_for_ever_is_played_for_three_weeks_or_as_long_as_asked():
    daily = plan('id: a, seat: teacher, when: {every: day, at: "09:00"}, say: 早')
    assert len(said(await rehearsed(daily))) == 21
    assert len(said(await rehearsed(daily, days=5))) == 5


async def test_several_messages_in_a_row_keep_the_pauses_between_them():
    result = await rehearsed(
        plan(
            'id: a, seat: teacher, when: {day: 1, at: "09:00"},'
            " say: [{text: 一}, {text: 二, pause: 20s}, {text: 三, pause: 45s}]"
        )
    )
    nine = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
    behind = [(line.at - nine).total_seconds() for line in result.played.lines]
    assert said(result) == ["一", "二", "三"]
    assert behind == [0, 20, 65]
    assert states(result, "a") == ["done"]

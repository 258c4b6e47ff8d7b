"""Plans as tables, and back."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from sop.model import Every, OnCampaign, OnDate, OnDay
from sop.model.when import AfterStep, BeforeCampaign, Feedback, Happening, OnEvent
from sop.parse import parse_plan
from sop.sheet.casting import Casting
from sop.sheet.cells import Sheet
from sop.sheet.headings import Column, column_of
from sop.sheet.plan import make_plan
from sop.sheet.table import PLANNED, RESULTS, plan_table, room_table, when_text
from tests.sop.test_experiment import result

TODAY = date(2026, 11, 22)
LIBRARY = sorted(Path("sop/library").glob("*.yaml"))


def back(plan):
    """A plan written as a table and read again."""
    rows = plan_table(plan, [])
    people = {key.casefold(): seat.person for key, seat in plan.seats.items() if seat.person}
    sheet = Sheet(name="SOP", rows=tuple(map(tuple, rows)))
    made = make_plan(
        [sheet], name=plan.name, title=plan.title, casting=Casting(people=people), today=TODAY
    )
    return parse_plan(made.source, file="again.yaml").plan, made.unread


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.stem)
def test_every_plan_of_the_library_can_be_written_as_a_table_and_read_again(path):
    plan = parse_plan(path.read_text(encoding="utf-8"), file=str(path)).plan
    again, unread = back(plan)

    read = {step.id: step for step in again.steps}
    dated = (OnDay, OnDate, OnCampaign)
    for step in plan.steps:
        if isinstance(step.when, dated) and step.messages and not step.content:
            assert read[step.id].when == step.when
            assert read[step.id].expect == step.expect
    told = " ".join(str(one) for one in unread)
    lost = [step.id for step in plan.steps if step.id not in read]
    assert not lost or told


def test_what_our_export_adds_is_no_news_to_the_import():
    assert {column_of(name) for name in RESULTS} == {Column.IGNORED}
    assert None not in {column_of(name) for name in PLANNED}


@pytest.mark.parametrize(
    ("when", "told"),
    [
        (OnDay(day=3, at="20:00"), ("D3", "20:00")),
        (OnDate(date=date(2026, 3, 5), at="08:30"), ("2026-03-05", "08:30")),
        (OnCampaign(event_day=-14, at="20:00"), ("T-14", "20:00")),
        (OnCampaign(event_day=0, at="20:00"), ("T", "20:00")),
        (BeforeCampaign(before_event=timedelta(hours=8)), ("活动前 8h", "")),
        (Every(every="working_day", at="20:00"), ("工作日", "20:00")),
        (Every(every=["mon", "wed"], at="20:00"), ("周一、周三", "20:00")),
        (Every(every="*/30 9-18 * * *"), ("cron */30 9-18 * * *", "")),
        (AfterStep(after="ask", delay="10m", feedback=Feedback.MISSED), ("ask 未达标后 10m", "")),
        (OnEvent(event=Happening.MEMBER_JOINED), ("有人进群", "")),
    ],
)
def test_a_time_is_written_as_ops_write_it(when, told):
    assert when_text(when) == told


def test_several_messages_plan_b_and_links_come_back():
    source = """
name: p
title: t
seats: {expert: {role: expert, account: room}, 粉丝: {role: fan, person: li}}
steps:
  - id: a
    title: 早安
    seat: expert
    when: {day: 1, at: "09:00"}
    say: [{text: "一\\n行"}, {text: 二, media: {link: "https://a.cn/x"}}]
    expect: {speakers: 10%, within: 90m}
    otherwise:
      - {seat: 粉丝, say: 我先来, delay: 10m}
      - {alert: 请关注}
"""
    plan = parse_plan(source, file="p.yaml").plan
    again, unread = back(plan)

    (old,), (new,) = plan.steps, again.steps
    assert unread == ()
    assert [one.text for one in new.messages] == [one.text for one in old.messages]
    assert new.messages[1].media.link == "https://a.cn/x"
    assert (new.title, new.expect) == (old.title, old.expect)
    assert [(o.seat, o.say, o.alert, o.delay) for o in new.otherwise] == [
        (o.seat, o.say, o.alert, o.delay) for o in old.otherwise
    ]


def test_a_room_is_told_dated_with_steps_to_come_and_those_that_are_gone():
    source = """
name: p
title: t
seats: {expert: {role: expert, account: room}}
steps:
  - {id: a, seat: expert, when: {day: 1, at: "09:00"}, say: 一}
  - {id: b, seat: expert, when: {day: 9, at: "09:00"}, alert: 看一眼}
  - {id: c, seat: expert, when: {event: keyword, words: [报名], delay: 5m}, content: hello}
"""
    plan = parse_plan(source, file="p.yaml").plan
    came = [result(1, "", 10), result(2, "", 0, step="old", said="旧的一步", said_at=None)]
    head, first, gone, later, keyword = room_table(
        plan, [replace(one, step=one.step if one.step == "old" else "a") for one in came], "UTC"
    )

    shown = dict(zip(head, first, strict=True))
    assert (shown["日期"], shown["时间"], shown["回应率"]) == ("2026-05-20", "04:00", "10.0%")
    assert dict(zip(head, gone, strict=True))["备注"] == "计划里已没有这一步"
    told = dict(zip(head, later, strict=True))
    assert (told["日期"], told["内容"], told["状态"]) == ("D9", "提醒：看一眼", "")
    assert dict(zip(head, keyword, strict=True))["日期"] == "有人提到关键词 5m"
    assert "content" in str(dict(zip(head, keyword, strict=True))["备注"])

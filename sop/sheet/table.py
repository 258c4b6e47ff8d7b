"""A plan as the table that ops keep, with what came of it filled in; import reads it back."""

from collections.abc import Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.core.feedback import Verdict
from bot.core.lengths import write_length
from bot.core.plans import StepState
from sop.model import (
    AfterStep,
    Attachment,
    BeforeCampaign,
    Every,
    Feedback,
    Follow,
    Happening,
    OnCampaign,
    OnDate,
    OnDay,
    OnEvent,
    Plan,
    Step,
)
from sop.model.say import Message, messages_of
from sop.model.when import WEEKDAYS, When
from sop.results.totals import summary
from sop.results.values import StepResult, Summary
from sop.sheet.cells import Value
from sop.sheet.expecting import LABELS, write_expectation

Row = list[Value]

PLANNED = (
    "编号",
    "日期",
    "时间",
    "角色",
    "环节",
    "内容",
    "链接",
    "附件",
    "预期反馈",
    "备选",
    "备注",
)
_OVER_ROOMS = (
    *(
        "已发",
        "迟发",
        "跳过",
        "失败",
        "达标",
        "未达标",
        "启用备选",
        "回应率",
        "高出平时",
        "首次回应",
    ),
)
_OF_ONE = (
    *("状态", "发出时间", "由谁发出", "措辞", *LABELS.values(), "群人数", "回应率", "高出平时"),
    *("首次回应", "是否达标", "启用备选", "结果"),
)
RESULTS = (*_OVER_ROOMS, *_OF_ONE)
_DAYS = dict(zip(WEEKDAYS, "一二三四五六日", strict=True))
_EVERY = {"day": "每天", "working_day": "工作日", "holiday": "节假日"}
_HAPPENS = {
    Happening.MEMBER_JOINED: "有人进群",
    Happening.LEAD_FOUND: "发现线索",
    Happening.QUESTION_UNANSWERED: "提问无人回答",
    Happening.SIGN_UP: "有人报名",
    Happening.KEYWORD: "有人提到关键词",
}
_AFTER = {
    Feedback.MET: "达标后",
    Feedback.MISSED: "未达标后",
    Feedback.KNOWN: "有结果后",
    None: "之后",
}
_STATES = {
    StepState.PLANNED: "未到时间",
    StepState.QUEUED: "发送中",
    StepState.DONE: "已发",
    StepState.SKIPPED: "跳过",
    StepState.FAILED: "失败",
    StepState.HELD: "待人工",
}
_VERDICTS = {Verdict.MET: "达标", Verdict.MISSED: "未达标", Verdict.WAITING: "计数中", None: ""}
_BEYOND = ("variants", "then", "only_if", "wait_for_pause", "requires", "mention_all", "mention")


def plan_table(plan: Plan, results: Sequence[StepResult]) -> list[Row]:
    """The plan step by step, with what came of each over all rooms."""
    by_step: dict[str, list[StepResult]] = {}
    for one in results:
        by_step.setdefault(one.step, []).append(one)
    rows: list[Row] = [[*PLANNED, *_OVER_ROOMS]]
    for step in plan.steps:
        figures = summary(by_step[step.id]) if step.id in by_step else None
        rows += _rows(step, when_text(step.when), _of_rooms(figures))
    return rows


def room_table(plan: Plan, results: Sequence[StepResult], zone: str) -> list[Row]:
    """What was said in one room, dated, with what came of it; then the steps still to come."""
    rows: list[Row] = [[*PLANNED, *_OF_ONE]]
    for one in results:
        step = plan.step(one.step)
        local = one.due.astimezone(ZoneInfo(zone))
        when = (f"{local:%Y-%m-%d}", f"{local:%H:%M}")
        told = _of_room(one, zone)
        rows += [_gone(one, when, told)] if step is None else _rows(step, when, told)
    came = {one.step for one in results}
    for step in plan.steps:
        if step.id not in came:
            rows += _rows(step, when_text(step.when), [""] * len(_OF_ONE))
    return rows


def _gone(one: StepResult, when: tuple[str, str], told: Row) -> Row:
    """A step that the plan does not have any more."""
    return [one.step, *when, "", "", one.said, "", "", "", "", "计划里已没有这一步", *told]


def _rows(step: Step, when: tuple[str, str], told: Row) -> list[Row]:
    """One row a message; days, roles and results stand in the first."""
    messages = _messages(step)
    first = messages[0]
    rows: list[Row] = [
        [
            *(step.id, *when, step.seat, step.title, first.text or _alert(step)),
            *(_link(first.media), _file(first.media)),
            "" if step.expect is None else write_expectation(step.expect),
            "\n".join(_follow(one) for one in step.otherwise),
            _beyond(step),
            *told,
        ]
    ]
    blank: Row = [""] * len(told)
    rows += [
        ["", "", "", "", "", one.text, _link(one.media), _file(one.media), "", "", "", *blank]
        for one in messages[1:]
    ]
    return rows


def _messages(step: Step) -> tuple[Message, ...]:
    said = step.messages or next((one for one in step.wordings), ())
    return said or (Message.model_construct(text="", media=None, content=None, pause=None),)


def _alert(step: Step) -> str:
    return f"提醒：{step.alert}" if step.alert else ""


def when_text(when: When) -> tuple[str, str]:
    """The day and the time, as ops write them."""
    match when:
        case OnDay() | OnDate() | OnCampaign():
            return _day(when), f"{when.at:%H:%M}"
        case Every():
            return _every(when)
        case BeforeCampaign() | AfterStep() | OnEvent():
            return _occasion(when).strip(), ""


def _day(when: OnDay | OnDate | OnCampaign) -> str:
    match when:
        case OnDay(day=day):
            return f"D{day}"
        case OnDate(date=date):
            return date.isoformat()
        case OnCampaign(event_day=days):
            return f"T{days:+d}" if days else "T"


def _occasion(when: BeforeCampaign | AfterStep | OnEvent) -> str:
    match when:
        case BeforeCampaign(before_event=length):
            return f"活动前 {write_length(length)}"
        case AfterStep(after=after, delay=delay, feedback=feedback):
            return f"{after} {_AFTER[feedback]} {_length(delay)}"
        case OnEvent(event=event, delay=delay):
            return f"{_HAPPENS[event]} {_length(delay)}"


def _every(when: Every) -> tuple[str, str]:
    if when.at is None:
        return f"cron {when.cron}", ""
    if isinstance(when.every, str):
        return _EVERY[when.every], f"{when.at:%H:%M}"
    return "、".join(f"周{_DAYS[day]}" for day in when.every), f"{when.at:%H:%M}"


def _length(delay: timedelta) -> str:
    return write_length(delay) if delay else ""


def _link(media: Attachment | None) -> str:
    return "" if media is None else media.link or ""


def _file(media: Attachment | None) -> str:
    return "" if media is None else media.source or ""


def _follow(follow: Follow) -> str:
    """As the import understands it: 角色：text is said, 提醒：text is told to the staff."""
    delay = f"（{write_length(follow.delay)} 后）" if follow.delay else ""
    if follow.alert:
        return f"{delay}提醒：{' '.join(follow.alert.split())}"
    said = messages_of(follow.say, follow.media, follow.content)
    text = " ".join(" ".join(one.text.split()) for one in said)
    return f"{delay}{follow.seat or '发'}：{text}"


def _beyond(step: Step) -> str:
    """What of a step no table can hold."""
    held = [name for name in _BEYOND if getattr(step, name)]
    if any(
        one.content or (one.media and one.media.kind == "mini_program") for one in step.messages
    ):
        held.append("content")
    return f"计划文件里还有：{', '.join(held)}" if held else ""


def _of_rooms(figures: Summary | None) -> Row:
    if figures is None:
        return [""] * len(_OVER_ROOMS)
    return [
        *(figures.said, figures.late, figures.skipped, figures.failed),
        *(figures.met, figures.missed, figures.plan_b),
        *(_share(figures.response_ratio), _share(figures.excess)),
        _minutes(figures.promptness.median),
    ]


def _of_room(one: StepResult, zone: str) -> Row:
    said = "" if one.said_at is None else f"{one.said_at.astimezone(ZoneInfo(zone)):%m-%d %H:%M}"
    counts = [one.counts.get(kind, "") for kind in LABELS] if one.said_at else [""] * len(LABELS)
    plan_b = {True: "是", False: "否", None: ""}[one.plan_b]
    return [
        *(_STATES[one.state], said, one.by, one.variant, *counts),
        *(one.members if one.members is not None else "", _share(one.response_ratio)),
        *(_share(one.excess), _minutes(one.first_minutes), _VERDICTS[one.verdict], plan_b),
        one.reason or one.outcome,
    ]


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.1%}"


def _minutes(value: float | None) -> Value:
    return "" if value is None else round(value, 1)

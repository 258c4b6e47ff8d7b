"""What the bot answers a colleague about work, in Chinese and in English: one place."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.alerting import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """Every answer, in one language."""

    done: str
    passed_on: str
    held: str
    which: str
    none_open: str
    unknown: str
    closed: str
    not_yours: str
    away: str
    until: str
    back: str
    was_there: str
    until_when: str
    unclear: str
    past: str
    comma: str


CHINESE = Answers(
    done="好的，任务 {id}（{title}）已完成，谢谢。",
    passed_on="好的，任务 {id}（{title}）已转给 {to}。",
    held="好的，任务 {id}（{title}）没有其他人可以接，已提醒值班同事决定。",
    which="您现在有 {count} 项任务，请带上编号，例如「完成 {first}」：\n{tasks}",
    none_open="现在没有等您做的任务。",
    unknown="没有编号为 {id} 的任务，请核对编号。",
    closed="任务 {id} 已经结束（{state}：{by}），无需再处理。",
    not_yours="任务 {id} 现在由 {staff} 负责，只有本人或管理员可以这样回复。",
    away="好的，{staff} 请假{until}。期间的任务会交给替补，手上的 {open} 项现在就转交。"
    "提前回来请回复「我回来了」。",
    until="到 {day}（含当天）",
    back="欢迎回来，{staff}。任务会重新发给您。",
    was_there="{staff} 没有请假记录，任务一直在正常发给您。",
    until_when="请假到哪一天？例如「请假到3月10日」「请假三天」。",
    unclear="没有看懂「{said}」是哪一天。请写成「请假到3月10日」或「请假到2026-03-10」。",
    past="{day} 已经过去了，请写今天或以后的日期。",
    comma="、",
)

ENGLISH = Answers(
    done="Thank you: task {id} ({title}) is done.",
    passed_on="All right: task {id} ({title}) went to {to}.",
    held="All right: nobody else can do task {id} ({title}); those on duty decide.",
    which="You have {count} tasks; please name one, for example “done {first}”:\n{tasks}",
    none_open="No task is waiting for you.",
    unknown="There is no task {id}; please check the number.",
    closed="Task {id} is over ({state}: {by}); nothing is left to do.",
    not_yours="Task {id} is {staff}'s now; only they or a manager can answer so.",
    away="All right: {staff} is away{until}. Stand-ins get the tasks; the {open} at hand go to them"
    " now. Answer “I'm back” if you return earlier.",
    until=" until {day} (that day included)",
    back="Welcome back, {staff}. Tasks come to you again.",
    was_there="{staff} was not away; tasks come to you as ever.",
    until_when="Until which day? For example “away until 2026-03-10”.",
    unclear="“{said}” is no day we know. Please write “away until 2026-03-10”.",
    past="{day} is over; please name today or a later day.",
    comma=", ",
)

ANSWERS: Mapping[Language, Answers] = {Language.ZH: CHINESE, Language.EN: ENGLISH}

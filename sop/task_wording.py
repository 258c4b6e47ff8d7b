"""What colleagues read of their tasks, in Chinese and in English: one place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from bot.core.alerting import Language
from sop.tasks import Why


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskWording:
    """Every sentence about a task, in one language."""

    post: str
    work: str
    taken_over: str
    by: str
    whenever: str
    there: str
    next_message: str
    advice: str
    advice_work: str
    advice_click: str
    remind: str
    remind_work: str
    lost: str
    lost_advice: str
    held: str
    held_advice: str
    held_outcome: str
    cancelled: str
    why: Mapping[Why, str]
    seen: str
    seen_former: str
    is_it: str
    done: str
    not_needed: str
    taken_back: str
    taken_back_advice: str


CHINESE = TaskWording(
    post="任务 {id}：{title}。{before}请{by}{there}用您自己的账号发出。",
    work="任务 {id}：{title}。{before}请{by}完成。",
    taken_over="{before} {why}，现在由您接手，",
    by="在 {at} 之前",
    whenever="",
    there="到群「{room}」",
    next_message="文案在下一条消息里，可整条复制。",
    advice="在群里发出后会自动看到，无需回复；换成自己的话发的，请回复「完成 {id}」。"
    "没有空请回复「做不了 {id} 原因」，会马上换人。",
    advice_work="做完请回复「完成 {id}」；没有空请回复「做不了 {id} 原因」，会马上换人。",
    advice_click="也可以打开链接确认：{link}",
    remind="任务 {id} 还没有看到您发出：{title}。{left}后到期（{at}）。",
    remind_work="任务 {id} 还没有完成：{title}。{left}后到期（{at}）。",
    lost="任务 {id}（{title}）已转给 {to}：{why}。您不用再做了。",
    lost_advice="已经做了的话，请回复「完成 {id}」，{to} 就不会再做一遍。",
    held="任务 {id}（{title}）没有人能做：{holders} 都没有完成，最后一位 {why}。"
    "这一步已暂停，等人决定。",
    held_advice="请决定：groupkeeper sop give {id} --to 同事，sop done {id}，或 sop cancel {id}。",
    held_outcome="没有人能做：{holders} 都没有完成",
    cancelled="{author} 取消了任务{why}",
    why={
        Why.LATE: "到期没有完成",
        Why.AWAY: "请假了",
        Why.CANNOT: "说做不了",
    },
    seen="{staff} 已在群里发出（相似度 {likeness:.0%}，消息 {message}）",
    seen_former="{staff} 已在群里发出（相似度 {likeness:.0%}，消息 {message}），"
    "当时任务已转给 {holder}",
    is_it="您刚才在群「{room}」发的，是任务 {id}（{title}）吗？是的话请回复「完成 {id}」"
    "（与文案相似度 {likeness:.0%}，不足 {enough:.0%}，不敢自动算完成）。",
    done="{author} 说已完成",
    not_needed="任务 {id}（{title}）已由 {by} 完成，您不用再做了。",
    taken_back="任务 {id}（{title}）算作完成的那条消息，{by} 已撤回，群里现在看不到了。",
    taken_back_advice="还要发的话请在群里补发一条；这一步仍算已完成。",
)

ENGLISH = TaskWording(
    post="Task {id}: {title}. {before}Please post it {there}from your own account{by}.",
    work="Task {id}: {title}. {before}Please do it{by}.",
    taken_over="{before} {why}; it is yours now. ",
    by=" by {at}",
    whenever="",
    there="in “{room}” ",
    next_message="The text is in the next message, ready to copy.",
    advice="We see it when you post it; no answer is needed. If you put it in quite other words,"
    " answer “done {id}”. If you cannot do it, answer “cannot {id} why”: somebody else gets it.",
    advice_work="When it is done, answer “done {id}”. If you cannot do it, answer “cannot {id}"
    " why”: somebody else gets it.",
    advice_click="Or confirm it here: {link}",
    remind="Task {id} was not seen in the room yet: {title}. {left} left (until {at}).",
    remind_work="Task {id} is not done yet: {title}. {left} left (until {at}).",
    lost="Task {id} ({title}) went to {to}: {why}. You need not do it any more.",
    lost_advice="If you did it, answer “done {id}”, so that {to} does not do it again.",
    held="Nobody can do task {id} ({title}): not done by {holders}; the last one {why}. The step"
    " waits for a decision.",
    held_advice="Decide: groupkeeper sop give {id} --to NAME, sop done {id}, or sop cancel {id}.",
    held_outcome="nobody can do it: not done by {holders}",
    cancelled="{author} cancelled the task{why}",
    why={
        Why.LATE: "did not do it in time",
        Why.AWAY: "is away",
        Why.CANNOT: "cannot do it",
    },
    seen="{staff} posted it (likeness {likeness:.0%}, message {message})",
    seen_former="{staff} posted it (likeness {likeness:.0%}, message {message}) when it was"
    " {holder}'s",
    is_it="Was what you just posted in “{room}” task {id} ({title})? If so, answer “done {id}”"
    " (likeness {likeness:.0%}, {enough:.0%} is needed to take it as done).",
    done="{author} says it is done",
    not_needed="Task {id} ({title}) was done by {by}; you need not do it any more.",
    taken_back="The post by which task {id} ({title}) was done was taken back by {by}: the room"
    " does not show it any more.",
    taken_back_advice="If it is still wanted, please post it again; the step counts as done.",
)

WORDINGS: Mapping[Language, TaskWording] = {Language.ZH: CHINESE, Language.EN: ENGLISH}


def names_in(language: Language, names: Iterable[str]) -> str:
    """Names in a row, each once."""
    return ("、" if language is Language.ZH else ", ").join(dict.fromkeys(names))


def length_in(language: Language, length: timedelta) -> str:
    """A length of time as people say it."""
    minutes = max(0, int(length.total_seconds())) // 60
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    units = ("天", "小时", "分钟") if language is Language.ZH else ("d", "h", "min")
    parts = [f"{n} {unit}" for n, unit in zip((days, hours, rest), units, strict=True) if n]
    return " ".join(parts[:2]) or f"0 {units[-1]}"

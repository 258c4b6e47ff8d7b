"""What a rehearsal tells, in Chinese and in English, each with the number that decided."""

from dataclasses import dataclass
from typing import Final, Literal

Language = Literal["zh", "en"]

_TEXTS: Final[dict[str, tuple[str, str]]] = {
    # findings
    "failed": ("会失败：{why}", "would fail: {why}"),
    "held": ("会停下来等人决定：{why}", "would wait for a person's word: {why}"),
    "skipped": ("不会发：{why}", "would not be said: {why}"),
    "skipped_times": (
        "有 {count} 次不会发（第一次 {first}）：{why}",
        "would not be said {count} times (first {first}): {why}",
    ),
    "branch": ("这条分支没有走到：{why}", "this branch was not taken: {why}"),
    "no_occasion": (
        "预演中没有发生它等的事（{event}），所以没有发",
        "what it waits for ({event}) did not happen in the rehearsal",
    ),
    "never": (
        "在 {since} 到 {until} 之间没有它的时间，检查 when",
        "has no time between {since} and {until}; look at its `when`",
    ),
    "not_so_far": (
        "只预演了 {days} 天，其间没有它的时间",
        "has no time in the {days} days that were played",
    ),
    "follows_never": ("它跟着 {step}，而 {step} 没有发", "follows {step}, which was not said"),
    "open": (
        "预演结束时还没有结果（{state}）",
        "is not settled at the end of the rehearsal ({state})",
    ),
    "collision": (
        "与《{plan}》的 {other} 只差 {minutes} 分钟（{at}）",
        "is only {minutes} minutes from {other} of {plan} ({at})",
    ),
    "budget": (
        "{day} 全部计划共 {count} 条，超过每天 {limit} 条的上限",
        "on {day} all plans together say {count}; the limit is {limit} a day",
    ),
    "tasks": (
        "{who} 在 {at} 同时有 {count} 个任务：{titles}",
        "{who} has {count} tasks at once at {at}: {titles}",
    ),
    "too_long": (
        "文案 {count} 字，渠道一条最多 {limit} 字，会拆成 {parts} 条",
        "has {count} characters; the channel takes {limit}: it goes out in {parts} parts",
    ),
    "quiet": (
        "{at} 在安静时段内，{moved}",
        "{at} lies in the quiet hours: {moved}",
    ),
    "night": (
        "会在夜里 {at} 发出，而这个群没有设安静时段",
        "would be said at night ({at}), and the room has no quiet hours",
    ),
    "moved": ("推迟到 {at} 才发", "it is said at {at}"),
    "lost": ("到安静时段结束时已过时，不会发", "when they end it is too late, and it is not said"),
    "alert": ("会提醒工作人员：{why}", "would alert the staff: {why}"),
    # what it rests on
    "head": (
        "《{title}》在「{room}」的预演：{since} 至 {until}",
        "{title} rehearsed in {room}: {since} to {until}",
    ),
    "simulated": (
        (
            "群里：{members} 名模拟成员。{rates}每次发言约 {share} 的人在两小时内回应，每人每天说"
            " {talk} 句，全群每天新进 {joins} 人；种子 {seed}。"
        ),
        (
            "In the room: {members} made-up members. {rates}About {share} answer a post within"
            " two hours, each says {talk} messages a day, {joins} join a day; seed {seed}."
        ),
    ),
    "from_archive": (
        "以下比例来自本群最近 {days} 天的记录：",
        "From the room's last {days} days: ",
    ),
    "assumed": (
        "没有本群的记录，以下比例是假定的：",
        "The room has no history; these are assumed: ",
    ),
    "silent": (
        "群里：{members} 名成员，没有人说话。",
        "In the room: {members} members, and nobody says a word.",
    ),
    "past": (
        (
            "群里：本群 {days} 天前的真实聊天，平移到同样的星期几；覆盖了 {share} 的时间。"
            "人们当时回应的不是这份计划，结果只说明那时的气氛。"
        ),
        (
            "In the room: its own talk {days} days before, on the same weekdays, covers {share}"
            " of the time. People did not answer this plan then: it shows what the talk was like."
        ),
    ),
    "unknown_room": (
        "数据库里没有这个群，按一个 {members} 人的新群预演。",
        "The database has no such room; a new one of {members} members is assumed.",
    ),
    "colleagues": (
        "同事按时完成任务（收到后 10 分钟内）。",
        "Colleagues do their tasks in time (within 10 minutes).",
    ),
    "away": ("请假：{names}。", "Away: {names}."),
    "beside": ("群里同时在跑：{plans}。", "Running in the room as well: {plans}."),
    # headings and columns
    "transcript": ("实录", "Transcript"),
    "calendar": ("日程", "Calendar"),
    "findings": ("发现", "Findings"),
    "nothing": ("没有发现问题。", "Nothing was found."),
    "counts": (
        "{errors} 个错误，{warnings} 个提醒，{notes} 个说明",
        "{errors} errors, {warnings} warnings, {notes} notes",
    ),
    "error": ("错误", "error"),
    "warning": ("提醒", "warning"),
    "note": ("说明", "note"),
    "day": ("第 {day} 天", "day {day}"),
    "when": ("时间", "when"),
    "step": ("步骤", "step"),
    "who": ("谁", "who"),
    "state": ("结果", "came of it"),
    "reaction": ("回应", "reaction"),
    "reacted": (
        "之前 10 分钟 {before} 条；之后 {speakers} 人说了 {answers} 条",
        "{before} messages in the 10 minutes before; {speakers} people said {answers} after it",
    ),
    "met": ("达到预期", "as expected"),
    "missed": ("未达到预期", "less than expected"),
    "waiting": ("还在等回应", "still waiting for the room"),
    "joined": ("进群", "joins"),
    "task_of": ("任务", "task"),
    "planned": ("未到时间", "not yet"),
    "queued": ("进行中", "on its way"),
    "done": ("已发", "said"),
    "skipped_state": ("跳过", "skipped"),
    "failed_state": ("失败", "failed"),
    "held_state": ("等人决定", "held"),
}
_WEEKDAYS = (
    ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
    ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
)


@dataclass(frozen=True, slots=True)
class Words:
    """The texts in one language."""

    language: Language = "zh"

    def __call__(self, name: str, **facts: object) -> str:
        """A text with its facts."""
        return _TEXTS[name][self.language == "en"].format(**facts)

    def weekday(self, number: int) -> str:
        """A day of the week; Monday is 0."""
        return _WEEKDAYS[self.language == "en"][number]

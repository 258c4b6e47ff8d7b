"""What is said about conduct: why a step is taken, what happens next, and the warning itself."""

from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from handlers.wording import Wording


class Tell(StrEnum):
    """Names of the sentences."""

    STAFF = "staff"
    OWNER = "owner"
    ALLOWED = "allowed"
    TRUSTED = "trusted"
    LOWER = "lower"
    LOWER_PROBATION = "lower_probation"
    LOWER_ALARM = "lower_alarm"
    UNSURE = "unsure"
    SURE = "sure"
    WARN_SCORE = "warn_score"
    WARNED_BEFORE = "warned_before"
    HOLD_SCORE = "hold_score"
    HOLD_POINTS = "hold_points"
    HOLD_PROBATION = "hold_probation"
    HOLD_NIGHT = "hold_night"
    REMOVE_POINTS = "remove_points"
    DENY_POINTS = "deny_points"
    DENIED = "denied"
    DENIED_JOINED = "denied_joined"
    DENIED_SPOKE = "denied_spoke"
    DENIED_REMOVED = "denied_removed"
    DENIED_ADVICE = "denied_advice"
    RAID = "raid"
    RAID_JOINS = "raid_joins"
    RAID_TALK = "raid_talk"
    RAID_ADVICE = "raid_advice"
    THEN_NOTE = "then_note"
    THEN_WARN = "then_warn"
    THEN_WARN_LATER = "then_warn_later"
    THEN_HOLD = "then_hold"
    THEN_HOLD_ONLY = "then_hold_only"
    THEN_REMOVE = "then_remove"
    THEN_REMOVE_LATER = "then_remove_later"
    THEN_DENY = "then_deny"
    WOULD = "would"
    DONE = "done"
    WARNING = "warning"
    STEP_NOTE = "step_note"
    STEP_WARN = "step_warn"
    STEP_HOLD = "step_hold"
    STEP_REMOVE = "step_remove"
    STEP_DENY = "step_deny"


_CHINESE = {
    Tell.STAFF: "是工作人员，不处置",
    Tell.OWNER: "是群主，不处置",
    Tell.ALLOWED: "在白名单上（{author}：{reason}），不处置",
    Tell.TRUSTED: "老成员（{days} 天、发言 {messages} 条、被回复 {answered} 次），不只凭文字处置",
    Tell.LOWER: "{why}，提示线降到 {line}",
    Tell.LOWER_PROBATION: "新成员在观察期内发链接、名片、二维码或联系方式",
    Tell.LOWER_ALARM: "本群正被冲群，{until} 之前从严",
    Tell.UNSURE: "可信度 {score} 低于提醒线 {limit}，只记录",
    Tell.SURE: "证据足够移出：可信度 {score}",
    Tell.WARN_SCORE: "可信度 {score} 达到提醒线 {limit}",
    Tell.WARNED_BEFORE: "{hours} 小时内已提醒过一次，又发了一条",
    Tell.HOLD_SCORE: "可信度 {score} 达到暂扣线 {limit}",
    Tell.HOLD_POINTS: "累计 {points} 分，达到暂扣线 {limit} 分",
    Tell.HOLD_PROBATION: "新成员观察期内发链接、名片、二维码或联系方式",
    Tell.HOLD_NIGHT: "免打扰时段不公开提醒",
    Tell.REMOVE_POINTS: "累计 {points} 分，达到移出线 {limit} 分，其中确凿的广告 {cases} 起",
    Tell.DENY_POINTS: "累计 {points} 分，达到黑名单线 {limit} 分，其中确凿的广告 {cases} 起",
    Tell.DENIED: "在黑名单上（{author}：{reason}，至 {until}）",
    Tell.DENIED_JOINED: "学号 {student} 进群，{why}",
    Tell.DENIED_SPOKE: "学号 {student} 在群里发言，{why}",
    Tell.DENIED_REMOVED: "已移出群聊；要放行请解除黑名单，再邀请回群",
    Tell.DENIED_ADVICE: "本群不自动移出此人；请决定移出，或解除黑名单",
    Tell.RAID: "疑似冲群：{why}；{until} 之前从严",
    Tell.RAID_JOINS: "{minutes} 分钟内有 {count} 人进群，平时 {usual} 人",
    Tell.RAID_TALK: "{minutes} 分钟内新成员发了 {count} 条消息，平时全群 {usual} 条",
    Tell.RAID_ADVICE: "请看群；是正常活动就在 alarms 里结束从严，到时间也会自行结束",
    Tell.THEN_NOTE: "不打扰本人，等人判断",
    Tell.THEN_WARN: "提醒本人一次；{hours} 小时内再犯就暂扣消息",
    Tell.THEN_WARN_LATER: "{at} 提醒本人；在那之前可以驳回",
    Tell.THEN_HOLD: "撤回这条消息，等人判断",
    Tell.THEN_HOLD_ONLY: "本平台不能撤回别人的消息，等人判断",
    Tell.THEN_REMOVE: "移出本群；可以撤销并邀请回群",
    Tell.THEN_REMOVE_LATER: "{at} 移出本群，除非在那之前驳回",
    Tell.THEN_DENY: "移出本群，并列入黑名单到 {until}；可以撤销",
    Tell.WOULD: "本群只观察；若为 enforce 会「{step}」：{reason}",
    Tell.DONE: "处置「{step}」：{reason}；{then}",
    Tell.WARNING: "{name}，这条消息像是广告。本群请勿发广告；如果误会了，请告诉管理员",
    Tell.STEP_NOTE: "记录",
    Tell.STEP_WARN: "提醒",
    Tell.STEP_HOLD: "暂扣",
    Tell.STEP_REMOVE: "移出",
    Tell.STEP_DENY: "黑名单",
}

_ENGLISH = {
    Tell.STAFF: "staff are left alone",
    Tell.OWNER: "the room's owner is left alone",
    Tell.ALLOWED: "on the allow list ({author}: {reason}), left alone",
    Tell.TRUSTED: (
        "known for {days} days, {messages} messages, answered {answered} times: "
        "not acted upon for words alone"
    ),
    Tell.LOWER: "{why}: shown from {line} on",
    Tell.LOWER_PROBATION: "a newcomer on probation sends a link, card, QR code or contact",
    Tell.LOWER_ALARM: "the room is raided, stricter until {until}",
    Tell.UNSURE: "confidence {score} is below the warning line {limit}, only noted",
    Tell.SURE: "evidence enough to remove: confidence {score}",
    Tell.WARN_SCORE: "confidence {score} reaches the warning line {limit}",
    Tell.WARNED_BEFORE: "warned within {hours} hours, and here is another",
    Tell.HOLD_SCORE: "confidence {score} reaches the holding line {limit}",
    Tell.HOLD_POINTS: "{points} points in all reach the holding line of {limit}",
    Tell.HOLD_PROBATION: "a newcomer on probation sent a link, card, QR code or contact",
    Tell.HOLD_NIGHT: "nobody is warned aloud in the quiet hours",
    Tell.REMOVE_POINTS: "{points} points reach the removal line of {limit}, {cases} sure adverts",
    Tell.DENY_POINTS: "{points} points reach the deny line of {limit}, {cases} sure adverts",
    Tell.DENIED: "on the deny list ({author}: {reason}, until {until})",
    Tell.DENIED_JOINED: "student {student} joined, {why}",
    Tell.DENIED_SPOKE: "student {student} speaks here, {why}",
    Tell.DENIED_REMOVED: "Removed from the room; to let them in, lift the entry and invite them",
    Tell.DENIED_ADVICE: "Not removed here by itself: remove them, or lift the entry",
    Tell.RAID: "this looks like a raid: {why}; the room is stricter until {until}",
    Tell.RAID_JOINS: "{count} joined within {minutes} minutes, usually {usual}",
    Tell.RAID_TALK: (
        "newcomers said {count} messages within {minutes} minutes, usually everybody {usual}"
    ),
    Tell.RAID_ADVICE: "Look at the room; end the alarm if all is well, else it ends by itself",
    Tell.THEN_NOTE: "nobody is told; a person decides",
    Tell.THEN_WARN: "a warning now; the next one within {hours} hours is held",
    Tell.THEN_WARN_LATER: "a warning at {at}; dismiss it before then if this is wrong",
    Tell.THEN_HOLD: "the message is taken back until a person decides",
    Tell.THEN_HOLD_ONLY: "this platform takes back nobody's messages; a person decides",
    Tell.THEN_REMOVE: "removed from the room; undo invites back",
    Tell.THEN_REMOVE_LATER: "removed from the room at {at}, unless somebody dismisses it before",
    Tell.THEN_DENY: "removed from the room and denied until {until}; undo takes both back",
    Tell.WOULD: "this room observes; in enforce this would be “{step}”: {reason}",
    Tell.DONE: "step “{step}”: {reason}; {then}",
    Tell.WARNING: (
        "{name}, this reads like an advert. Please post none here; if this is a mistake, "
        "tell a manager"
    ),
    Tell.STEP_NOTE: "note",
    Tell.STEP_WARN: "warn",
    Tell.STEP_HOLD: "hold",
    Tell.STEP_REMOVE: "remove",
    Tell.STEP_DENY: "deny",
}


def tell(wording: Wording, sentence: Tell, **facts: object) -> str:
    """A sentence in the language of `wording`; facts are never read as templates."""
    sentences = _ENGLISH if wording.language == "en" else _CHINESE
    return sentences[sentence].format(**facts)


def moment(at: datetime, zone: str) -> str:
    """A moment as the people of a room read it on their wall."""
    return f"{at.astimezone(ZoneInfo(zone)):%m-%d %H:%M}"


def points_text(points: float) -> str:
    """Points as people read them: never more than there are."""
    return f"{int(points * 10) / 10:.1f}"

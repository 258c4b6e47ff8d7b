"""The words in which colleagues are told: one place, two languages."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.core.alerting import Language
from bot.core.effects import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Every phrase of an alert, in one language."""

    severity: Mapping[Severity, str]
    kinds: Mapping[str, str] = field(default_factory=dict)
    other_kind: str
    room: str
    person: str
    quote: str
    recalled: str
    no_text: str
    reason: str
    advice: str
    repeated: str
    answer: str
    decide: str
    appeal: str
    take: str
    link: str
    taken: str
    taken_before: str
    unknown: str
    nothing_open: str
    away: str
    away_advice: str
    gap: str
    gap_advice: str


CHINESE = Wording(
    severity={
        Severity.INFO: "通知",
        Severity.WARNING: "提醒",
        Severity.CRITICAL: "紧急",
    },
    kinds={
        "advert": "疑似广告",
        "report": "成员举报",
        "appeal": "成员申诉",
        "denied": "黑名单成员",
        "quiz": "入群问答",
        "raid": "疑似冲群",
        "lead": "购买线索",
        "question": "问题无人回答",
        "gateway": "机器人掉线",
        "delivery": "消息未能发出",
        "config": "配置有误",
        "sop": "计划需要决定",
        "task": "任务",
        "campaign": "活动",
        "poison": "有消息未能处理",
    },
    other_kind="需要处理",
    room="群：{room}",
    person="人：{name}（学号 {student}）",
    quote="原话：「{text}」（{sender}，{at}）",
    recalled="原话（已撤回）：「{text}」（{sender}，{at}）",
    no_text="（没有文字的消息）",
    reason="原因：{reason}",
    advice="建议：{advice}",
    repeated="已出现 {count} 次，最近一次 {at}",
    answer="回复「收到 {id}」表示由您处理，其他同事不再被打扰。",
    decide="回复「是广告 {id}」「不是 {id}」「移出 {id}」即决定整批；反悔回复「撤销 {id}」。",
    appeal="直接回复「同意 {id}」撤销原处理，「驳回 {id}」维持，后面可写理由，会转告本人。",
    take="或点开链接接手（7 天内有效）：{link}",
    link="查看：{link}",
    taken="好的，提醒 {id} 由您处理。",
    taken_before="提醒 {id} 已由 {by} 在 {at} 接手，无需再处理。",
    unknown="没有编号为 {id} 的提醒，请核对编号。",
    nothing_open="目前没有等您处理的提醒。",
    away="账号 {channel} 已 {minutes} 分钟不在线，这段时间的群消息可能收不到，也发不出去",
    away_advice="请检查网关是否在运行、账号是否被登出；"
    "需要扫码时，二维码在终端和接口 /api/v1/channels",
    gap="账号 {channel} 有 {minutes} 分钟没有收到消息，这段时间群里说了什么不得而知",
    gap_advice="请到群里补看这段时间的消息；起止时间见接口 /api/v1/gaps",
)

ENGLISH = Wording(
    severity={
        Severity.INFO: "Notice",
        Severity.WARNING: "Alert",
        Severity.CRITICAL: "Urgent",
    },
    kinds={
        "advert": "looks like an advert",
        "report": "reported by members",
        "appeal": "an appeal",
        "denied": "somebody on the deny list",
        "quiz": "an entry quiz",
        "raid": "looks like a raid",
        "lead": "wants to buy",
        "question": "a question nobody answered",
        "gateway": "a bot account is away",
        "delivery": "a post did not go out",
        "config": "a settings file is wrong",
        "sop": "a plan needs a decision",
        "task": "a task",
        "campaign": "a campaign",
        "poison": "something could not be handled",
    },
    other_kind="please look",
    room="Room: {room}",
    person="Person: {name} (student ID {student})",
    quote="Said: “{text}” ({sender}, {at})",
    recalled="Said, then recalled: “{text}” ({sender}, {at})",
    no_text="(a message without text)",
    reason="Why: {reason}",
    advice="What to do: {advice}",
    repeated="{count} times so far, last at {at}",
    answer="Answer “ack {id}” to take it on; nobody else is disturbed then.",
    decide="Answer “advert {id}”, “fine {id}” or “remove {id}” to decide the whole campaign;"
    " “undo {id}” takes it back.",
    appeal="Answer “grant {id}” to take back what was done, “uphold {id}” to keep it; what you"
    " write behind it is passed on.",
    take="Or take it on by this link (good for 7 days): {link}",
    link="Look: {link}",
    taken="Thank you: alert {id} is yours.",
    taken_before="{by} took alert {id} on at {at}; nothing is left to do.",
    unknown="There is no alert {id}; please check the number.",
    nothing_open="No alert is waiting for you.",
    away="account {channel} is away for {minutes} minutes: nothing is heard or said there",
    away_advice="see whether the gateway runs and the account was logged out; a QR code to scan is"
    " shown in the terminal and at /api/v1/channels",
    gap="account {channel} heard nothing for {minutes} minutes: what was said then is unknown",
    gap_advice="read those minutes in the rooms; from when to when is at /api/v1/gaps",
)

WORDINGS: Mapping[Language, Wording] = {Language.ZH: CHINESE, Language.EN: ENGLISH}

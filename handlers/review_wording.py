"""What is said of reports and appeals, to staff and to members, in two languages."""

from enum import StrEnum

from handlers.wording import Wording


class Tell(StrEnum):
    """Names of the sentences."""

    REPORTED = "reported"
    REPORT_ADVICE = "report_advice"
    REPORTER_SPENT = "reporter_spent"
    REPORTER_SPENT_ADVICE = "reporter_spent_advice"
    THANKS = "thanks"
    APPEALED = "appealed"
    APPEAL_ADVICE = "appeal_advice"
    APPEAL_TAKEN = "appeal_taken"
    ANOTHER = "another"
    MANAGERS = "managers"
    APPEAL_OPEN = "appeal_open"
    APPEAL_NOTHING = "appeal_nothing"
    APPEAL_GRANTED = "appeal_granted"
    APPEAL_UPHELD = "appeal_upheld"
    DECIDED = "decided"
    UNDONE = "undone"
    NO_ALERT = "no_alert"
    NO_CASE = "no_case"
    NO_APPEAL = "no_appeal"
    NOT_ALLOWED = "not_allowed"
    DECIDED_ALREADY = "decided_already"
    UNDONE_ALREADY = "undone_already"
    ANSWERED_ALREADY = "answered_already"
    NOT_YOURS = "not_yours"
    GRANTED = "granted"
    UPHELD = "upheld"
    APPEAL_ANSWERED = "appeal_answered"
    ADVERT = "advert"
    FINE = "fine"
    REMOVE = "remove"


_CHINESE = {
    Tell.REPORTED: "{count} 位成员举报（可信度 {score}，按各人以往举报的准确度计算）",
    Tell.REPORT_ADVICE: "请看原文，决定案件 {case}：是广告、不是，或移出；不会只凭举报处置人",
    Tell.REPORTER_SPENT: "学号 {student} 举报 {count} 次，{wrong} 次不成立，今后的举报不再计入",
    Tell.REPORTER_SPENT_ADVICE: "如属恶意举报，请与本人沟通",
    Tell.THANKS: "收到举报，管理员会查看，谢谢",
    Tell.APPEALED: "学号 {student} 申诉：对案件 {case} 的处理（{action}，由 {author} 决定）有异议",
    Tell.APPEAL_ADVICE: "请看案件后答复申诉 {appeal}：回复「同意」撤销处理，「驳回」维持",
    Tell.APPEAL_TAKEN: "申诉已收到，会由{who}重新查看，结果会告诉你",
    Tell.ANOTHER: "另一位同事",
    Tell.MANAGERS: "管理员",
    Tell.APPEAL_OPEN: "你的申诉正在处理，请等待结果，不必重复发送",
    Tell.APPEAL_NOTHING: "没有查到最近对你的处理；如有疑问请直接联系管理员",
    Tell.APPEAL_GRANTED: "申诉通过：之前的处理已撤销。{note}",
    Tell.APPEAL_UPHELD: "申诉未通过，维持原处理。{note}",
    Tell.DECIDED: (
        "案件 {case} 已按「{decision}」处理，共 {messages} 条、{people} 人；"
        "要反悔请回复「撤销 {alert}」"
    ),
    Tell.UNDONE: "案件 {case} 已撤销：移出的人已邀请回群，记分、黑名单和样本都已撤回",
    Tell.NO_ALERT: "没有找到您说的提醒，请带上编号，例如「是广告 12」",
    Tell.NO_APPEAL: "这条提醒不是申诉，无法这样回复",
    Tell.NOT_ALLOWED: "只有管理员可以这样决定，请联系管理员",
    Tell.DECIDED_ALREADY: (
        "案件 {case} 已由 {author} 决定为「{decision}」；要改请先回复「撤销 {alert}」"
    ),
    Tell.UNDONE_ALREADY: "案件 {case} 已由 {author} 撤销",
    Tell.ANSWERED_ALREADY: "申诉 {appeal} 已由 {author} 答复：{answer}",
    Tell.NOT_YOURS: "案件 {case} 是您决定的，申诉请由另一位同事答复",
    Tell.GRANTED: "同意",
    Tell.UPHELD: "驳回",
    Tell.APPEAL_ANSWERED: "申诉 {appeal} 已答复，已通知本人",
    Tell.NO_CASE: "这条提醒没有对应的案件，无法这样回复",
    Tell.ADVERT: "是广告",
    Tell.FINE: "不是广告",
    Tell.REMOVE: "移出",
}
_ENGLISH = {
    Tell.REPORTED: "{count} members reported it (confidence {score}, by how often each was right)",
    Tell.REPORT_ADVICE: (
        "Look at it and decide case {case}: advert, fine or remove; reports alone touch nobody"
    ),
    Tell.REPORTER_SPENT: (
        "{wrong} of {count} reports by student {student} were wrong; they count no more"
    ),
    Tell.REPORTER_SPENT_ADVICE: "If it is ill will, speak with them",
    Tell.THANKS: "Thank you, staff will look at the report",
    Tell.APPEALED: (
        "student {student} appeals against what was done in case {case} ({action}, by {author})"
    ),
    Tell.APPEAL_ADVICE: (
        "Look at the case and answer appeal {appeal}: “grant” takes it back, “uphold” keeps it"
    ),
    Tell.APPEAL_TAKEN: "Your appeal was received; {who} will look again, and you will be told",
    Tell.ANOTHER: "another colleague",
    Tell.MANAGERS: "the managers",
    Tell.APPEAL_OPEN: "Your appeal is being looked at; you need not write again",
    Tell.APPEAL_NOTHING: "Nothing was done to you lately that we know of; please ask the managers",
    Tell.APPEAL_GRANTED: "Your appeal was granted: what was done is taken back. {note}",
    Tell.APPEAL_UPHELD: "Your appeal was not granted; it stays as it is. {note}",
    Tell.DECIDED: (
        "case {case} was decided as “{decision}”: {messages} messages by {people} people;"
        " answer “undo {alert}” to take it back"
    ),
    Tell.UNDONE: "case {case} was taken back: invitations, points, lists and samples",
    Tell.NO_ALERT: "there is no such alert; name its number, such as “advert 12”",
    Tell.NO_APPEAL: "this alert is no appeal, so it cannot be answered so",
    Tell.NOT_ALLOWED: "only managers can decide so; please ask one",
    Tell.DECIDED_ALREADY: (
        "case {case} was decided as “{decision}” by {author}; answer “undo {alert}” first"
    ),
    Tell.UNDONE_ALREADY: "case {case} was taken back already, by {author}",
    Tell.ANSWERED_ALREADY: "appeal {appeal} was answered already, by {author}: {answer}",
    Tell.NOT_YOURS: "you decided case {case}; another colleague answers the appeal",
    Tell.GRANTED: "granted",
    Tell.UPHELD: "upheld",
    Tell.APPEAL_ANSWERED: "appeal {appeal} was answered, and they were told",
    Tell.NO_CASE: "this alert has no case, so it cannot be answered so",
    Tell.ADVERT: "advert",
    Tell.FINE: "fine",
    Tell.REMOVE: "remove",
}


def tell(wording: Wording, sentence: Tell, **facts: object) -> str:
    """A sentence in the language of the wording, with its facts filled in."""
    sentences = _ENGLISH if wording.language == "en" else _CHINESE
    return sentences[sentence].format(**facts).strip()

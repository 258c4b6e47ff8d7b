"""What staff and members are told: every reason and advice, in one place, in two languages."""

from collections.abc import Iterable
from enum import StrEnum
from functools import cache


class Say(StrEnum):
    """Names of the sentences."""

    MANY_LINKS = "many_links"
    INVITE_LINK = "invite_link"
    SHORT_LINK = "short_link"
    UNKNOWN_LINK = "unknown_link"
    OWN_REPEATS = "own_repeats"
    OTHER_REPEATS = "other_repeats"
    NEAR_COPIES = "near_copies"
    LIKE_CONFIRMED = "like_confirmed"
    CASE_SIZE = "case_size"
    CASE_GROWN = "case_grown"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    GROWN_ADVICE = "grown_advice"
    INVITED_BACK = "invited_back"
    PLANNED_REMOVAL = "planned_removal"
    PLANNED_RECALL = "planned_recall"
    PLANNED_INVITATION = "planned_invitation"
    PLANNED_WARNING = "planned_warning"
    PLANNED_NOTHING = "planned_nothing"
    DENIED_FOR_CASE = "denied_for_case"
    DISGUISED_CONTACT = "disguised_contact"
    DISGUISED_WORDS = "disguised_words"
    CONTACT = "contact"
    CONTACT_BAIT = "contact_bait"
    SAME_NAME = "same_name"
    NEAR_NAME = "near_name"
    STAFF_TITLE = "staff_title"
    WORDS = "words"
    LEARNED = "learned"
    LEARNED_WHOLE = "learned_whole"
    UNREAD = "unread"
    EDITED = "edited"
    FRAGMENTS = "fragments"
    UNSAID = "unsaid"
    UNSAID_EARLY = "unsaid_early"
    ADVERT = "advert"
    ADVERT_ADVICE = "advert_advice"
    ADVERT_REMOVED = "advert_removed"
    ADVERT_BY_OWNER = "advert_by_owner"
    LEAD = "lead"
    LEAD_ADVICE = "lead_advice"
    QUESTION = "question"
    QUESTION_ADVICE = "question_advice"
    YOUR_ID = "your_id"
    ID_REASON = "id_reason"
    NEWCOMER = "newcomer"
    WELCOME_REASON = "welcome_reason"
    WELCOME_BROKEN = "welcome_broken"
    WELCOME_ADVICE = "welcome_advice"
    INVITED = "invited"
    SOMEBODY = "somebody"


_CHINESE = {
    Say.MANY_LINKS: "一条消息里有 {count} 个链接，超过 {limit} 个",
    Say.INVITE_LINK: "含有拉人进群的链接（{host}）",
    Say.SHORT_LINK: "含有看不出去向的短链接（{host}）",
    Say.UNKNOWN_LINK: "含有陌生网站的链接（{host}）",
    Say.OWN_REPEATS: "同一内容 {minutes} 分钟内发送 {count} 次，涉及 {rooms} 个群",
    Say.OTHER_REPEATS: "{count} 个账号在 {minutes} 分钟内发送同一段长文字",
    Say.NEAR_COPIES: "{days} 天内有 {people} 人在 {rooms} 个群发过几乎相同的内容，共 {count} 条",
    Say.LIKE_CONFIRMED: "与已确认的广告（案件 {case}）{percent}% 相同",
    Say.CASE_SIZE: "与一条待定的广告几乎相同，这是第 {count} 条",
    Say.CASE_GROWN: "案件 {case}（{state}）又有新的副本，已有 {count} 条",
    Say.CONFIRMED: "已确认是广告",
    Say.DISMISSED: "已驳回",
    Say.PLANNED_REMOVAL: "{at} 将移出群「{room}」，除非您说不是广告",
    Say.PLANNED_RECALL: "{at} 将撤回群「{room}」里的这条消息，除非您说不是广告",
    Say.PLANNED_INVITATION: "{at} 将邀请回群「{room}」",
    Say.PLANNED_WARNING: "{at} 将提醒本人，除非您说不是广告",
    Say.PLANNED_NOTHING: "目前不会自动做什么，等您决定",
    Say.INVITED_BACK: "案件 {case} 的处理已撤销，邀请回群",
    Say.DENIED_FOR_CASE: "案件 {case} 经人工确认",
    Say.GROWN_ADVICE: "已按原来的决定处理，无需再做什么；想看是谁在哪些群发的，请打开案件",
    Say.DISGUISED_CONTACT: "用变体写法留联系方式（{evidence}）",
    Say.DISGUISED_WORDS: "{words}写成变体：{how}（占全文 {percent}%）",
    Say.CONTACT: "留下联系方式（{evidence}）",
    Say.CONTACT_BAIT: "{contact}，并以「{bait}」引人联系",
    Say.SAME_NAME: "名字「{name}」与工作人员「{staff}」相同，但不是本人账号",
    Say.NEAR_NAME: "名字「{name}」与工作人员「{staff}」只差 {distance} 个字",
    Say.STAFF_TITLE: "名字带有「{title}」，但不是工作人员",
    Say.WORDS: "出现{title}词语 {count} 个：{words}",
    Say.LEARNED: "读起来像广告（{score}）：{signs}",
    Say.LEARNED_WHOLE: "整段读起来像广告（{score}）",
    Say.UNREAD: "只判断了前 {read} 个字，后面 {unread} 个字没有看",
    Say.EDITED: "消息发出后被改成「{text}」",
    Say.FRAGMENTS: "{seconds} 秒内连发的 {count} 条短消息，合起来才看得出",
    Say.UNSAID: "引用的「{text}」在本群没有人说过，已一并判断；单凭这一条不会移出",
    Say.UNSAID_EARLY: (
        "引用的「{text}」没有找到原话，本群存档不足 {days} 天，可能是之前说的；只作参考"
    ),
    Say.ADVERT: "学号 {student} 疑似发广告（可信度 {score}）：{reasons}",
    Say.ADVERT_ADVICE: "请看原文：是广告就移出并确认，不是就驳回",
    Say.ADVERT_REMOVED: "已移出群聊；如有误判，请撤销并邀请回群",
    Say.ADVERT_BY_OWNER: "这是群主发的，群主不会被自动移出；请看原文，并与群主沟通",
    Say.LEAD: "学号 {student}：{title}（意向 {score}），说到 {words}",
    Say.LEAD_ADVICE: "请尽快认领并回复",
    Say.QUESTION: "学号 {student} 的提问已 {minutes} 分钟无人回答",
    Say.QUESTION_ADVICE: "请回答，或请懂的同事回答",
    Say.YOUR_ID: "{name}，你的学号是 {student}",
    Say.ID_REASON: "成员查询自己的学号",
    Say.NEWCOMER: "新朋友",
    Say.WELCOME_REASON: "欢迎 {count} 位新成员，并告知学号",
    Say.WELCOME_BROKEN: "欢迎语写错了，没有发出：{error}",
    Say.WELCOME_ADVICE: "请修改该群的 welcome 设置",
    Say.INVITED: "{inviter} 邀请进群「{room}」",
    Say.SOMEBODY: "有人",
}

_ENGLISH = {
    Say.MANY_LINKS: "{count} links in one message, more than {limit}",
    Say.INVITE_LINK: "a link into another group ({host})",
    Say.SHORT_LINK: "a short link that hides where it leads ({host})",
    Say.UNKNOWN_LINK: "a link to an unknown site ({host})",
    Say.OWN_REPEATS: "the same text {count} times in {minutes} minutes, in {rooms} rooms",
    Say.OTHER_REPEATS: "{count} accounts sent the same long text within {minutes} minutes",
    Say.NEAR_COPIES: "{people} people said nearly the same in {rooms} rooms within {days} days,"
    " {count} times in all",
    Say.LIKE_CONFIRMED: "{percent}% the same as a confirmed advert (case {case})",
    Say.CASE_SIZE: "nearly the same as an advert that waits for a decision, message {count} of it",
    Say.CASE_GROWN: "case {case} ({state}) has new copies, {count} in all",
    Say.CONFIRMED: "confirmed",
    Say.DISMISSED: "dismissed",
    Say.PLANNED_REMOVAL: "removed from “{room}” at {at}, unless you say it is fine",
    Say.PLANNED_RECALL: "taken back in “{room}” at {at}, unless you say it is fine",
    Say.PLANNED_INVITATION: "invited back into “{room}” at {at}",
    Say.PLANNED_WARNING: "the member is warned at {at}, unless you say it is fine",
    Say.PLANNED_NOTHING: "nothing happens by itself; it waits for your word",
    Say.INVITED_BACK: "case {case} was taken back: invited again",
    Say.DENIED_FOR_CASE: "case {case} was confirmed by a person",
    Say.GROWN_ADVICE: "Nothing has to be done; open the case to see who says it where",
    Say.DISGUISED_CONTACT: "a contact in disguise ({evidence})",
    Say.DISGUISED_WORDS: "{words} in disguise: {how} ({percent}% of the text)",
    Say.CONTACT: "a contact ({evidence})",
    Say.CONTACT_BAIT: "{contact}, with the bait “{bait}”",
    Say.SAME_NAME: "the name “{name}” reads like staff member “{staff}”, from another account",
    Say.NEAR_NAME: "the name “{name}” is {distance} character off staff member “{staff}”",
    Say.STAFF_TITLE: "the name bears “{title}”, but this is no staff account",
    Say.WORDS: "{count} words of {title}: {words}",
    Say.LEARNED: "reads like an advert ({score}): {signs}",
    Say.LEARNED_WHOLE: "reads like an advert as a whole ({score})",
    Say.UNREAD: "only the first {read} characters were judged, {unread} were not read",
    Say.EDITED: "the message was changed afterwards to “{text}”",
    Say.FRAGMENTS: "{count} short messages within {seconds} seconds show it when read together",
    Say.UNSAID: "nobody here said the quoted “{text}”: judged too, but no reason to remove anybody",
    Say.UNSAID_EARLY: (
        "the quoted “{text}” was not found; this room is archived for less than {days} days,"
        " it may be older: a hint only"
    ),
    Say.ADVERT: "student {student} seems to advertise (confidence {score}): {reasons}",
    Say.ADVERT_ADVICE: "Look at the message: remove and confirm if it is an advert, else dismiss",
    Say.ADVERT_REMOVED: "Removed from the room; undo and invite back if this was wrong",
    Say.ADVERT_BY_OWNER: "The room's owner said it and is never removed; settle it with the owner",
    Say.LEAD: "student {student}: {title} (interest {score}), said {words}",
    Say.LEAD_ADVICE: "Claim it and answer soon",
    Say.QUESTION: "student {student} asked {minutes} minutes ago and nobody answered",
    Say.QUESTION_ADVICE: "Answer, or ask a colleague who knows",
    Say.YOUR_ID: "{name}, your student ID is {student}",
    Say.ID_REASON: "a member asked for the student ID",
    Say.NEWCOMER: "new friend",
    Say.WELCOME_REASON: "welcome {count} newcomers and tell their student IDs",
    Say.WELCOME_BROKEN: "the welcome text is wrong and was not sent: {error}",
    Say.WELCOME_ADVICE: "Correct the `welcome` setting of this room",
    Say.INVITED: "{inviter} invites the bot into “{room}”",
    Say.SOMEBODY: "somebody",
}


class Wording:
    """The sentences of one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._sentences = _ENGLISH if language == "en" else _CHINESE
        self._open, self._close, self._comma = (
            ("“", "”", "; ") if language == "en" else ("「", "」", "；")
        )

    def __call__(self, sentence: Say, **facts: object) -> str:
        """A sentence with its facts filled in; facts are never read as templates."""
        return self._sentences[sentence].format(**facts)

    def quoted(self, words: Iterable[str]) -> str:
        """Words as they were said, each in quotation marks."""
        return "".join(f"{self._open}{word}{self._close}" for word in words)

    def joined(self, sentences: Iterable[str]) -> str:
        """Several reasons as one."""
        return self._comma.join(sentences)


@cache
def wording(language: str) -> Wording:
    """The sentences of a language: "zh" or "en"."""
    return Wording(language)


def score_text(score: float) -> str:
    """A score as staff read it. It never rounds up to certainty."""
    return f"{min(score, 0.99):.2f}" if score < 1 else "1.00"


def cut(text: str, limit: int) -> str:
    """A text short enough to stand in a sentence, on one line."""
    line = " ".join(text[: limit * 4].split())
    return line if len(line) <= limit else line[: limit - 1] + "…"

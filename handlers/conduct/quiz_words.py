"""What newcomers and staff are told of entry quizzes."""

from enum import StrEnum

from handlers.wording import Wording


class Quiz(StrEnum):
    """Names of the sentences."""

    ASK = "ask"
    ASK_DIRECT = "ask_direct"
    OR_OUT = "or_out"
    REMIND = "remind"
    RIGHT = "right"
    WRONG = "wrong"
    REASON = "reason"
    FAILED = "failed"
    LATE = "late"
    NOT_ASKED = "not_asked"
    REMOVED = "removed"
    WOULD = "would"
    ADVICE = "advice"
    NOT_ASKED_ADVICE = "not_asked_advice"


_CHINESE = {
    Quiz.ASK: "{names} 欢迎！入群问答：{ask}\n请在 {within} 内直接在群里发答案，或私信我{out}。",
    Quiz.ASK_DIRECT: (
        "你好，「{room}」的入群问答：{ask}\n请在 {within} 内回复答案，在群里回答也可以{out}。"
    ),
    Quiz.OR_OUT: "；没有答对会被移出群聊，可以再申请",
    Quiz.REMIND: "{names} 提醒：入群问答还没有回答，{until} 截止。问题是：{ask}",
    Quiz.RIGHT: "{name}，回答正确，欢迎加入！",
    Quiz.WRONG: "{name}，不对哦，还可以答 {left} 次。问题是：{ask}",
    Quiz.REASON: "入群问答",
    Quiz.FAILED: "学号 {student} 入群问答答错 {tries} 次（问题：{ask}）",
    Quiz.LATE: "学号 {student} 在 {within} 内没有答对入群问答（答错 {tries} 次，问题：{ask}）",
    Quiz.NOT_ASKED: "入群问答没能发给学号 {student}，不作要求",
    Quiz.REMOVED: "已移出群聊；要放行请在 quizzes 里免答并邀请回群",
    Quiz.WOULD: "没有处置；请决定移出，或在 quizzes 里免答",
    Quiz.ADVICE: "本群只观察；若为 enforce 会移出。请决定移出，或在 quizzes 里免答",
    Quiz.NOT_ASKED_ADVICE: "请看账号是否在线、能否给成员发消息",
}

_ENGLISH = {
    Quiz.ASK: (
        "{names} welcome! A question first: {ask}\nAnswer here or to me alone within {within}{out}."
    ),
    Quiz.ASK_DIRECT: (
        "Hello, a question for “{room}”: {ask}\nAnswer me or in the room within {within}{out}."
    ),
    Quiz.OR_OUT: "; without the right answer you are removed, and may apply again",
    Quiz.REMIND: "{names} a reminder: your answer is due at {until}. The question: {ask}",
    Quiz.RIGHT: "{name}, that is right. Welcome!",
    Quiz.WRONG: "{name}, that is not it. Tries left: {left}. The question: {ask}",
    Quiz.REASON: "entry quiz",
    Quiz.FAILED: "student {student} gave {tries} wrong answers to the entry quiz ({ask})",
    Quiz.LATE: (
        "student {student} did not answer the entry quiz within {within} ({tries} wrong; {ask})"
    ),
    Quiz.NOT_ASKED: "the entry quiz could not be sent to student {student}, who is let off",
    Quiz.REMOVED: "Removed from the room; to let them in, excuse them under quizzes and invite",
    Quiz.WOULD: "Nothing was done: remove them, or excuse them under quizzes",
    Quiz.ADVICE: "This room observes; enforce would remove them. Decide, or excuse them",
    Quiz.NOT_ASKED_ADVICE: "See whether the account is online and may write to members",
}


def quiz_text(wording: Wording, sentence: Quiz, **facts: object) -> str:
    """A sentence in the language of `wording`; facts are never read as templates."""
    sentences = _ENGLISH if wording.language == "en" else _CHINESE
    return sentences[sentence].format(**facts)

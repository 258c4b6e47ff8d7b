"""Questions: what members ask, and what counts as an answer.

A question is answered when, later in the same room,
1. somebody else quotes it, or mentions the asker, without asking himself;
2. a colleague says something that is no question: staff who speak have seen what waits;
3. another member, within `reply_minutes`, says something that opens like an answer (可以的,
   没有, 八点, 我记得 ...): it answers the newest question that waits;
4. the asker says thanks, or that it is settled.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from bot.core.effects import RaiseAlert, Severity
from bot.core.seen import SeenMessage, WaitingQuestion
from handlers.wording import Say, Wording

_LONGEST = 60  # characters; longer texts without a question mark tell rather than ask
_END = r"(?!\w)"
_SIGN = re.compile("[?吗么怎咋哪几多谁啥什何问求教否不没人]")  # no question goes without one
_MARK = re.compile(r"[^\W_](?<![a-z0-9/])\s*\?|\?(?![a-z0-9=&%/])")  # not the ? inside an address
_LETTER = re.compile(r"[^\W\d_]")
_PARTICLE = re.compile(
    rf"吗(?!啡)|(?<![什怎那这多要])么{_END}|(?:没有?|不){_END}(?<=[了过到][没不])|不成{_END}"
)
_ASKING = re.compile(
    "请问|求问|问一?下|想问|请教|求助|求解|求推荐|有人(?:知道|用过|会|懂|有)|谁(?:有|能|会|懂)"
    "|有没有(?:人|谁|哪位|推荐|办法)|哪位(?:老师|同学|朋友|大神|邻居)?(?:知道|有|能|会)|有谁"
)
_ASKED = re.compile(
    r"怎么(?!可能|这么|那么|都|也|着|就是|说呢|.{1,3}都)|咋(?!这么|那么|都|们)|如何(?!是好)|为什么|为啥|何时"
    r"|[在去放要]哪(?!都|也)|哪(?=[\s?。!~啊呀呢]|$)|哪(?:里|儿|个|位|些|天|家|种|款|边|一)(?!都|也)|几(?:点|号|楼|天|个|月|页|块|次|期|课|岁|周|栋|元)"
    r"|多少(?!有点|有些|都|也)|多(?:久|大|长|远|重|高|贵)(?!都|的|了|啊)|什么时候|什么(?!的$|都|也|鬼|玩意)"
    r"|啥(?!都|也|的$)|(?<!都)是谁|谁(?=[\s。!~啊呀呢]|$|的|在|是|来|去|要|家)"
    r"|(?<!没)([能会有是要行对好可该])[不没]\1|可不可以|需不需要|(?<!没)有没有|能否|可否|是否|(.)不\2"
)
_TOLD = re.compile(
    "(?:知道|明白|懂|学会|告诉|说说|分享|看看|讲讲|教你|教大家|介绍|不管|无论|随便|不论|任凭|没什么"
    "|没啥|取决于|看你|看他|不管是|忘了|记得|记录|总结|就是|没有?多少|不怎么|没怎么|多少钱都|爱)"
    ".{0,8}(?:怎么|咋|如何|为什么|为啥|哪|几|多少|多久|什么|啥|谁|是否|[能会有是要行]不)"
    "|怎么.{1,4}怎么|什么.{1,4}什么|谁.{1,3}谁|没什么|没啥|不怎么|没怎么|有什么用|算什么|有点什么|好几|十几|几十|几百|那么几|这几|前几|过几"
)
_RHETORIC = re.compile(
    "不是吗|难道|岂|何必|何苦|凭什么|怎么可能|谁说|至于吗|有意思吗|(?<!不)好意思|还用说|开什么玩笑|什么鬼"
    "|什么玩意|搞什么|谁知道呢|不就是|不香吗|可不是|谁不|怎么能|有什么好(?:怕|说|看|笑|担心|抱怨|奇怪)|怪不得|想什么呢|哪有"
)
_GREETING = re.compile(
    r"^(?:大家|各位|你们?|老师|亲|小姐姐|群里|家人们|@\S+\s)?[\s,]*"
    r"(?:都?在(?:吗|么|不在|不)|有人(?:在)?(?:吗|么|没)|吃(?:了|饭了|过了)(?:吗|么|没有?)|睡了(?:吗|没)"
    r"|起(?:来|床)了(?:吗|没)|好吗|忙吗|最近好吗|你好|早上?好|是吗|真的吗|真的假的|是吧|对吧|啥|什么|嗯|啊|哦"
    r"|哈+|懂吗|知道吗|行吗|可以吗|好吧|对吗|怎么了|干嘛呢?|干啥呢?)[\s?!~。,呀啊]*$"
)
_ANSWER = re.compile(
    r"^(?:@\S+\s+)?(?:有的?|没有?|可以|不可以|能的?|不能|是的?|不是|对的?|不对|行|不行|要的?|不要|不用|会的?|不会"
    r"|应该|好像|一般|大概|可能|我记得|听说|据说|看群|群公告|群文件|在[^吗]|就在|去[^吗]|找|打电|问|公告|老师说"
    r"|(?:早上|晚上|上午|下午|明天|后天|今天|周[一二三四五六日末]|星期.).{0,6}[点号楼开有发到交前后]"
    r"|[0-9一二三四五六七八九十两]+\s*(?:点|号|块|元|楼|栋|天|个|周|月|分)"
    r"|还没|还有|已经|得|先|点击|搜|直接|你可以|你去|试试|参考|推荐|我(?:家|买|用|也是|这|知道)|https?:)"
)
_ME_TOO = re.compile(r"^(?:同问|我也想(?:知道|问)|同求|\+1|1|顶|蹲|mark|等|求)[\s!~。]*$")
_THANKS = re.compile("谢|感恩|知道了|明白了|懂了|解决了|找到了|收到了|好的|ok|搞定|可以了|清楚了")


def is_question(plain: str) -> bool:
    """Whether a text in its plain form asks something that wants an answer."""
    if _SIGN.search(plain) is None:
        return False
    told = plain.strip()
    if len(told) < 2 or _GREETING.match(told) or _RHETORIC.search(told):  # noqa: PLR2004 (one sign asks nothing)
        return False
    if "?" in told and _MARK.search(told) and _LETTER.search(told):
        return True
    if _PARTICLE.search(told) or _ASKING.search(told):
        return True
    return len(told) <= _LONGEST and bool(_ASKED.search(told)) and not _TOLD.search(told)


def answered_by(
    said: SeenMessage,
    plain: str,
    waiting: Sequence[WaitingQuestion],
    *,
    staff: bool,
    within: timedelta,
) -> list[WaitingQuestion]:
    """Which of the room's waiting questions a message that is no question answers."""
    event, author = said.event, said.sender.identity
    own = [q for q in waiting if q.asker == author]
    others = [q for q in waiting if q.asker != author]
    if _ME_TOO.match(plain.strip()):
        return []
    settled = own if own and _THANKS.search(plain) else []
    if staff:
        return [*settled, *others]
    named = [q for q in others if q.ref == event.quoted or q.asker_ref in event.mentions]
    if named or event.quoted is not None:
        return [*settled, *named]
    newest = others[-1:] if _ANSWER.match(plain.lstrip()) else []
    return [*settled, *(q for q in newest if event.at - q.asked <= within)]


def overdue(
    questions: Iterable[WaitingQuestion], now: datetime, wording: Wording
) -> list[RaiseAlert]:
    """One alert for each question past its time; questions without `due` are past it."""
    return [
        RaiseAlert(
            kind="question",
            severity=Severity.WARNING,
            reason=wording(
                Say.QUESTION,
                student="?" if question.student is None else question.student,
                minutes=int((now - question.asked).total_seconds() // 60),
            ),
            advice=wording(Say.QUESTION_ADVICE),
            group=f"question:{question.room}:{question.asker}",
            room=question.room,
            student=question.student,
            message=question.message,
        )
        for question in questions
        if question.due is None or question.due <= now
    ]

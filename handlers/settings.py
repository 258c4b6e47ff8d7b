"""The `judging:` and `leads:` sections of config.yaml."""

from datetime import timedelta
from typing import Annotated, Literal, Self

from pydantic import BaseModel, Field, model_validator

from bot.core.lengths import Length
from handlers.advert_words import ADVERT_WORDS
from handlers.behaviour_settings import BehaviourSettings
from handlers.defaults import LEAD_WORDS, NEGATIONS, SAFE_DOMAINS, SHORT_LINK_HOSTS
from handlers.learned.settings import LearningSettings
from handlers.media_settings import CardSettings, FileSettings, PictureSettings
from handlers.opinion_settings import OpinionSettings
from handlers.review_settings import AppealSettings, ReportSettings, ReviewSettings

Share = Annotated[float, Field(gt=0, le=1)]  # how much a sign proves by itself
Weight = Annotated[float, Field(ge=0, le=1)]  # how far a detector is trusted; 0 switches it off
Word = Annotated[str, Field(min_length=1, max_length=40)]


class LinkSettings(BaseModel, frozen=True, extra="forbid"):
    """Links: too many, hidden behind a short link, into another group, to unknown places."""

    weight: Weight = 1.0
    max_links: int = Field(default=3, ge=1, le=100)  # in one message; more is a sign
    allow: tuple[Word, ...] = SAFE_DOMAINS  # and everything below these domains
    add_allow: tuple[Word, ...] = ()  # your own domains, beside those shipped
    short_hosts: tuple[Word, ...] = SHORT_LINK_HOSTS
    invite_score: Share = 0.75
    short_score: Share = 0.4
    unknown_score: Share = 0.25
    many_score: Share = 0.4


class RepeatSettings(BaseModel, frozen=True, extra="forbid"):
    """Repeats: the same text again, in this room and in others."""

    weight: Weight = 1.0
    window: Length = Field(default=timedelta(hours=1), gt=timedelta(), le=timedelta(days=7))
    own_copies: int = Field(default=3, ge=2, le=100)  # by one sender, this one included
    other_senders: int = Field(default=3, ge=2, le=100)  # accounts with the same long text
    long_text: int = Field(default=24, ge=8, le=1000)  # characters; shorter is nobody's campaign
    own_score: Share = 0.45  # at `own_copies`; each further copy or room adds
    others_score: Share = 0.4  # at `other_senders`; each further account adds
    normal: tuple[Word, ...] = ("打卡", "接龙", "签到", "报到", "生日快乐", "新年快乐", "节日快乐")


class NearSettings(BaseModel, frozen=True, extra="forbid"):
    """Campaigns: suspects that say nearly the same, with other numbers, names, signs or order."""

    window: Length = Field(
        default=timedelta(days=30), ge=timedelta(hours=1), le=timedelta(days=365)
    )  # copies of longer ago are another campaign
    same: Share = 0.5  # of what two texts are made of; from here on they are one campaign
    follow: Share = 0.7  # from here on a copy of a decided case follows the decision
    confirmed_score: Share = 0.98  # what a copy of a confirmed advert proves by itself
    # an advert in several messages: what somebody is flagged for within it is one case
    together: Length = Field(default=timedelta(minutes=5), ge=timedelta(), le=timedelta(hours=1))
    spread: int = Field(default=2, ge=1, le=100)  # people and rooms beyond the first
    spread_score: Share = 0.4  # at `spread`; each further person or room adds
    tell_growth: int = Field(default=5, ge=1, le=1000)  # copies of a decided case, told at once


class ContactSettings(BaseModel, frozen=True, extra="forbid"):
    """Contact bait: phone numbers, WeChat and QQ names, plain or in disguise."""

    weight: Weight = 1.0
    disguised_score: Share = 0.7  # 加薇, v❤, vx
    plain_score: Share = 0.3  # 加我微信
    account_score: Share = 0.35  # a name or number stands there
    phone_score: Share = 0.3
    bait_score: Share = 0.5  # one of `bait` beside a contact; beside a mere phone number two
    bait: tuple[Word, ...] = (
        *(
            "免费",
            "领取",
            "领资料",
            "兼职",
            "日结",
            "日赚",
            "赚",
            "优惠",
            "低价",
            "出售",
            "代理",
            "福利",
        ),
        *(
            "资源",
            "视频",
            "看片",
            "妹",
            "进群",
            "扫码",
            "私聊",
            "包过",
            "一手",
            "批发",
            "返利",
            "红包",
        ),
        *(
            "内部",
            "高薪",
            "招聘",
            "货源",
            "加盟",
            "贷款",
            "提升",
            "名额",
            "限时",
            "秒杀",
            "合作",
            "收徒",
        ),
        *(
            "接单",
            "出号",
            "收号",
            "招人",
            "回收",
            "渠道",
            "减肥",
            "代办",
            "办理",
            "专业",
            "稳定",
            "带你",
        ),
    )


class DisguiseSettings(BaseModel, frozen=True, extra="forbid"):
    """Disguise: words of adverts split, spelt, spaced, reversed, in other characters."""

    weight: Weight = 1.0
    score: Share = 0.05  # a faint sign by itself, and the reason that staff read
    from_share: Share = 0.05  # of the characters; less is a slip


class LookalikeSettings(BaseModel, frozen=True, extra="forbid"):
    """Look-alikes: a member who calls himself as a colleague does."""

    weight: Weight = 1.0
    same_score: Share = 0.85  # reads the same
    near_score: Share = 0.4  # one character differs
    title_score: Share = 0.3  # bears an office nobody gave
    near_from: int = Field(default=4, ge=3, le=20)  # characters; in shorter names one is too much
    titles: tuple[Word, ...] = ("群主", "管理员", "官方客服", "群管理", "官方助理")


class WordCategory(BaseModel, frozen=True, extra="forbid"):
    """One kind of advert, and the words that give it away."""

    title: str = Field(min_length=1)  # as read in the reason
    weight: Share = 0.6  # of each word that has none of its own
    words: tuple[Word, ...] = ()
    weighted: dict[Word, Share] = {}


class WordSettings(BaseModel, frozen=True, extra="forbid"):
    """Word lists. A word inside an accepted phrase does not count."""

    weight: Weight = 1.0
    categories: dict[str, WordCategory] = {
        name: WordCategory.model_validate(given) for name, given in ADVERT_WORDS.items()
    }
    add: dict[Word, Share] = {}  # your own words, beside those shipped
    accept: tuple[Word, ...] = ()  # phrases in which a listed word is harmless
    warnings: tuple[Word, ...] = (
        "警惕",
        "谨防",
        "防骗",
        "反诈",
        "骗子",
        "骗局",
        "诈骗",
        "被骗",
        "别信",
    )
    warning_factor: float = Field(default=0.3, ge=0, le=1)  # the score of words in a warning


class LearnedSettings(BaseModel, frozen=True, extra="forbid"):
    """The learned model: what a text reads like. At 0.5 the model alone calls it an advert."""

    weight: Weight = 1.0
    from_score: Share = 0.05  # fainter likenesses are not told
    from_score_new: Share = 0.01  # of somebody who joined within `new`
    new: Length = Field(default=timedelta(days=14), ge=timedelta())
    shortest: int = Field(default=4, ge=1, le=50)  # characters; shorter texts are not read


class QuestionSettings(BaseModel, frozen=True, extra="forbid"):
    """How it is recognised that a question was answered."""

    reply_minutes: int = Field(default=10, ge=0, le=1440)  # a short answer after it counts so long


class JudgingSettings(BaseModel, frozen=True, extra="forbid"):
    """How adverts are judged. Scores are between 0 and 1."""

    language: Literal["zh", "en"] = "zh"  # of reasons and advice
    max_text: int = Field(default=4000, ge=100, le=100_000)  # characters read of a message
    # Short messages by one member within it are read together as well; 0: each alone.
    join_seconds: int = Field(default=20, ge=0, le=60)
    flag_at: Share = 0.5  # from here on a message is shown to staff as an advert
    remove_at: Share = 0.95  # from here on, in rooms with `mode: enforce`, the sender is removed
    decisive_at: Share = 0.97  # one detector this sure needs no second one for a removal
    links: LinkSettings = LinkSettings()
    repeats: RepeatSettings = RepeatSettings()
    near: NearSettings = NearSettings()
    contact: ContactSettings = ContactSettings()
    disguise: DisguiseSettings = DisguiseSettings()
    lookalike: LookalikeSettings = LookalikeSettings()
    words: WordSettings = WordSettings()
    learned: LearnedSettings = LearnedSettings()
    learning: LearningSettings = LearningSettings()
    opinion: OpinionSettings = OpinionSettings()
    pictures: PictureSettings = PictureSettings()
    cards: CardSettings = CardSettings()
    files: FileSettings = FileSettings()
    behaviour: BehaviourSettings = BehaviourSettings()
    review: ReviewSettings = ReviewSettings()
    reports: ReportSettings = ReportSettings()
    appeals: AppealSettings = AppealSettings()
    questions: QuestionSettings = QuestionSettings()


class LeadCategory(BaseModel, frozen=True, extra="forbid"):
    """One kind of interest, and the words that show it."""

    title: str = Field(min_length=1)  # as read in the alert
    words: dict[Word, Share]


class LeadSettings(BaseModel, frozen=True, extra="forbid"):
    """Which words sound like wanting something."""

    threshold: Share = 0.5  # a message below it is no lead
    question_bonus: float = Field(default=0.2, ge=0, lt=1)  # what asking itself shows
    negation_reach: int = Field(default=6, ge=1, le=30)  # characters before the word
    negations: tuple[Word, ...] = NEGATIONS
    sellers: tuple[Word, ...] = (
        *("需要的联系", "需要的私", "要的私", "要的联系", "出售", "转让", "转手", "低价出", "包邮"),
        *("诚招", "招代理", "代办", "代购", "联系我", "私聊我", "有意者", "有意的私", "免费送"),
    )  # who says this sells; it is no lead
    complaints: tuple[Word, ...] = (
        *("退款", "退货", "退课", "退费", "退钱", "退订", "投诉", "维权", "售后", "没收到货"),
    )  # beside these only a clear word of interest counts
    alert_at: Share = 0.5  # a lead this strong is told to staff at once
    categories: dict[str, LeadCategory] = {
        name: LeadCategory.model_validate(given) for name, given in LEAD_WORDS.items()
    }
    # your own words of a category, beside those it has
    add: dict[str, dict[Word, Share]] = {}

    @model_validator(mode="after")
    def _known_categories(self) -> Self:
        strange = sorted(self.add.keys() - self.categories.keys())
        if strange:
            known = ", ".join(self.categories)
            msg = f"add: there is no category {strange[0]!r} (there are {known})"
            raise ValueError(msg)
        return self

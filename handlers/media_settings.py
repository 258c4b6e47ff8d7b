"""`judging.pictures`, `judging.cards` and `judging.files` of config.yaml: more than text."""

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from bot.core.lengths import Length

Share = Annotated[float, Field(gt=0, le=1)]  # how much a sign proves by itself
Weight = Annotated[float, Field(ge=0, le=1)]  # how far a detector is trusted; 0 switches it off
Word = Annotated[str, Field(min_length=1, max_length=60)]


class PictureSettings(BaseModel, frozen=True, extra="forbid"):
    """Pictures: the codes in them, and adverts that staff confirmed before."""

    weight: Weight = 1.0
    read: bool = True  # fetch pictures and look into them
    whom: Literal["newcomers", "all"] = "newcomers"  # whose; suspects' are always read
    new: Length = Field(default=timedelta(days=14), ge=timedelta(minutes=1))  # since joining
    max_bytes: int = Field(default=10_000_000, ge=10_000, le=100_000_000)
    max_pixels: int = Field(default=40_000_000, ge=100_000, le=400_000_000)
    seconds: float = Field(default=5, gt=0, le=60)  # that reading one may take
    memory_mb: int = Field(default=600, ge=200, le=8_000)  # that its reader may take
    max_codes: int = Field(default=5, ge=1, le=20)  # read of one picture
    group_score: Share = 0.6  # a code that leads into a group
    person_score: Share = 0.5  # a code that adds somebody as a friend
    payment_score: Share = 0.45
    phone_score: Share = 0.4  # a phone number or visiting card
    link_score: Share = 0.3  # a code with a link; the link itself is judged as one in the text
    text_score: Share = 0.1  # a code with words; they are judged as if they were said
    junk_score: Share = 0.02  # a code that holds what no phone opens, or far too much
    unread_score: Share = 0.02  # a picture that could not be read
    known_score: Share = 0.97  # it, or its code, is in an advert that staff confirmed
    alike_score: Share = 0.85  # it looks nearly like one
    same_score: Share = 0.45  # at `own_copies` or `other_senders`; each further one adds
    own_copies: int = Field(default=3, ge=2, le=100)  # of a picture, rooms weighing as copies
    other_senders: int = Field(default=3, ge=2, le=100)  # accounts with the same picture


class CardSettings(BaseModel, frozen=True, extra="forbid"):
    """Cards: of contacts, of mini-programs, and invitations into groups."""

    weight: Weight = 1.0
    contact_score: Share = 0.4
    program_score: Share = 0.2
    group_score: Share = 0.6
    allow_programs: tuple[Word, ...] = (
        *("群接龙", "接龙管家", "腾讯文档", "腾讯会议", "问卷星", "金山文档", "金山表单"),
        *("班级小管家", "小打卡", "晓黑板", "快团团", "群报数", "微信读书", "微信运动"),
    )
    add_allow: tuple[Word, ...] = ()  # your own programs, beside those shipped


class FileSettings(BaseModel, frozen=True, extra="forbid"):
    """Files, by their names: programs, disguised endings, archives with bait in the name."""

    weight: Weight = 1.0
    program_score: Share = 0.6
    disguised_score: Share = 0.85  # 讲义.pdf.exe
    archive_score: Share = 0.45  # with one of `bait` in its name
    programs: tuple[Word, ...] = (
        *("apk", "xapk", "apks", "ipa", "mobileconfig", "exe", "scr", "com", "bat", "cmd"),
        *("msi", "msix", "vbs", "vbe", "wsf", "hta", "jar", "lnk", "ps1", "reg", "pif", "cpl"),
        *("dmg", "pkg", "deb", "rpm", "appx", "iso", "img"),
    )
    archives: tuple[Word, ...] = ("zip", "rar", "7z", "tar", "gz", "tgz", "bz2", "xz")
    bait: tuple[Word, ...] = (
        *("外挂", "破解", "激活", "注册机", "免费领", "福利", "内部资料", "内幕", "翻墙", "看片"),
        *("刷单", "兼职", "赚钱", "彩票", "博彩", "贷款", "原题", "答案包过", "挂机", "脚本"),
    )

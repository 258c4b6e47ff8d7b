"""What members say to a campaign: 报名, 取消报名, 我的报名, 领券, 抽奖, 抢, 签到."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.core.text import fold
from sop.campaigns.model import Campaign

_LONGEST = 120  # characters; who signs up says no more
_MENTION = re.compile(r"@\S+(?:\s+|$)")


class Deed(StrEnum):
    """What a word asks for."""

    SIGN_UP = "sign_up"
    CANCEL = "cancel"
    MINE = "mine"  # how do I stand?
    CLAIM = "claim"
    ATTEND = "attend"


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What a word means in a campaign."""

    deed: Deed
    campaign: str
    benefit: str = ""  # of a claim


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A message that asks for something: what it may mean, and what was said besides."""

    meanings: tuple[Meaning, ...]
    rest: str = ""  # folded; "" where nothing but the word was said


Lexicon = Mapping[str, Sequence[Meaning]]  # by the folded word


def lexicon(campaigns: Iterable[Campaign]) -> Lexicon:
    """Every word of these campaigns."""
    found: dict[str, list[Meaning]] = {}
    for campaign in campaigns:
        for word, meaning in _meanings(campaign):
            found.setdefault(fold(word), []).append(meaning)
    return found


def _meanings(campaign: Campaign) -> Iterable[tuple[str, Meaning]]:
    for word in campaign.sign_up.words:
        for form in (word, f"我要{word}", f"我想{word}", f"{word}+1"):
            yield form, Meaning(deed=Deed.SIGN_UP, campaign=campaign.name)
        for form in (f"取消{word}", f"cancel {word}"):
            yield form, Meaning(deed=Deed.CANCEL, campaign=campaign.name)
        for form in (f"我的{word}", f"my {word}"):
            yield form, Meaning(deed=Deed.MINE, campaign=campaign.name)
    for benefit in campaign.benefits:
        for word in benefit.claimed_by:
            meaning = Meaning(deed=Deed.CLAIM, campaign=campaign.name, benefit=benefit.id)
            yield word, meaning
    for word in campaign.attendance.words:
        yield word, Meaning(deed=Deed.ATTEND, campaign=campaign.name)


def hear(text: str, words: Lexicon) -> Heard | None:
    """What a message asks for; None where it only talks.

    A word stands alone, or before a blank with more behind it: 报名费多少 asks for nothing.
    """
    if len(text) > _LONGEST:
        return None
    plain = _MENTION.sub("", f"{unicodedata.normalize('NFKC', text)} ").strip()
    whole = words.get(fold(plain))
    if whole:
        return Heard(meanings=tuple(whole))
    head, _, rest = plain.partition(" ")
    some = words.get(fold(head))
    return Heard(meanings=tuple(some), rest=fold(rest)) if some and rest else None


def meant(heard: Heard, campaigns: Mapping[str, Campaign], own: Iterable[str]) -> Heard | None:
    """Of what may be meant, the campaigns that are named; None where something else was said.

    `own` are the names of who said it: 报名 张三, said by 张三, is 报名.
    """
    if not heard.rest or heard.rest in {fold(name) for name in own}:
        return Heard(meanings=heard.meanings)
    named = tuple(
        one for one in heard.meanings if heard.rest in _names_of(campaigns[one.campaign], one)
    )
    return Heard(meanings=named, rest=heard.rest) if named else None


def _names_of(campaign: Campaign, meaning: Meaning) -> set[str]:
    names = [campaign.name, campaign.title]
    benefit = campaign.benefit(meaning.benefit)
    if benefit is not None:
        names += [benefit.id, benefit.title, benefit.prize]
    return {fold(name) for name in names if name}

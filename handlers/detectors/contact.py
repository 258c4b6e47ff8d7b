"""Contact bait: an account to write to, plain or in disguise, and what lures people there."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.core.seen import Context
from bot.core.verdicts import Verdict
from handlers.detectors.detector import Item, noisy_or
from handlers.detectors.links import without_links
from handlers.questions import is_question
from handlers.settings import ContactSettings
from handlers.text import NormalText, Trick, fold_text, normalise, squeeze
from handlers.wording import Say, Wording, cut

_ID = r"[a-z0-9_-]{5,20}"
_ADD = "[加伽迦珈嘉茄佳枷架咖]"
_WEI = "[薇徽葳溦威韦喂餵纬]"
# Most talk has none of these, and is looked at no further.
_ANYTHING = re.compile(
    r"\d{5}|1[3-9][0-9oil]{9}|[微薇徽葳溦韦喂餵]|威信|[威vw]号|v[x信]|wx|qq|好友|扫码|飞机联系|电报联系"
    r"|v[a-z]{1,12}\d{3}|[加伽迦珈嘉茄佳枷架咖].{0,2}[a-z扣抠蔻蔲寇冦口威纬企]|[v威]❤"
    "|[〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖幺]{5}|威[a-z]|卫星"
)
# On the tight text: what stands between the characters is already gone.
_DISGUISED = re.compile(
    rf"{_ADD}(?:我|个|下|一下|你|好友|小|大|群)?(?:{_WEI}(?!胁|力)|(?:vx|wx|v|w)(?={_ID}\d)|"
    r"微(?=[我号聊领]|了解|$|[a-z0-9]{4})|[qk](?=[1-9]\d{4})|扣(?=\d|我|$)|抠|蔻|企鹅(?=\d))"
    rf"|[伽迦珈茄枷](?:微|v)|(?<!权)(?<!示){_WEI}信(?=号|[a-z0-9]{{5}})|微[芯伈訫辛欣]"
    rf"|(?:{_WEI}|微|卫星|v心)号?(?=[a-z]{{1,6}}[a-z0-9_]*\d{{2,}})"
    r"|(?:扣扣|口口|抠抠|蔻蔻|企鹅|球球|秋秋|扣号|叩叩)号?群?(?=[1-9]\d{4})"
    r"|(?<!\d)[1-9]\d{6,10}(?=(?:.{0,8}?加[口扣]|[口扣]|.{0,8}?[蔻蔲寇冦]).{0,2}$)"
    r"|加[口扣抠蔻蔲寇冦](?=.{0,3}\d{7})"
)
_WORD_DISGUISED = re.compile(
    # A v by itself stands apart from the account: vip2024 and VX-3000 are none.
    r"(?<![a-z0-9])(?:vx|wx|v信|v(?=[号:\s]|1[3-9]\d{9}))\s*(?:号|:)?\s*:?\s*(?=[a-z]{1,12}[_-]?\d{3,12}|1[3-9]\d{9})"
    r"|[薇微威v]\s*[❤♥💗💕💛]"
)
_PLAIN = re.compile(
    "加(?:我|个|一下|下|你|他)?(?:的)?(?:微信|qq|好友|vx|wx|v信)|微信号|微信同号|同微信|微信:"
    "|联系(?:微信|qq|电话|方式)|扫码?加|电话微信|(?:微信|qq|飞机|电报)联系|[薇徽葳溦喂餵]信"
)
_PHONE = re.compile(r"(?<!\d)(?:86)?(1[3-9]\d{9})(?!\d)")
_ACCOUNT = re.compile(
    rf"(?:微信|v信|wechat|weixin|微信号|[vw]x)号?(?:是|为|[:：])?\s*(?P<wx>[a-z](?=[a-z_-]*\d|[a-z0-9_-]{{7}}){_ID})"
    r"|(?:qq|q群|(?<!钉)群|(?<!钉)群号|扣扣|企鹅|联系|加|q)号?(?:是|为|[:：])?\s*(?P<qq>[1-9]\d{6,10})(?!\d)"
)
_HANDLE = re.compile(r"(?<![a-z0-9.])@(?P<handle>[a-z][a-z0-9_]{4,31})(?![a-z0-9.])")
_SPELT = re.compile("[0-9oil〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖幺]{9,24}")
_DIGITS = str.maketrans("oil〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖幺", "011001234567891234567891")
# Digits, or all of them in the plainest words, as elderly people write them: nothing is hidden.
_EVENLY_SPELT = re.compile("[0-9]+|[〇零一二三四五六七八九]+")
_LURES_TO_PHONE = 2
# Words of the trade (加v) hide nothing from anybody; nor does a number in words.
_HIDING = frozenset(Trick) - {Trick.SLANG, Trick.NUMBERS, Trick.LETTERS}
_PHONE_ON_WECHAT = re.compile(r"(?:微信|v信|[vw]x)号?[是为]?(?:86)?1[3-9]\d{9}")
_ASKED = re.compile("电话|手机号|联系方式|微信号?|号码|qq|怎么联系|加一下|加你")


@dataclass(frozen=True, slots=True)
class _Found:
    """Pieces of a contact, as said; "" where there is none."""

    disguised: str = ""
    plain: str = ""
    account: str = ""
    phone: str = ""

    @property
    def phone_alone(self) -> bool:
        """Whether a phone number is all there is."""
        return bool(self.phone) and not (self.disguised or self.plain or self.account)

    @property
    def pieces(self) -> tuple[str, ...]:
        return tuple(
            dict.fromkeys(p for p in (self.disguised, self.plain, self.account, self.phone) if p)
        )


class Contact:
    """Scores ways to get in touch outside the room."""

    name = "contact"

    def __init__(self, settings: ContactSettings, wording: Wording) -> None:
        self._settings = settings
        self._wording = wording
        words = sorted({squeeze(fold_text(w)) for w in settings.bait} - {""}, key=len, reverse=True)
        self._bait = re.compile("|".join(map(re.escape, words))) if words else None

    def judge(self, batch: Sequence[Item], context: Context) -> list[Verdict | None]:  # noqa: ARG002 (quotes come with the message)
        """A verdict for each message that leaves a contact."""
        anything = _ANYTHING.search
        return [
            self._one(item)
            if anything(text.tight)
            or "@" in text.plain
            or (text.hidden is not None and anything(text.hidden.guess))
            else None
            for item in batch
            for text in (item.text,)
        ]

    def _one(self, item: Item) -> Verdict | None:
        text = _talk(item.text)
        found = _find(text, mentions=bool(item.message.event.mentions))
        if not found.pieces:
            return None
        if not found.disguised and _answers(item):
            return None
        bait = self._lure(text, found)
        shares = list(self._shares(found))
        key = Say.DISGUISED_CONTACT if found.disguised else Say.CONTACT
        reason = self._wording(key, evidence=cut(" ".join(found.pieces), 40))
        if bait:
            shares.append(self._settings.bait_score)
            reason = self._wording(Say.CONTACT_BAIT, contact=reason, bait=bait)
        return Verdict(
            detector=self.name, score=noisy_or(shares), reason=reason, evidence=found.pieces
        )

    def _lure(self, text: NormalText, found: _Found) -> str:
        """What lures people to the contact; "" when nothing does.

        A phone number by itself is given for many good reasons, so it takes more than one word:
        王师傅电话 ..., 修空调很专业; and who asks something lures nobody.
        """
        if self._bait is None:
            return ""
        words = tuple(dict.fromkeys(self._bait.findall(text.tight)))
        bare_phone = found.phone_alone and not _PHONE_ON_WECHAT.search(text.tight)
        if bare_phone and (len(words) < _LURES_TO_PHONE or is_question(text.plain)):
            return ""
        return words[0] if words else ""

    def _shares(self, found: _Found) -> Iterable[float]:
        settings = self._settings
        if found.disguised:
            yield settings.disguised_score
        if found.plain:
            yield settings.plain_score
        if found.account:
            yield settings.account_score
        if found.phone:
            yield settings.phone_score


def _talk(text: NormalText) -> NormalText:
    """What people said themselves: links are full of what looks like an account."""
    plain = without_links(text.plain)
    if plain == text.plain:
        return text
    if text.hidden is None:
        return NormalText(plain, squeeze(plain), text.unread)
    return normalise(plain)


def _find(text: NormalText, *, mentions: bool) -> _Found:
    plain, tight = text.plain, text.tight
    disguised = _DISGUISED.search(tight) or _WORD_DISGUISED.search(plain) or _uncovered(text)
    said = _PLAIN.search(tight)
    account = _ACCOUNT.search(plain) or _ACCOUNT.search(tight)
    phone = _PHONE.search(plain) or _PHONE.search(tight) or _PHONE.search(text.guess)
    handle = None if mentions else _HANDLE.search(plain)
    spelt = _spelt_out(tight)
    shown = "" if account is None else account["wx"] or account["qq"]
    if handle is not None and not shown:
        shown = f"@{handle['handle']}"
    return _Found(
        disguised=spelt or ("" if disguised is None else cut(disguised[0], 20)),
        plain="" if said is None else said[0],
        account=shown,
        phone="" if phone is None else phone[1],
    )


def _uncovered(text: NormalText) -> re.Match[str] | None:
    """A contact that shows only where split, spelt and alike-sounding words are undone."""
    hidden = text.hidden
    if hidden is None or hidden.guess == text.tight or not _HIDING.intersection(hidden.tricks):
        return None
    for shape in (_PLAIN, _ACCOUNT):
        found = shape.search(hidden.guess)
        if found is not None and shape.search(text.tight) is None:
            return found
    return None


def _spelt_out(tight: str) -> str:
    """A phone number whose digits are partly written as words or letters; "" when none is."""
    for match in _SPELT.finditer(tight):
        run = match[0]
        if _EVENLY_SPELT.fullmatch(run) is None and _PHONE.search(run.translate(_DIGITS)):
            return run
    return ""


def _answers(item: Item) -> bool:
    """Whether a contact was asked for: the quoted message asks, so giving it is no bait."""
    quoted = item.message.event.quoted_text
    return bool(quoted) and _ASKED.search(fold_text(quoted[:500])) is not None

"""Pictures that were read: the codes in them, adverts known by their look, copies by many."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.core.answers import NEAR, PictureFault, PictureSeen, bits_apart
from bot.core.seen import Context, PictureCopy
from bot.core.verdicts import Verdict
from handlers.carried import CodeKind, kind_of_code
from handlers.detectors.detector import Item, noisy_or
from handlers.media_settings import PictureSettings
from handlers.media_wording import MediaWording, Shown
from handlers.wording import Wording, cut

_SAME = 2  # bits that packing and shrinking change; more is another picture of the same kind
_SURE = 0.98  # copies alone never prove more
_SHOWN = 40  # characters of what a code holds
_REASONS = 3
_FAINT = frozenset({PictureFault.NOT_HAD})  # nothing that its sender did

_KINDS: dict[CodeKind, Shown] = {
    CodeKind.GROUP: Shown.GROUP,
    CodeKind.PERSON: Shown.PERSON,
    CodeKind.PAYMENT: Shown.PAYMENT,
    CodeKind.PHONE: Shown.PHONE,
    CodeKind.LINK: Shown.LINK,
    CodeKind.TEXT: Shown.TEXT,
    CodeKind.JUNK: Shown.JUNK,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sign:
    score: float
    reason: str
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Earlier:
    """A picture of this batch, which the database does not know yet."""

    item: Item
    seen: PictureSeen


class Pictures:
    """Judges what an errand found in a picture."""

    name = "pictures"

    def __init__(
        self,
        settings: PictureSettings,
        wording: MediaWording,
        joined: Wording,
        window: timedelta,
    ) -> None:
        self._settings = settings
        self._wording = wording
        self._joined = joined
        self._minutes = max(1, int(window.total_seconds() // 60))
        self._scores: dict[CodeKind, float] = {
            CodeKind.GROUP: settings.group_score,
            CodeKind.PERSON: settings.person_score,
            CodeKind.PAYMENT: settings.payment_score,
            CodeKind.PHONE: settings.phone_score,
            CodeKind.LINK: settings.link_score,
            CodeKind.TEXT: settings.text_score,
            CodeKind.JUNK: settings.junk_score,
        }

    def judge(self, batch: Sequence[Item], context: Context) -> list[Verdict | None]:  # noqa: ARG002 (an item carries its copies)
        """A verdict for each picture that an errand brought back."""
        earlier: list[_Earlier] = []
        verdicts: list[Verdict | None] = []
        for item in batch:
            seen = item.answer
            if not isinstance(seen, PictureSeen):
                verdicts.append(None)
                continue
            verdicts.append(self._one(item, seen, earlier))
            earlier.append(_Earlier(item=item, seen=seen))
        return verdicts

    def _one(self, item: Item, seen: PictureSeen, earlier: Sequence[_Earlier]) -> Verdict | None:
        if seen.fault is not None:
            return None if seen.fault in _FAINT else self._unread(seen.fault)
        here = (_copy(item, seen, one) for one in earlier)
        copies = [*item.alike, *(copy for copy in here if copy is not None)]
        signs = [*self._codes(seen), *self._known(copies), *self._repeated(item, copies)]
        if not signs:
            return None
        signs.sort(key=lambda sign: -sign.score)
        reasons = dict.fromkeys(sign.reason for sign in signs[:_REASONS])
        return Verdict(
            detector=self.name,
            score=min(noisy_or(sign.score for sign in signs), 0.999),
            reason=self._joined.joined(reasons),
            evidence=tuple(sign.evidence for sign in signs if sign.evidence),
        )

    def _unread(self, fault: PictureFault) -> Verdict:
        return Verdict(
            detector=self.name,
            score=self._settings.unread_score,
            reason=self._wording(fault),
            evidence=(fault.value,),
        )

    def _codes(self, seen: PictureSeen) -> Iterable[_Sign]:
        """One sign a kind: a price list with ten links is one picture with links."""
        first: dict[CodeKind, str] = {}
        for held in seen.codes:
            first.setdefault(kind_of_code(held), held)
        for kind, held in first.items():
            shown = cut(held, _SHOWN)
            reason = self._wording(_KINDS[kind], held=shown)
            yield _Sign(score=self._scores[kind], reason=reason, evidence=shown)
        if seen.cut:
            reason = self._wording(Shown.LONG, count=seen.cut)
            yield _Sign(score=self._settings.junk_score, reason=reason)
        if seen.more_codes:
            reason = self._wording(Shown.MORE, count=seen.more_codes)
            yield _Sign(score=self._settings.junk_score, reason=reason)

    def _known(self, copies: Sequence[PictureCopy]) -> Iterable[_Sign]:
        """An advert that staff confirmed, unless it looks more like one that they let pass."""
        settings = self._settings
        confirmed = [copy for copy in copies if copy.confirmed]
        if not confirmed:
            return
        nearest = min(map(_distance, confirmed))
        if any(copy.dismissed and _distance(copy) <= nearest for copy in copies):
            return
        coded = sum(copy.same_codes is True for copy in confirmed)
        if coded:
            reason = self._wording(Shown.KNOWN_CODE, count=coded)
            yield _Sign(score=settings.known_score, reason=reason)
        elif nearest <= _SAME:
            reason = self._wording(Shown.KNOWN, count=nearest)
            yield _Sign(score=settings.known_score, reason=reason)
        else:
            reason = self._wording(Shown.ALIKE, count=nearest)
            yield _Sign(score=settings.alike_score, reason=reason)

    def _repeated(self, item: Item, copies: Sequence[PictureCopy]) -> Iterable[_Sign]:
        settings = self._settings
        same = [copy for copy in copies if not copy.dismissed and _is_same(copy)]
        author = item.message.sender.identity
        own = [copy for copy in same if copy.sender == author]
        rooms = {copy.room for copy in own} | {item.message.room}
        # As with texts: the same in another room weighs as two in this one.
        weight = len(own) + len(rooms)
        if own and weight >= settings.own_copies:
            count = len(own) + 1
            reason = self._wording(Shown.OWN, minutes=self._minutes, count=count, rooms=len(rooms))
            yield _Sign(score=self._grown(weight - settings.own_copies), reason=reason)
        senders = {copy.sender for copy in same} | {author}
        if len(senders) >= settings.other_senders:
            reason = self._wording(Shown.OTHERS, minutes=self._minutes, count=len(senders))
            yield _Sign(score=self._grown(len(senders) - settings.other_senders), reason=reason)

    def _grown(self, more: int) -> float:
        return min(_SURE, 1.0 - (1.0 - self._settings.same_score) * 0.5**more)


def _distance(copy: PictureCopy) -> int:
    """How far a copy is; the same codes make it the same, however it is framed."""
    return 0 if copy.same_codes else copy.apart


def _is_same(copy: PictureCopy) -> bool:
    """The same picture. With codes in it, it has to have the same ones: all codes look alike."""
    return copy.same_codes is not False and copy.apart <= _SAME


def _copy(item: Item, seen: PictureSeen, earlier: _Earlier) -> PictureCopy | None:
    """The earlier picture of the batch as the database would tell of it; None: another picture."""
    other = earlier.seen
    message = earlier.item.message
    if message.id == item.message.id:
        return None
    ours, theirs = seen.codes_key, other.codes_key
    same_codes = None if ours is None and theirs is None else ours == theirs
    apart = bits_apart(seen.print, other.print) if seen.print and other.print else 64
    if apart > NEAR and not same_codes:
        return None
    return PictureCopy(
        message=message.id,
        room=message.room,
        sender=message.sender.identity,
        at=message.event.at,
        apart=apart,
        same_codes=same_codes,
    )

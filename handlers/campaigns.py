"""Campaigns 群发: suspects that say nearly the same belong together, over rooms, people and days.

What was said before is in `Closer.near`; what was said in this batch is remembered here. A copy
of an advert that staff confirmed is as good as confirmed; a copy of what they dismissed is left
alone; and the same words from several people in several rooms are a sign by themselves.
"""

from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from bot.core.answers import PictureSeen
from bot.core.ids import CaseId, IdentityId, MessageId
from bot.core.seen import CaseSeen, Closer, NearCopy, NearPrint, OpenCase
from bot.core.verdicts import SpamScore, Verdict
from handlers.detectors.detector import Item
from handlers.prints import is_chain, likeness, print_of, print_of_picture
from handlers.settings import NearSettings, RepeatSettings, WordSettings
from handlers.text import squeeze
from handlers.wording import Say, Wording

DETECTOR = "campaign"

_ENOUGH = 8  # stored copies of one and the same text; more would find nothing more
_STEP = 0.5  # each further person or room halves the doubt
SPREAD_MOST = 0.85  # the same words everywhere may still be a notice that neighbours pass on
_UNSURE = 0.9  # of a confirmed case, where the copy is less near than `follow`
_WORSE = 0.1  # a copy of something dismissed that is so much worse is looked at again
_JUST_OPENED = CaseId(0)  # in this batch: it has no number yet


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """An earlier message that says nearly the same, and how near it is."""

    copy: NearCopy
    likeness: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """What a suspect belongs to."""

    near: tuple[Near, ...] = ()
    case: CaseSeen | None = None  # that staff have on their desk, or decided
    likeness: float = 0.0  # to the nearest message of that case
    verdict: Verdict | None = None  # what the copies say of it

    @property
    def decided(self) -> str:
        """How staff decided the case it belongs to; "" where they did not."""
        state = "" if self.case is None else self.case.state
        return state if state in {"confirmed", "dismissed"} else ""

    @property
    def earlier(self) -> tuple[MessageId, ...]:
        """Copies that belong to no case yet."""
        return tuple(one.copy.message for one in self.near if one.copy.case is None)


class Campaigns:
    """The rules by which suspects are joined; made once for every change of the settings."""

    def __init__(
        self,
        settings: NearSettings,
        *,
        repeats: RepeatSettings,
        words: WordSettings,
        wording: Wording,
    ) -> None:
        self._settings = settings
        self._wording = wording
        self._normal = tuple(squeeze(word.lower()) for word in repeats.normal)
        self._warnings = tuple(squeeze(word.lower()) for word in words.warnings)

    def print_of(self, item: Item, spam: SpamScore) -> NearPrint | None:
        """The print of a suspect; check-ins and sign-ups have none, unless they are flagged."""
        tight = item.text.tight
        everyday = any(word in tight for word in self._normal) or is_chain(item.text.plain)
        own = None if everyday and not spam.flagged else print_of(tight)
        if own is None and isinstance(item.answer, PictureSeen):
            return print_of_picture(item.answer)
        return own

    def join(self, item: Item, own: NearPrint, copies: Sequence[NearCopy]) -> Joined:
        """What a message belongs to, of all that may say the same."""
        since = item.message.event.at - self._settings.window
        found = tuple(
            Near(copy=copy, likeness=like)
            for copy in copies
            if copy.at >= since
            and (like := likeness(own.pieces, copy.pieces)) >= self._settings.same
        )
        # A message that is judged once more finds itself: its case is its own, it is no copy.
        itself = [one for one in found if one.copy.message == item.message.id]
        near = tuple(one for one in found if one.copy.message != item.message.id)
        decided = [one for one in itself or near if _counts(one)]
        chosen = max(decided, key=_weight, default=None)
        if chosen is None or chosen.copy.case is None:
            return Joined(near=near, verdict=self._spread(item, near))
        case, like = chosen.copy.case, chosen.likeness
        if case.state == "confirmed":
            return Joined(
                near=near, case=case, likeness=like, verdict=self._confirmed(item, case, like)
            )
        if case.state == "dismissed":
            verdict = None if like >= self._settings.follow else self._spread(item, near)
            return Joined(near=near, case=case, likeness=like, verdict=verdict)
        return Joined(near=near, case=case, likeness=like, verdict=self._spread(item, near))

    def weighed(self, spam: SpamScore, verdict: Verdict | None) -> tuple[Verdict, ...]:
        """All verdicts, the copies counted once: exact ones are what `repeats` saw already."""
        if verdict is None:
            return spam.verdicts
        repeats = max((v.score for v in spam.verdicts if v.detector == "repeats"), default=0.0)
        if repeats >= verdict.score:
            return spam.verdicts
        return (*(v for v in spam.verdicts if v.detector != "repeats"), verdict)

    def settled(self, joined: Joined, spam: SpamScore) -> tuple[Joined, SpamScore]:
        """A dismissed case is followed where the copy is near and no worse; else it is left."""
        case = joined.case
        if case is None or joined.decided != "dismissed":
            return joined, spam
        if joined.likeness < self._settings.follow or spam.score > case.score + _WORSE:
            return Joined(near=joined.near, verdict=joined.verdict), spam
        return joined, SpamScore(score=spam.score, flagged=False, verdicts=spam.verdicts)

    def together(self, item: Item, last: OpenCase | None) -> CaseSeen | None:
        """The case of what the author was flagged for just before: one advert, several messages."""
        if last is None or abs(item.message.event.at - last.at) > self._settings.together:
            return None
        return last.case

    def tells_at(self, told: int) -> int:
        """How many messages a decided case must have for staff to be told again."""
        return max(2 * told, told + self._settings.tell_growth)

    def _confirmed(self, item: Item, case: CaseSeen, like: float) -> Verdict | None:
        # Who warns of an advert repeats it too.
        if any(word in item.text.tight for word in self._warnings):
            return None
        sure = self._settings.confirmed_score
        score = sure if like >= self._settings.follow else sure * _UNSURE
        reason = self._wording(Say.LIKE_CONFIRMED, percent=round(like * 100), case=case.id)
        return Verdict(detector=DETECTOR, score=score, reason=reason, evidence=(f"{like:.2f}",))

    def _spread(self, item: Item, near: Sequence[Near]) -> Verdict | None:
        message = item.message
        people = {one.copy.student or -one.copy.sender for one in near}
        people.add(message.sender.student or -message.sender.identity)
        rooms = {one.copy.room for one in near} | {message.room}
        spread = len(people) + len(rooms) - 2
        if spread < self._settings.spread:
            return None
        doubt = (1.0 - self._settings.spread_score) * _STEP ** (spread - self._settings.spread)
        reason = self._wording(
            Say.NEAR_COPIES,
            days=max(1, self._settings.window.days),
            count=len(near) + 1,
            people=len(people),
            rooms=len(rooms),
        )
        score = min(SPREAD_MOST, 1.0 - doubt)
        return Verdict(detector=DETECTOR, score=score, reason=reason, evidence=(str(spread),))


class CampaignBatch:
    """A batch, as it is joined message by message: each sees those before it."""

    def __init__(self, campaigns: Campaigns, closer: Closer) -> None:
        self._campaigns = campaigns
        self._stored = closer.near
        self._open: dict[IdentityId, OpenCase] = dict(closer.open_cases)
        # By key; as many of each as the store gives, so that a flood of variants stays cheap.
        self._said: dict[int, deque[NearCopy]] = defaultdict(partial(deque, maxlen=_ENOUGH))
        self._more: dict[MessageId, int] = defaultdict(int)  # messages that a case got here
        self._told: dict[MessageId, int] = {}  # of which staff are told here

    def join(self, item: Item, own: NearPrint | None) -> Joined:
        """What a message belongs to, by what it says."""
        if own is None:
            return Joined()
        here = {copy.message: copy for key in own.keys for copy in self._said[key]}
        copies = (*self._stored.get(item.message.id, ()), *here.values())
        return self._campaigns.join(item, own, copies)

    def settled(self, item: Item, joined: Joined, spam: SpamScore) -> tuple[Joined, SpamScore]:
        """What it belongs to in the end, by who said it too."""
        joined, spam = self._campaigns.settled(joined, spam)
        if joined.case is None and spam.flagged:
            case = self._campaigns.together(item, self._open.get(item.message.sender.identity))
            joined = replace(joined, case=case)
        return joined, spam

    def keep(
        self, item: Item, own: NearPrint | None, joined: Joined, spam: SpamScore
    ) -> NearPrint | None:
        """Let later messages find this one; the print to store, None where it adds nothing."""
        message = item.message
        case = joined.case
        if case is None and spam.flagged:
            case = _opened(message.id, joined, spam)
        if case is not None and case.state == "open" and spam.flagged:
            self._open[message.sender.identity] = OpenCase(case=case, at=message.event.at)
        if own is None or sum(one.copy.pieces == own.pieces for one in joined.near) >= _ENOUGH:
            return None
        copy = NearCopy(
            message=message.id,
            room=message.room,
            sender=message.sender.identity,
            student=message.sender.student,
            at=message.event.at,
            pieces=own.pieces,
            case=case,
        )
        for key in own.keys:
            self._said[key].append(copy)
        return own

    def grows(self, case: CaseSeen) -> bool:
        """Count a message into its case; whether it has grown so far that staff are told."""
        self._more[case.first] += 1
        told = self._told.get(case.first, case.told)
        if self.size(case) < self._campaigns.tells_at(told):
            return False
        self._told[case.first] = self.size(case)
        return True

    def size(self, case: CaseSeen) -> int:
        """The messages that a case has now."""
        return case.messages + self._more[case.first]


def _opened(first: MessageId, joined: Joined, spam: SpamScore) -> CaseSeen:
    size = 1 + len(joined.earlier)
    return CaseSeen(
        id=_JUST_OPENED, first=first, state="open", score=spam.score, messages=size, told=size
    )


def _counts(one: Near) -> bool:
    """What was taken back is no decision: it is asked anew."""
    return one.copy.case is not None and one.copy.case.state != "undone"


def _weight(one: Near) -> tuple[float, MessageId]:
    return (round(one.likeness, 1), one.copy.message)

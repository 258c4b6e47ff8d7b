"""The docket of a batch: what follows from each message, with what followed from those before."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.core.conduct import Mark, MarkKind, Ruling, Standing, Step
from bot.core.effects import Effect, GiveMark, Intent, RecordVerdicts, RemoveMember
from bot.core.ids import ChannelName, IdentityId, MarkId, MessageId, RoomId, StudentId
from bot.core.rooms import Mode, quiet_until
from bot.core.seen import Closer
from bot.core.verdicts import SpamScore
from handlers.conduct.consequences import Consequences, Sentence
from handlers.conduct.ladder import Matter, next_step
from handlers.conduct.points import ADVERT_POINTS, SUSPECT_POINTS
from handlers.conduct.words import Tell, tell
from handlers.detectors.detector import Item
from handlers.wording import Wording

_CARRIES = frozenset({"links", "contact", "pictures", "cards", "files"})  # detectors' names
# Whoever is on the allow list is not asked about for what they say, but for these signs of a
# stolen or a look-alike account.
_COPIED = frozenset({"repeats", "campaign", "lookalike"})
_NOBODY = Standing()


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a flagged message is taken for in the end."""

    spam: SpamScore
    sure: bool  # by itself evidence enough for a removal
    campaign: MessageId  # the first message of its kind: independent cases differ in it
    alert_group: str  # repeats for the same colleagues are counted, not told again


class Docket:
    """Takes the flagged messages of a batch in order."""

    def __init__(
        self,
        closer: Closer,
        *,
        wording: Wording,
        recalls: Collection[ChannelName],
        now: datetime,
    ) -> None:
        self._closer = closer
        self._wording = wording
        self._recalls = recalls
        self._now = now
        self._given: dict[StudentId, list[Mark]] = {}
        self._removed: set[tuple[RoomId, IdentityId]] = set()
        self._consequences = Consequences(wording=wording, now=now)

    def take(self, item: Item, found: Found) -> list[Effect]:
        """Keep the verdicts; when flagged: marks, an alert, and the step that is due."""
        student = item.message.sender.student
        standing = self._standing(student)
        spam = found.spam
        if not spam.flagged or _is_expected(spam, standing):
            return [_record(item, spam, Step.NOTE)]
        excuse = self._excuse(item, standing)
        marks: list[Effect] = []
        if student is not None and not excuse:
            marks += self._hold_against(item, student, found)
        given = self._sentence(item, found, self._ruling(item, found, excuse))
        enforced = item.room.rules.mode is Mode.ENFORCE
        acts = self._consequences.of(given) if enforced else []
        self._remember(item, acts)
        done = given.ruling.step if acts else Step.NOTE
        return [_record(item, spam, done), self._consequences.alert(given), *acts, *marks]

    def _sentence(self, item: Item, found: Found, ruling: Ruling) -> Sentence:
        return Sentence(
            item=item,
            spam=found.spam,
            ruling=ruling,
            campaign=found.alert_group,
            recalls=item.room.channel in self._recalls,
            removed=(item.room.id, item.message.sender.identity) in self._removed,
        )

    def _remember(self, item: Item, acts: Sequence[Effect]) -> None:
        for one in acts:
            if isinstance(one, GiveMark):
                self._note(one)
            elif isinstance(one, Intent) and isinstance(one.deed, RemoveMember):
                self._removed.add((item.room.id, item.message.sender.identity))

    def _ruling(self, item: Item, found: Found, excuse: str) -> Ruling:
        standing = self._standing(item.message.sender.student)
        rules = item.room.rules
        matter = Matter(
            score=found.spam.score,
            sure=found.sure,
            marks=standing.marks,
            excuse=excuse,
            denied=standing.denied,
            carries=any(one.detector in _CARRIES for one in found.spam.verdicts),
            quiet_until=quiet_until(rules, self._now),
            recalls=item.room.channel in self._recalls,
            zone=rules.zone,
        )
        return next_step(matter, rules.ladder, self._now, self._wording)

    def _excuse(self, item: Item, standing: Standing) -> str:
        """Why nothing is done to the author, to read aloud; "" where nothing excuses them."""
        if item.sender.is_staff:
            return tell(self._wording, Tell.STAFF)
        if item.message.event.sender == item.room.owner_ref:
            return tell(self._wording, Tell.OWNER)
        allowed = standing.allowed
        if allowed is None:
            return ""
        return tell(self._wording, Tell.ALLOWED, author=allowed.author, reason=allowed.reason)

    def _hold_against(self, item: Item, student: StudentId, found: Found) -> list[Effect]:
        """The mark for this message, unless the same thing is held against them already."""
        kind = MarkKind.ADVERT if found.sure else MarkKind.SUSPECT
        mark = GiveMark(
            key=f"{kind}:{student}:{found.campaign}",
            student=student,
            points=ADVERT_POINTS if found.sure else SUSPECT_POINTS,
            kind=kind,
            room=item.message.room,
            message=item.message.id,
        )
        known = {one.key for one in self._standing(student).marks}
        if mark.key in known:
            return []
        self._note(mark)
        return [mark]

    def _standing(self, student: StudentId | None) -> Standing:
        """As it was before the batch, and the marks that the batch gave."""
        if student is None:
            return _NOBODY
        stored = self._closer.standings.get(student, _NOBODY)
        given = self._given.get(student, ())
        return Standing(
            marks=(*stored.marks, *given),
            denied=stored.denied,
            allowed=stored.allowed,
            trusted=stored.trusted,
        )

    def _note(self, given: GiveMark) -> None:
        mark = Mark(
            id=MarkId(0),
            student=given.student,
            points=given.points,
            kind=given.kind,
            key=given.key,
            at=self._now,
            room=given.room,
            message=given.message,
        )
        self._given.setdefault(given.student, []).append(mark)


def _is_expected(spam: SpamScore, standing: Standing) -> bool:
    """Whether staff said beforehand that this is all right."""
    if standing.allowed is None:
        return False
    return not any(one.detector in _COPIED for one in spam.verdicts)


def _record(item: Item, spam: SpamScore, done: Step) -> RecordVerdicts:
    return RecordVerdicts(
        message=item.message.id,
        room=item.message.room,
        student=item.message.sender.student,
        spam=spam,
        action="" if done is Step.NOTE else done,
    )

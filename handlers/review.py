"""What a person's word on a case leads to, and what it takes to take everything back. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.core.conduct import ListName, MarkKind
from bot.core.conduct_effects import Enlist, GiveMark
from bot.core.deed_keys import recall_key
from bot.core.effects import (
    Deed,
    Effect,
    Intent,
    InviteMember,
    OnUnknown,
    RecallMessage,
    RemoveMember,
)
from bot.core.ids import ChannelName, IdentityId, MessageId, StudentId
from bot.core.learning import KeepSample, Label, SampleSource
from bot.core.points import ADVERT_POINTS
from bot.core.review import CaseFile, CaseMessage, Decision, Ordered, Seat, Word
from handlers.review_settings import ReviewSettings
from handlers.wording import Say, Wording, cut

_RECALLED_WITHIN = timedelta(days=1)  # what is older was read, and no platform takes it back

_PLANNED = {
    RemoveMember.__name__: Say.PLANNED_REMOVAL,
    RecallMessage.__name__: Say.PLANNED_RECALL,
    InviteMember.__name__: Say.PLANNED_INVITATION,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """What a decision goes by, beside the file of the case."""

    settings: ReviewSettings
    wording: Wording
    recalls: Collection[ChannelName]  # channels that take back what others said
    deny_for: timedelta
    spared: Collection[IdentityId] = ()  # colleagues
    marked: Collection[StudentId] = ()  # of whom a mark for it is kept already


def decided(file: CaseFile, word: Word, bench: Bench) -> list[Effect]:
    """Everything that follows from a decision; what was ordered before is looked at too."""
    samples = _samples(file, word, bench)
    if word.decision is Decision.FINE:
        return [*taken_back(file, word.author, bench.wording), *samples]
    accused = file.accused - set(bench.spared)
    remove = bench.settings.removes if word.remove is None else word.remove
    if word.decision is Decision.REMOVE:
        remove = True
    acts = [*_recalls(file, word, bench, accused)]
    if remove:
        acts += _removals(file, word, bench, accused)
    return [*acts, *_conduct(file, word, bench, accused, deny=remove), *samples]


def taken_back(file: CaseFile, author: str, wording: Wording) -> list[Effect]:
    """An invitation for each removal that was done, unless they are back by themselves.

    Of whom another case is confirmed nobody is invited: that decision stands.
    """
    gone = {
        (one.room, one.member): one
        for one in file.ordered
        if one.kind == RemoveMember.__name__ and one.done and not one.back
        if one.student not in file.condemned
    }
    return [
        _intent(
            file,
            InviteMember(room=room, member=member),
            f"{_orders(file)}invite:{room}:{member}",
            wording(Say.INVITED_BACK, case=file.id),
            author,
        )
        for room, member in gone
        if room is not None and member is not None
    ]


def of_person(file: CaseFile, student: StudentId) -> CaseFile:
    """The file of a case as far as it concerns one person."""
    messages = tuple(one for one in file.messages if one.student == student)
    accounts = {one.sender for one in messages}
    accounts |= {one.member for one in file.seats if one.student == student}
    said = {f":{one.id}" for one in messages}
    return replace(
        file,
        messages=messages,
        seats=tuple(one for one in file.seats if one.student == student),
        ordered=tuple(
            one
            for one in file.ordered
            if (one.member in accounts if one.member else one.key.endswith(tuple(said)))
        ),
    )


def planned(one: Ordered, room_name: str, zone: str, wording: Wording) -> str:
    """What will be done and when, in the words of the room's clock."""
    at = one.due.astimezone(ZoneInfo(zone)).strftime("%m-%d %H:%M")
    return wording(_PLANNED.get(one.kind, Say.PLANNED_WARNING), at=at, room=cut(room_name, 40))


def called_off(file: CaseFile, *, undone: bool) -> list[str]:
    """The keys of what waits and must not come after a person's word.

    `undone`: what acts against people; else the invitations of an earlier undo.
    """
    return [one.key for one in file.ordered if one.waits and _against(one) is undone]


def _against(one: Ordered) -> bool:
    return one.kind != InviteMember.__name__


def _orders(file: CaseFile) -> str:
    """What the next decision orders has keys of its own: it may be the second of its kind."""
    return f"case:{file.id}:{file.round + 1}:"


def _removals(
    file: CaseFile, word: Word, bench: Bench, accused: Collection[IdentityId]
) -> Iterable[Effect]:
    people = {one.student for one in file.messages if one.sender in accused} - {None}
    for seat in file.seats:
        if _is_safe(seat, bench) or not (seat.member in accused or seat.student in people):
            continue
        yield _intent(
            file,
            RemoveMember(room=seat.room, member=seat.member),
            f"{_orders(file)}remove:{seat.room}:{seat.member}",
            file.reason,
            word.author,
        )


def _is_safe(seat: Seat, bench: Bench) -> bool:
    return seat.owner or seat.member in bench.spared


def _recalls(
    file: CaseFile, word: Word, bench: Bench, accused: Collection[IdentityId]
) -> Iterable[Effect]:
    for one in file.messages:
        if one.room is None or one.sender not in accused or one.channel not in bench.recalls:
            continue
        if one.recalled is None and one.flagged and word.at - one.at <= _RECALLED_WITHIN:
            deed = RecallMessage(room=one.room, message=one.id)
            yield _intent(file, deed, recall_key(one.room, one.id), file.reason, word.author)


def _conduct(
    file: CaseFile, word: Word, bench: Bench, accused: Collection[IdentityId], *, deny: bool
) -> Iterable[Effect]:
    for student, said in _first_words(file, accused).items():
        if student not in bench.marked:
            yield GiveMark(
                key=f"{MarkKind.ADVERT}:{student}:{file.first}:{file.round + 1}",
                student=student,
                points=ADVERT_POINTS,
                kind=MarkKind.ADVERT,
                room=said.room,
                message=said.id,
                author=word.author,
            )
        if deny and bench.settings.deny:
            yield Enlist(
                student=student,
                list=ListName.DENY,
                reason=bench.wording(Say.DENIED_FOR_CASE, case=file.id),
                until=word.at + bench.deny_for,
                message=said.id,
                author=word.author,
            )


def _first_words(file: CaseFile, accused: Collection[IdentityId]) -> dict[StudentId, CaseMessage]:
    """What each person is blamed for; where they had a part in it several times, the first."""
    said: dict[StudentId, CaseMessage] = {}
    for one in file.messages:
        if one.sender in accused and one.student is not None:
            said.setdefault(one.student, one)
    return said


def _samples(file: CaseFile, word: Word, bench: Bench) -> list[Effect]:
    """Different texts of the case, the likeliest adverts first: copies teach nothing new."""
    if word.decision is Decision.REMOVE:
        return []
    label = Label.HAM if word.decision is Decision.FINE else Label.SPAM
    spoken = [one for one in file.messages if one.text.strip()]
    meant = [one for one in spoken if one.flagged or one.id == file.first]
    texts: dict[str, CaseMessage] = {}
    for one in sorted(meant, key=lambda one: (-one.score, one.id)):
        texts.setdefault(one.text.strip(), one)
    source = SampleSource.REPORT if file.kind == "report" else SampleSource.DECISION
    return [
        KeepSample(
            text=one.text,
            label=label,
            message=MessageId(one.id),
            case=file.id,
            author=word.author,
            source=source,
        )
        for one in list(texts.values())[: bench.settings.samples]
    ]


def _intent(file: CaseFile, deed: Deed, key: str, reason: str, author: str) -> Intent:
    return Intent(
        deed=deed,
        key=key,
        reason=reason or f"case {file.id}",
        author=author,
        on_unknown=OnUnknown.HOLD,
        urgent=True,  # a person asked for it
    )

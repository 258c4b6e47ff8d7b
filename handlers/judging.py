"""Judging: what each message of a batch is taken for, before anything is done about it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.core.answers import Opinion
from bot.core.events import MessageKind
from bot.core.ids import ChannelName, RoomId
from bot.core.rooms import RoomRules
from bot.core.seen import Context, Copy, NearPrint, Room, Seen, SeenMessage, Sender
from bot.core.text import repeat_key
from bot.core.verdicts import LeadFound, SpamScore, Verdict
from handlers.again import talk_in, with_those_before
from handlers.campaigns import Campaigns
from handlers.carried import has_words, words_of
from handlers.detectors import Detector, Item, make_detectors
from handlers.edited import told
from handlers.fragments import Fragments, named
from handlers.invitations import InvitationRules
from handlers.leads import Leads
from handlers.learned.model import Model
from handlers.opinion_settings import OpinionSettings
from handlers.opinions import Opinions
from handlers.picture_work import wants_reading
from handlers.policy import Policy
from handlers.questions import is_question
from handlers.quotations import quoting, with_quotation
from handlers.reports import is_report
from handlers.settings import JudgingSettings, LeadSettings
from handlers.text import normalise
from handlers.together import read_together
from handlers.weighing import CLEAN, Weigher
from handlers.wording import Say, Wording, wording

_UNREAD_SCORE = 0.1  # a text longer than anyone reads is a faint sign by itself
_DEFAULT_RULES = RoomRules()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Settings made ready for judging; built once by `compile_rules`."""

    judging: JudgingSettings
    detectors: tuple[Detector, ...]
    finder: Leads
    weigher: Weigher
    policy: Policy
    campaigns: Campaigns
    wording: Wording
    invitations: InvitationRules
    opinions: Opinions
    recalls: frozenset[ChannelName] = frozenset()  # channels that take back what others said


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What one message is taken for."""

    item: Item
    spam: SpamScore = CLEAN
    leads: tuple[LeadFound, ...] = ()
    asks: bool = False
    reads: bool = False  # its picture is to be fetched and read
    near: NearPrint | None = None  # of a suspect that may be part of a campaign


def compile_rules(
    judging: JudgingSettings,
    leads: LeadSettings,
    *,
    invitations: InvitationRules | None = None,
    recalls: Iterable[ChannelName] = (),
    model: Model | None = None,
) -> Rules:
    """Build automata and patterns, once for every change of the settings (some 10 ms)."""
    chosen = make_detectors(judging, model)
    say = wording(judging.language)
    weights = {detector.name: weight for detector, weight in chosen}
    return Rules(
        judging=judging,
        detectors=tuple(detector for detector, _ in chosen),
        finder=Leads(leads),
        weigher=Weigher(judging, weights),
        policy=Policy(leads=leads, wording=say),
        campaigns=Campaigns(
            judging.near, repeats=judging.repeats, words=judging.words, wording=say
        ),
        wording=say,
        invitations=invitations or InvitationRules(),
        opinions=Opinions(judging.opinion, flag_at=judging.flag_at, language=judging.language),
        recalls=frozenset(recalls),
    )


def without_opinions(rules: Rules) -> Rules:
    """The same rules, with nobody to ask: for those who cannot wait for an answer."""
    return replace(rules, opinions=Opinions(OpinionSettings(), flag_at=1.0, language="zh"))


def judge(seen: Sequence[Seen], context: Context, rules: Rules) -> list[Judgement]:
    """A judgement for each message that people wrote, in order; our own posts have none.

    Message k is judged with 1..k-1 of the batch in view. Colleagues and direct talk to the bot
    are never judged as adverts; colleagues give no leads. Members of long standing are judged
    like newcomers: a stolen account advertises under a name that everybody knows.
    """
    items = _items(seen, context, rules.judging.max_text)
    public = [item for item in items if _is_public(item)]
    rows = _rows(public, context, rules)
    # By place, not by message: one that was edited meanwhile is judged twice.
    noted = [
        with_those_before(item, _noted(item, row, rules), context.verdicts)
        for item, row in zip(public, rows, strict=True)
    ]
    _read_together(public, noted, context, rules)
    if context.unsaid:
        _read_quotations(public, noted, context, rules)
    judged = iter(zip(public, noted, strict=True))
    return [
        _judgement(*(next(judged) if _is_public(item) else (item, ())), rules) for item in items
    ]


def _read_together(
    public: list[Item], noted: list[tuple[Verdict, ...]], context: Context, rules: Rules
) -> None:
    """Put verdicts on the last of several short messages that are an advert only together."""
    seconds = rules.judging.join_seconds
    if not seconds:
        return
    read_together(
        public,
        noted,
        Fragments(context, within=timedelta(seconds=seconds)),
        read=lambda items: [
            _noted(item, row, rules)
            for item, row in zip(items, _rows(items, context, rules), strict=True)
        ],
        flagged=lambda verdicts: rules.weigher.of_message(verdicts).flagged,
        name=lambda verdicts, others: named(verdicts, others, rules.wording, seconds),
    )


def _rows(
    items: Sequence[Item], context: Context, rules: Rules
) -> Iterable[tuple[Verdict | None, ...]]:
    """What each detector says of each message."""
    columns = [detector.judge(items, context) for detector in rules.detectors]
    return zip(*columns, strict=True) if columns else (() for _ in items)


def _read_quotations(
    public: list[Item], noted: list[tuple[Verdict, ...]], context: Context, rules: Rules
) -> None:
    """Judge messages with what they quote, where nobody said it and the whole is worse."""
    weigher, limit = rules.weigher, rules.judging.max_text
    for place, item in enumerate(public):
        unsaid = context.unsaid.get(item.message.id)
        # Whoever reports a message shows it to staff.
        if unsaid is None or not item.is_fresh or is_report(item.message, rules.judging.reports):
            continue
        whole = with_quotation(item, unsaid, limit)
        row = [detector.judge([whole], context)[0] for detector in rules.detectors]
        verdicts, alone = _noted(whole, row, rules), weigher.of_message(noted[place])
        worse = weigher.of_message(verdicts).score > alone.score
        if verdicts and worse and not weigher.sure(alone):
            public[place], noted[place] = whole, quoting(verdicts, unsaid, rules.wording)


def _is_public(item: Item) -> bool:
    return item.message.room is not None and not item.sender.is_staff


def _judgement(item: Item, verdicts: Sequence[Verdict], rules: Rules) -> Judgement:
    spam = rules.weigher.of_message(verdicts) if verdicts else CLEAN
    asks, leads = _asked(item, rules)
    return Judgement(
        item=item,
        spam=spam,
        leads=leads,
        asks=asks,
        near=rules.campaigns.print_of(item, spam) if verdicts else None,
        reads=wants_reading(item, rules.judging.pictures, suspect=bool(verdicts)),
    )


def _asked(item: Item, rules: Rules) -> tuple[bool, tuple[LeadFound, ...]]:
    """Whether it asks something, and what it wants: by what was said, not by what hangs on it."""
    if item.answer is not None and not isinstance(item.answer, Opinion):
        return False, ()  # that was seen when it was said; with an opinion due it had to wait
    event = item.message.event
    plain = not has_words(event) and not item.unsaid
    said = item.text if plain else normalise(event.text, rules.judging.max_text)
    asks = not item.edited and is_question(said.plain)
    return asks, () if item.sender.is_staff else rules.finder.find(said.plain, asks=asks)


def _noted(item: Item, row: Iterable[Verdict | None], rules: Rules) -> tuple[Verdict, ...]:
    verdicts = tuple(verdict for verdict in row if verdict is not None)
    unread = item.text.unread
    if unread:
        reason = rules.wording(Say.UNREAD, read=rules.judging.max_text, unread=unread)
        verdicts = (*verdicts, Verdict(detector="length", score=_UNREAD_SCORE, reason=reason))
    return told(verdicts, item.message.event.text, rules.wording) if item.edited else verdicts


def _is_ours(message: SeenMessage) -> bool:
    """Said by this account, or by another of ours that sits in the same room."""
    return message.event.own or message.sender.student is None


def _items(seen: Sequence[Seen], context: Context, limit: int) -> list[Item]:
    items = []
    rooms, senders = context.rooms, context.senders
    earlier: dict[int, tuple[Copy, ...]] = {}
    for talk in talk_in(seen, context):
        message = talk.message
        if _is_ours(message):
            continue
        event = message.event
        if event.kind is MessageKind.SYSTEM:
            continue
        key = repeat_key(event.text)
        copies: tuple[Copy, ...] = ()
        if key is not None and talk.answer is None:
            copies = earlier.get(key) or context.copies.get(key, ())
            earlier[key] = (*copies, _copy_of(message))
        room_id, member = message.room, message.sender
        room = rooms.get(room_id) if room_id is not None else None
        sender = senders.get((room_id, member.identity))
        items.append(
            Item(
                message=message,
                text=normalise(words_of(event, talk.answer), limit),
                room=room or _unknown_room(message),
                sender=sender or _unknown_sender(message),
                edited=talk.edited,
                answer=talk.answer,
                alike=talk.alike,
                copies=copies,
            )
        )
    return items


def _copy_of(message: SeenMessage) -> Copy:
    return Copy(
        message=message.id,
        room=message.room,
        sender=message.sender.identity,
        at=message.event.at,
    )


def _unknown_room(message: SeenMessage) -> Room:
    event = message.event
    return Room(
        id=message.room or RoomId(0),
        channel=event.channel,
        ref=event.room,  # type: ignore[arg-type] # None in direct talk, where nobody looks at it
        name=event.room_name,
        rules=_DEFAULT_RULES,
    )


def _unknown_sender(message: SeenMessage) -> Sender:
    member = message.sender
    names = tuple(name for name in (member.nickname, member.name) if name)
    return Sender(identity=member.identity, student=member.student, names=names)

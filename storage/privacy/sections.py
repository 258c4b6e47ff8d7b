"""What a person's export holds: every table in which anything hangs on them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, exists, or_, select

from storage.bulk import among
from storage.tables.campaigns import campaign_notice, claim, coupon, sign_up
from storage.tables.conduct import listing, mark, quiz
from storage.tables.delivery import outbox
from storage.tables.errands import errand
from storage.tables.judging import (
    appeal,
    case,
    case_message,
    lead,
    lead_evidence,
    question,
    report,
    verdict,
)
from storage.tables.learning import sample
from storage.tables.people import identity, membership, merge, name_history, person
from storage.tables.profiles import person_note, person_tag
from storage.tables.service import alert, audit
from storage.tables.talk import event, message, message_edit
from storage.tables.watches import consent

MESSAGES = "messages"  # the one section that may be very long


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of an export: whose rows, and which of their columns say anything to a person."""

    name: str
    table: Table
    where: ColumnElement[bool]
    left_out: frozenset[str] = frozenset()  # columns that are numbers of ours and no data

    @property
    def columns(self) -> list[Column[Any]]:
        """The columns that are given out."""
        return [column for column in self.table.c if column.name not in self.left_out]


def _student(column: Column[Any]) -> ColumnElement[bool]:
    return among(column, "students")


def _identity(column: Column[Any]) -> ColumnElement[bool]:
    return among(column, "identities")


def _of_message(column: Column[Any]) -> ColumnElement[bool]:
    return exists().where(message.c.id == column, _identity(message.c.identity_id))


_LEADS = select(lead.c.id).where(_student(lead.c.student_id))
_EDITED = exists().where(
    message.c.channel == message_edit.c.channel,
    message.c.ref == message_edit.c.message_ref,
    _identity(message.c.identity_id),
)

SECTIONS: Sequence[Section] = (
    Section(name="person", table=person, where=_student(person.c.student_id)),
    Section(name="accounts", table=identity, where=_identity(identity.c.id)),
    Section(name="rooms", table=membership, where=_identity(membership.c.identity_id)),
    Section(name="names", table=name_history, where=_identity(name_history.c.identity_id)),
    Section(name="tags", table=person_tag, where=_student(person_tag.c.student_id)),
    Section(name="notes", table=person_note, where=_student(person_note.c.student_id)),
    Section(
        name="merges",
        table=merge,
        where=or_(_student(merge.c.from_student), _student(merge.c.into_student)),
    ),
    Section(
        name=MESSAGES,
        table=message,
        where=_identity(message.c.identity_id),
        left_out=frozenset({"text_hash"}),
    ),
    Section(name="edits", table=message_edit, where=_EDITED),
    Section(name="questions", table=question, where=_identity(question.c.asker_id)),
    Section(name="consents", table=consent, where=_of_message(consent.c.message_id)),
    Section(name="leads", table=lead, where=_student(lead.c.student_id)),
    Section(name="lead_evidence", table=lead_evidence, where=lead_evidence.c.lead_id.in_(_LEADS)),
    Section(name="verdicts", table=verdict, where=_of_message(verdict.c.message_id)),
    Section(
        name="cases",
        table=case,
        where=or_(_student(case.c.student_id), _of_message(case.c.message_id)),
    ),
    Section(
        name="messages_in_cases",
        table=case_message,
        where=_identity(case_message.c.identity_id),
    ),
    Section(name="points", table=mark, where=_student(mark.c.student_id)),
    Section(name="lists", table=listing, where=_student(listing.c.student_id)),
    Section(name="appeals", table=appeal, where=_student(appeal.c.student_id)),
    Section(name="reports_made", table=report, where=_student(report.c.student_id)),
    Section(name="entry_quizzes", table=quiz, where=_identity(quiz.c.identity_id)),
    Section(name="sign_ups", table=sign_up, where=_student(sign_up.c.student_id)),
    Section(name="benefits", table=claim, where=_student(claim.c.student_id)),
    Section(
        name="coupons",
        table=coupon,
        where=_student(coupon.c.student_id),
        left_out=frozenset({"lookup"}),
    ),
    Section(
        name="campaign_answers",
        table=campaign_notice,
        where=_identity(campaign_notice.c.identity_id),
    ),
    Section(
        name="learned_samples",
        table=sample,
        where=_of_message(sample.c.message_id),
        left_out=frozenset({"text_key"}),
    ),
    Section(
        name="looked_into",
        table=errand,
        where=_of_message(errand.c.message_id),
        left_out=frozenset({"owner", "lease_until"}),
    ),
    Section(
        name="alerts",
        table=alert,
        where=or_(_student(alert.c.student_id), _of_message(alert.c.message_id)),
        left_out=frozenset({"group_key", "next_at", "level"}),
    ),
    Section(
        name="sent_to_them",
        table=outbox,
        where=_identity(outbox.c.identity_id),
        left_out=frozenset({"text_hash", "owner", "lease_until", "fence", "nonce"}),
    ),
    # A platform's id in what a join, a leave or a recall told of.
    Section(name="events", table=event, where=event.c.id == -1),
    Section(name="audit", table=audit, where=among(audit.c.subject, "subjects")),
)
EVENTS = "events"
# Tables with a person, an account or a message in them that are not given out, and why.
LEFT_OUT: Mapping[str, str] = {
    "person_name": "the index of names; the names themselves are in `names`",
    "near_print": "hashes by which copies are found, for as long as an advert is looked for",
    "near_key": "hashes by which copies are found, for as long as an advert is looked for",
    "picture": "hashes of pictures",
    "picture_band": "hashes of pictures",
    "erasure": "there is one only of people who have no data any more",
    "task": "work of colleagues, which hangs on our own posts",
    "echo": "the platform's receipt of what is in `sent_to_them`",
    "account": "our own accounts",
    "cap_ledger": "counts of our own posts",
    "lottery": "all entries by number; the person's own is in `benefits`",
}

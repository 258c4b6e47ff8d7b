"""The lines of a person's time line: one SELECT for each kind of thing that can happen."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, literal, null, or_, select

from bot.core.ids import StudentId
from storage.people.survivors import is_person
from storage.tables.campaigns import claim, coupon, sign_up
from storage.tables.conduct import listing, mark, quiz
from storage.tables.judging import appeal, case, case_message, lead, question, report
from storage.tables.people import identity, membership, merge, name_history, person
from storage.tables.profiles import person_note, person_tag
from storage.types import Id


def lines(student: StudentId) -> Sequence[Select[Any]]:
    """Everything of one person: kind, at, number, room_id, what, author."""
    students = select(person.c.student_id).where(is_person(student))
    accounts = select(identity.c.id).where(identity.c.student_id == student)
    return (
        *_met(accounts),
        *_noted(students),
        *_judged(students, accounts),
        *_sold(students),
        *_taken_part(students, accounts),
    )


def _line(
    kind: str,
    at: ColumnElement[Any],
    number: ColumnElement[Any],
    *where: ColumnElement[bool],
    place: ColumnElement[Any] | None = None,
    what: ColumnElement[Any] | None = None,
    author: ColumnElement[Any] | None = None,
) -> Select[Any]:
    return select(
        literal(kind, String()).label("kind"),
        at.label("at"),
        number.label("number"),
        cast(null() if place is None else place, Id).label("room_id"),
        cast(null() if what is None else what, String()).label("what"),
        cast(null() if author is None else author, String()).label("author"),
    ).where(at.is_not(None), *where)


def _met(accounts: Select[Any]) -> list[Select[Any]]:
    mine = membership.c.identity_id.in_(accounts)
    named = name_history.c.identity_id.in_(accounts)
    place, number = membership.c.room_id, membership.c.identity_id
    return [
        _line("joined", membership.c.joined_at, number, mine, place=place),
        _line("left", membership.c.left_at, number, mine, place=place),
        _line(
            "renamed",
            name_history.c.seen_at,
            name_history.c.id,
            named,
            place=name_history.c.room_id,
            what=name_history.c.name,
        ),
    ]


def _noted(students: Select[Any]) -> list[Select[Any]]:
    merged = or_(merge.c.from_student.in_(students), merge.c.into_student.in_(students))
    other = cast(merge.c.from_student, String)
    return [
        _line(
            "noted",
            person_note.c.at,
            person_note.c.id,
            person_note.c.student_id.in_(students),
            author=person_note.c.author,
        ),
        _line(
            "tagged",
            person_tag.c.at,
            person_tag.c.student_id,
            person_tag.c.student_id.in_(students),
            what=person_tag.c.tag,
            author=person_tag.c.author,
        ),
        _line("merged", merge.c.at, merge.c.id, merged, what=other, author=merge.c.author),
        _line(
            "unmerged", merge.c.undone_at, merge.c.id, merged, what=other, author=merge.c.undone_by
        ),
    ]


def _judged(students: Select[Any], accounts: Select[Any]) -> list[Select[Any]]:
    in_case = case.c.id.in_(
        select(case_message.c.case_id).where(case_message.c.identity_id.in_(accounts))
    )
    marked = mark.c.student_id.in_(students)
    on_list = listing.c.student_id.in_(students)
    appealed = appeal.c.student_id.in_(students)
    return [
        _line("case", case.c.opened_at, case.c.id, in_case, place=case.c.room_id),
        _line(
            "case_decided",
            case.c.decided_at,
            case.c.id,
            in_case,
            place=case.c.room_id,
            what=case.c.state,
            author=case.c.decided_by,
        ),
        _line(
            "mark",
            mark.c.at,
            mark.c.id,
            marked,
            place=mark.c.room_id,
            what=mark.c.kind,
            author=mark.c.author,
        ),
        _line("mark_revoked", mark.c.revoked_at, mark.c.id, marked, author=mark.c.revoked_by),
        _line(
            "listed",
            listing.c.since,
            listing.c.id,
            on_list,
            what=listing.c.list,
            author=listing.c.author,
        ),
        _line(
            "lifted",
            listing.c.lifted_at,
            listing.c.id,
            on_list,
            what=listing.c.list,
            author=listing.c.lifted_by,
        ),
        _line("appeal", appeal.c.at, appeal.c.id, appealed),
        _line(
            "appeal_answered",
            appeal.c.answered_at,
            appeal.c.id,
            appealed,
            what=appeal.c.state,
            author=appeal.c.answered_by,
        ),
        _line(
            "reported",
            report.c.at,
            report.c.id,
            report.c.student_id.in_(students),
            place=report.c.room_id,
            what=report.c.outcome,
        ),
    ]


def _sold(students: Select[Any]) -> list[Select[Any]]:
    mine = lead.c.student_id.in_(students)
    return [
        _line(
            "lead", lead.c.opened_at, lead.c.id, mine, place=lead.c.room_id, what=lead.c.category
        ),
        _line(
            "lead_closed",
            lead.c.updated_at,
            lead.c.id,
            mine,
            lead.c.state.in_(("won", "lost")),
            place=lead.c.room_id,
            what=lead.c.state,
            author=lead.c.owner,
        ),
    ]


def _taken_part(students: Select[Any], accounts: Select[Any]) -> list[Select[Any]]:
    signed = sign_up.c.student_id.in_(students)
    has = coupon.c.student_id.in_(students)
    return [
        _line(
            "question",
            question.c.asked_at,
            question.c.message_id,
            question.c.asker_id.in_(accounts),
            place=question.c.room_id,
        ),
        _line(
            "quiz",
            quiz.c.asked_at,
            quiz.c.id,
            quiz.c.identity_id.in_(accounts),
            place=quiz.c.room_id,
            what=quiz.c.state,
        ),
        _line(
            "signed_up",
            sign_up.c.at,
            sign_up.c.id,
            signed,
            place=sign_up.c.room_id,
            what=sign_up.c.campaign,
        ),
        _line(
            "attended",
            sign_up.c.attended_at,
            sign_up.c.id,
            signed,
            place=sign_up.c.room_id,
            what=sign_up.c.campaign,
        ),
        _line(
            "claimed",
            claim.c.at,
            claim.c.id,
            claim.c.student_id.in_(students),
            place=claim.c.room_id,
            what=claim.c.benefit,
        ),
        _line("coupon", coupon.c.given_at, coupon.c.id, has, what=coupon.c.campaign),
        _line(
            "redeemed",
            coupon.c.redeemed_at,
            coupon.c.id,
            has,
            what=coupon.c.campaign,
            author=coupon.c.redeemed_by,
        ),
    ]

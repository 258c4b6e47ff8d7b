"""What colleagues write of people, and the way of a person: tags, notes, the time line."""

from dataclasses import replace
from typing import Annotated, Any

from pydantic import Field

from bot.core.ids import StudentId
from bot.web.endpoint import (
    AnyEndpoint,
    Asked,
    Because,
    ById,
    Call,
    Listed,
    Nothing,
    Number,
    Paged,
    Scope,
    Words,
    get,
    post,
)
from bot.web.problems import missing, refuse
from bot.web.views.privacy import Happening, MergePreview, PersonNote, Tag, TagCount


class TagAsked(Asked):
    """A tag; it is kept in small letters, however it was typed."""

    tag: Annotated[Words, Field(min_length=1, max_length=60)]


class NoteAsked(Asked):
    """What is to be remembered of somebody."""

    text: Annotated[Words, Field(min_length=1, max_length=2000)]


class NoteOfPerson(ById):
    """One note of one person."""

    note: Number


class IntoAsked(Asked):
    """Into whom."""

    into: Number


async def _whom(call: Call[Any, Any, Any]) -> StudentId:
    student: StudentId | None = await call.unit.roster.survivor(call.where.id)
    if student is None:
        missing(f"nobody has the student ID {call.where.id}")
    return student


async def _writable(call: Call[Any, Any, Any]) -> StudentId:
    student = await _whom(call)
    if await call.unit.erasures.of_person(student) is not None:
        refuse(f"the data of {student} is erased; nothing is written of them any more")
    return student


async def _history(call: Call[ById, Paged, Nothing]) -> object:
    return await call.unit.roster.history(
        await _whom(call), within=call.rooms, after=call.asked.after, limit=call.asked.limit
    )


async def _notes(call: Call[ById, Paged, Nothing]) -> object:
    student = await _whom(call)
    return await call.unit.roster.notes_of(student, after=call.asked.after, limit=call.asked.limit)


async def _note(call: Call[ById, Nothing, NoteAsked]) -> object:
    return await call.unit.roster.add_note(
        await _writable(call), call.body.text, author=call.author, now=call.now
    )


async def _strike(call: Call[NoteOfPerson, Nothing, Because]) -> object:
    student = await _whom(call)
    struck = await call.unit.roster.strike_note(
        student, call.where.note, author=call.author, now=call.now
    )
    if not struck:
        missing(f"there is no note {call.where.note} of {student} that is not struck already")
    page = await call.unit.roster.notes_of(student, limit=500)
    return next(one for one in page.items if one.id == call.where.note)


async def _tag(call: Call[ById, Nothing, TagAsked]) -> object:
    student = await _writable(call)
    await call.unit.roster.tag(student, call.body.tag, author=call.author, now=call.now)
    return await _tags_of(call, student)


async def _untag(call: Call[ById, Nothing, TagAsked]) -> object:
    student = await _whom(call)
    await call.unit.roster.untag(student, call.body.tag, author=call.author, now=call.now)
    return await _tags_of(call, student)


async def _tags_of(call: Call[Any, Any, Any], student: StudentId) -> object:
    found = await call.unit.roster.tags_of([student])
    return {"items": found.get(student, ()), "next": None}


async def _tags(call: Call[Nothing, Nothing, Nothing]) -> object:
    return {"items": await call.unit.roster.tags(), "next": None}


async def _merge_preview(call: Call[ById, IntoAsked, Nothing]) -> object:
    found = await call.unit.roster.merge_preview(source=call.where.id, into=call.asked.into)
    if found is None:
        missing(f"nobody has the student ID {call.where.id}, or {call.asked.into}")
    return found


# Whoever works with people may write of them; merging and erasing need more.
_WRITTEN = frozenset({"notes", "tags"})


def _grouped(endpoint: AnyEndpoint) -> AnyEndpoint:
    """By what is written, not by the first word of the path."""
    parts = endpoint.path.split("/")
    found = next((part for part in parts[3:] if part in _WRITTEN), None)
    return endpoint if found is None else replace(endpoint, tag=found)


_ALL: tuple[AnyEndpoint, ...] = (
    get(
        "/people/{id}/history",
        _history,
        gives=Listed[Happening],
        summary="The way of a person through the community, newest first",
        where=ById,
        asks=Paged,
        scope=Scope.ROOMS,
    ),
    get(
        "/people/{id}/notes",
        _notes,
        gives=Listed[PersonNote],
        summary="What colleagues wrote of a person, newest first",
        where=ById,
        asks=Paged,
        scope=Scope.ROOMS,
    ),
    post(
        "/people/{id}/notes/add",
        _note,
        gives=PersonNote,
        summary="Write a note about a person",
        where=ById,
        takes=NoteAsked,
        scope=Scope.ROOMS,
    ),
    post(
        "/people/{id}/notes/{note}/strike",
        _strike,
        gives=PersonNote,
        summary="Strike out a note that was wrong; it stays readable",
        where=NoteOfPerson,
        takes=Because,
        scope=Scope.ROOMS,
    ),
    post(
        "/people/{id}/tags/add",
        _tag,
        gives=Listed[Tag],
        summary="Give a person a tag",
        where=ById,
        takes=TagAsked,
        scope=Scope.ROOMS,
    ),
    post(
        "/people/{id}/tags/remove",
        _untag,
        gives=Listed[Tag],
        summary="Take a tag away",
        where=ById,
        takes=TagAsked,
        scope=Scope.ROOMS,
    ),
    get(
        "/tags",
        _tags,
        gives=Listed[TagCount],
        summary="Every tag in use, the most frequent first",
        where=Nothing,
        asks=Nothing,
    ),
    get(
        "/people/{id}/merge-preview",
        _merge_preview,
        gives=MergePreview,
        summary="What would move if this person were merged into another",
        where=ById,
        asks=IntoAsked,
    ),
)
ENDPOINTS = tuple(_grouped(one) for one in _ALL)

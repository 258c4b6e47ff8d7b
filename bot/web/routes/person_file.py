"""The data of one person as a file, for whoever answers to that person."""

from typing import IO, Any

from bot.core.rights import Right
from bot.person_file import write_person_file
from bot.web.downloads import Download, Made
from bot.web.endpoint import Because, ById
from bot.web.ports import OpenDesk
from bot.web.problems import missing


async def _export(desk: OpenDesk, where: ById, body: Because, author: str, out: IO[bytes]) -> Made:
    """Audited first: who reads must be known even where the reading fails."""
    now = desk.clock.now()
    async with desk.write() as unit:
        student: Any = await unit.roster.survivor(where.id)
        if student is None:
            missing(f"nobody has the student ID {where.id}")
        await unit.exports.note(student, author=author, reason=body.reason, now=now)
    async with desk.read() as unit:
        await write_person_file(unit.exports.pages(student), out, student=student, now=now)
    return Made(name=f"person-{student}.zip")


DOWNLOADS: tuple[Download, ...] = (
    Download(
        path="/people/{id}/export",
        summary="Everything that is held about a person, as a ZIP of a page to read, CSV and JSON",
        tag="people",
        right=Right.DECIDE,
        make=_export,
        mime="application/zip",
        where=ById,
        takes=Because,
    ),
)

"""The content library: what may be said when, and what has to be ready when."""

from datetime import UTC, date, datetime

import pytest
from pydantic import ValidationError

from bot.core.content import Approval
from sop.content import Content, Lacks, Library, LoadedContent, Ready, Unready
from sop.model import Role

NOW = datetime(2026, 3, 1, tzinfo=UTC)
DAY = date(2026, 3, 2)


def piece(version="v1", **other):
    given = {"id": "tips", "kind": "text", "title": "小贴士", "author": "li", "text": "好"} | other
    return LoadedContent(content=Content(**given), version=version, file="tips.yaml", source="")


def library(*pieces, approved="v1"):
    approval = Approval(content="tips", version=approved, by="wang", at=NOW)
    return Library(pieces={one.content.id: one for one in pieces}, approvals={"tips": approval})


def test_an_approved_piece_is_said_as_it_stands():
    found = library(piece()).resolve("tips", DAY)

    assert isinstance(found, Ready)
    assert found.message.text == "好"


@pytest.mark.parametrize(
    ("shelf", "lacks", "author"),
    [
        (Library(), Lacks.MISSING, ""),
        (Library(pieces={"tips": piece()}), Lacks.UNAPPROVED, "li"),
        (library(piece(version="v2")), Lacks.UNAPPROVED, "li"),
        (library(piece(expires=date(2026, 3, 1))), Lacks.EXPIRED, "li"),
        (library(piece(seats=["expert"])), Lacks.SEAT, "li"),
        (library(piece(roles=["expert"])), Lacks.SEAT, "li"),
    ],
)
def test_what_is_not_ready_is_not_said_and_says_why(shelf, lacks, author):
    found = shelf.resolve("tips", DAY, seat="teacher", role=Role.LEADER)

    assert isinstance(found, Unready)
    assert (found.lacks, found.author) == (lacks, author)
    assert "tips" in found.why


def test_the_last_day_of_a_piece_is_a_day_on_which_it_is_said():
    assert isinstance(library(piece(expires=DAY)).resolve("tips", DAY), Ready)


@pytest.mark.parametrize(
    "given",
    [
        {"kind": "text", "text": ""},
        {"kind": "text", "media": {"link": "https://example.org"}},
        {"kind": "image"},
        {"kind": "image", "media": {"link": "https://example.org"}},
    ],
)
def test_a_piece_is_what_its_kind_says(given):
    with pytest.raises(ValidationError, match="content of kind"):
        piece(**given)

"""`groupkeeper check` of the content library and of campaigns."""

import pytest

from tests.cli.test_check import check, folder, write
from tests.support.sop_stage import plan

__all__ = ["folder"]  # a fixture

CONTENT = """
id: tips
kind: image
title: 小贴士
author: li
expires: 2026-03-01
roles: [expert]
text: 看图
media: {image: media/tips.png}
"""


@pytest.fixture
def library(folder):
    """A content library with one piece."""
    (folder / "sop/content/media").mkdir(parents=True)
    (folder / "sop/content/media/tips.png").write_bytes(b"x")
    write(folder, "sop/content/tips.yaml", CONTENT)
    return folder


def test_content_that_a_plan_can_hardly_say_is_warned_of(library):
    write(
        library,
        "sop/plans/week.yaml",
        plan(
            'id: a, seat: teacher, when: {day: 1, at: "08:30"}, content: tip',
            'id: b, seat: teacher, when: {day: 1, at: "09:30"}, content: tips',
            'id: c, seat: li, when: {date: 2099-03-05, at: "08:30"}, say: [{content: tips}]',
        ),
    )

    done = check()

    assert done.exit_code == 0
    for line, told in zip(
        done.stdout.splitlines(),
        (
            "8:66: warning: no content 'tip' in the library; did you mean \"tips\"?; write it",
            "9:66: warning: seat 'teacher' may not say content 'tips': its `seats` and `roles` say",
            "10:78: warning: content 'tips' is not said after 2026-03-01, and this is later",
        ),
        strict=False,
    ):
        assert line.startswith(f"sop/plans/week.yaml:{told}")
    assert done.stdout.splitlines()[-1] == "3 files, no mistakes, 3 warnings"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("kind: image", "kind: imagee", "3:7: 'kind' should be one of text, image, file"),
        ("author: li", "author: lii", "5:9: no colleague 'lii'; did you mean \"li\"?"),
        ("text: 看图", "text: '{{ rom.name }}'", "8:7: line 1 of the text: unknown fact 'rom'"),
        (
            "tips.png}",
            "tipps.png}",
            "9:8: there is no file 'media/tipps.png' in the content folder",
        ),
        ("title:", "titel:", "4:1: unknown key 'titel'; did you mean \"title\"?"),
        ("kind: image", "kind: text", "2:1: content of kind text has `text`, and no `media`"),
        ("2026-03-01", "2026-02-30", "6:10: 'expires' should be a date such as 2026-03-01"),
    ],
)
def test_mistakes_in_the_content_library_have_their_place(library, old, new, told):
    write(library, "sop/content/tips.yaml", CONTENT.replace(old, new))

    done = check()

    assert done.exit_code == 2
    assert f"sop/content/tips.yaml:{told}" in done.stdout


def test_two_pieces_are_not_one(library):
    write(library, "sop/content/tips2.yaml", CONTENT)

    told = "sop/content/tips2.yaml:1:1: the name 'tips' is taken by sop/content/tips.yaml; give"
    assert told in check().stdout


def test_campaigns_are_checked_with_the_plans_and_colleagues_there_are(library):
    campaign = (
        "name: lecture\ntitle: 公开课\nstarts: {date: 2026-04-18, at: '14:00'}\nrooms: ['*']\n"
        "plan: weeek\nstaff: li\n"
    )
    (library / "sop" / "campaigns").mkdir()
    write(library, "sop/campaigns/lecture.yaml", campaign)
    wrong = check()
    write(library, "sop/campaigns/lecture.yaml", campaign.replace("weeek", "week"))
    right = check()

    assert wrong.exit_code == 2
    assert "sop/campaigns/lecture.yaml:5:7: no plan 'weeek'; did you mean" in wrong.stdout
    assert right.exit_code == 0
    assert right.stdout.splitlines()[-1].startswith("4 files, no mistakes")

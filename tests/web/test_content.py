"""The content library over the API."""

from datetime import date

import pytest

from sop.content import Content, Library, LoadedContent


def piece(name="tips", **other):
    given = {"id": name, "kind": "text", "title": "小贴士", "author": "li", "text": "多喝水"}
    return LoadedContent(
        content=Content(**given | other),
        version="0123456789abcdef",
        file=f"{name}.yaml",
        source="",
    )


@pytest.fixture
def content(api, desk):
    """The API of a service whose library has two pieces, one of them past its date."""
    old = piece("old", expires=date(2020, 1, 1))
    desk.house.library = Library(pieces={"tips": piece(), "old": old})
    return api


async def test_a_piece_is_read_approved_as_it_was_read_and_taken_back(content, service):
    old, tips = (await content.get("/content")).items
    assert (old["ready"], tips["ready"]) == (False, False)
    assert "2020-01-01" in old["why"]
    shown = (await content.get("/content/tips")).body
    assert (shown["text"], shown["history"]) == ("多喝水", [])

    done = await content.post("/content/tips/approve", mark=shown["mark"][:8], reason="看过了")
    assert (done.status, done.body["ready"], done.body["approved_by"]) == (200, True, "api")
    back = await content.post("/content/tips/withdraw", reason="有错字")
    assert (back.body["ready"], back.body["approved_by"]) == (False, None)
    assert [one["given"] for one in back.body["history"]] == [False, True]
    noted = (await content.get("/audit")).items
    assert {"content.approve", "content.withdraw"} <= {one["action"] for one in noted}


async def test_an_approval_is_in_the_list_at_once(content):
    mark = (await content.get("/content/tips")).body["mark"]
    await content.post("/content/tips/approve", mark=mark)

    assert [one["ready"] for one in (await content.get("/content")).items] == [False, True]


async def test_what_was_edited_since_it_was_read_is_not_approved(content):
    refused = await content.post("/content/tips/approve", mark="fedcba98")

    assert refused.status == 409
    assert "was edited" in refused.body["detail"]


@pytest.mark.parametrize(
    ("path", "body", "status", "told"),
    [
        ("/content/none/approve", {"mark": "fedcba98"}, 404, "/api/v1/content lists"),
        ("/content/none/withdraw", {}, 404, "/api/v1/content lists"),
        ("/content/tips/withdraw", {}, 409, "is not approved"),
        ("/content/tips/approve", {}, 422, "mark"),
        ("/content/tips/approve", {"mark": "f"}, 422, "mark"),
    ],
)
async def test_what_cannot_be_is_refused_and_says_why(content, path, body, status, told):
    refused = await content.post(path, **body)

    assert refused.status in {status, 400 if status == 422 else status}
    assert told in str(refused.body)
    assert (await content.get("/content/none")).status == 404

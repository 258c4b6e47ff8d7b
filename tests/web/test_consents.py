"""A colleague notes that somebody may be quoted by name, or may not any more."""

import pytest

from tests.web.talk import said

pytestmark = pytest.mark.usefixtures("community")


@pytest.fixture
async def message(community):
    """The number of something that a member said in a room."""
    return next(one.id for one in said(community) if one.room is not None and not one.event.own)


async def test_it_is_noted_by_whom_when_and_why_and_taken_back(api, service, message):
    api.speak_as("wang")
    path = f"/messages/{message}/consent"

    before = await api.get(path)
    given = await api.post(f"{path}/note", agrees=True, reason="电话里同意")
    again = await api.post(f"{path}/note", agrees=True, reason="电话里同意")
    taken = await api.post(f"{path}/note", agrees=False, reason="改主意了")
    lines = (await api.get("/audit", subject=f"message:{message}")).items

    assert (before.body["quoted"], before.body["at"]) == (False, None)
    assert (given.body["quoted"], given.body["given_by"]) == (True, "wang")
    assert given.body["at"] == service.clock.now().strftime("%Y-%m-%dT%H:%M:%SZ")
    assert again.status == 409
    assert "stands so already" in again.body["detail"]
    assert (taken.body["quoted"], taken.body["withdrawn_by"]) == (False, "wang")
    assert [(line["action"], line["reason"]) for line in lines] == [
        ("message.consent", "改主意了"),
        ("message.consent", "电话里同意"),
    ]


async def test_who_took_it_back_in_the_room_is_not_overruled(api, service, message):
    path = f"/messages/{message}/consent"
    await api.post(f"{path}/note", agrees=True, reason="电话里同意")
    async with service.write() as unit:
        assert await unit.consents.withdraw(message, service.clock.now())

    refused = await api.post(f"{path}/note", agrees=True, reason="再问了一次")

    assert refused.status == 409
    assert "only they can agree again" in refused.body["detail"]


@pytest.mark.parametrize(
    "body", [{"agrees": True}, {"reason": "x"}, {"agrees": "x", "reason": "x"}]
)
async def test_it_takes_a_word_and_a_reason(api, message, body):
    assert (await api.post(f"/messages/{message}/consent/note", **body)).status == 400


async def test_what_nobody_said_in_a_room_has_no_consent(api):
    missing = await api.post("/messages/9999/consent/note", agrees=True, reason="x")

    assert missing.status == 404

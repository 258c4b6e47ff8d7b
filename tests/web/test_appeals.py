"""Reports and appeals over the API."""

import pytest

from bot.core.review import Reported
from tests.support.builders import after, message
from tests.web.talk import apply, flagged, said


async def _reported(service, advert):
    async with service.write() as unit:
        found = await unit.records.reported(
            channel="sim", room=1, ref=advert.event.ref, text="", since=after(days=-1)
        )
        assert isinstance(found, Reported)
        await unit.records.file_report(
            found,
            case_id=found.case,
            student=10001,
            room=1,
            weight=0.2,
            now=service.clock.now(),
        )


async def _appeal(service, advert, *, against="wang"):
    (word,) = await service.save(message("申诉：不是我发的", sender="u2", room=None))
    async with service.write() as unit:
        grievance = await unit.records.grievance(10002, since=after(days=-1))
        assert grievance.author == against
        return await unit.records.bring_appeal(
            grievance,
            student=10002,
            identity=advert.sender.identity,
            said=word.id,
            asked="li",
            now=service.clock.now(),
        )


async def test_reports_are_listed_with_what_came_of_them(api, service, community):
    _, advert = said(community)
    await apply(service, flagged(advert))
    await _reported(service, advert)
    [before] = (await api.get("/reports", student=10001)).items
    await api.post("/cases/1/decide", decision="advert")

    [after_it] = (await api.get("/reports", case=1, outcome="right")).items
    whole = (await api.get("/cases/1")).body

    assert (before["outcome"], before["student_id"], before["text"]) == (
        None,
        10001,
        "加V领资料，免费领取",
    )
    assert after_it["outcome"] == "right"
    assert [one["id"] for one in whole["reports"]] == [after_it["id"]]


@pytest.mark.parametrize(
    ("path", "query", "possible"),
    [
        ("/reports", {"outcome": "true"}, "'right' or 'wrong'"),
        ("/cases", {"kind": "adverts"}, "'advert' or 'report'"),
        ("/appeals", {"state": "closed"}, "'open', 'granted' or 'upheld'"),
    ],
)
async def test_filters_name_what_they_know(api, path, query, possible):
    refused = await api.get(path, **query)

    assert refused.status == 400
    assert possible in refused.body["detail"]


async def test_an_appeal_is_answered_by_another_colleague_and_once(api, service, community):
    _, advert = said(community)
    await apply(service, flagged(advert))
    api.speak_as("wang")
    await api.post("/cases/1/decide", decision="advert")
    number = await _appeal(service, advert)
    path = f"/appeals/{number}/answer"

    own = await api.post(path, answer="upheld")
    api.speak_as("api")
    granted = await api.post(path, answer="granted", note="盗号")
    again = await api.post(path, answer="upheld")

    assert (own.status, again.status) == (409, 409)
    assert "another colleague" in own.body["detail"]
    assert (granted.body["state"], granted.body["answered_by"]) == ("granted", "api")
    assert (await api.get("/cases/1")).body["state"] == "undone"
    assert (await api.get(f"/appeals/{number}")).body["answer"] == "盗号"
    assert (await api.get("/appeals", state="open")).items == []


async def test_an_appeal_cannot_be_opened_again_and_an_unknown_one_not_answered(
    api, service, community
):
    _, advert = said(community)
    await apply(service, flagged(advert, action="remove"))
    number = await _appeal(service, advert, against="groupkeeper")

    assert (await api.post(f"/appeals/{number}/answer", answer="open")).status == 409
    assert (await api.post("/appeals/99/answer", answer="granted")).status == 404
    assert (await api.get("/appeals/99")).status == 404

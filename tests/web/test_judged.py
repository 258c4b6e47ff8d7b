"""Verdicts, cases, leads and questions, and a person's word on them."""

import pytest
from sqlalchemy import update

from bot.core.deed_keys import removal_key
from bot.core.effects import Intent, OpenQuestion, RemoveMember
from storage.tables.delivery import outbox
from tests.support.builders import NOON, after
from tests.web.talk import apply, flagged, lead, said


async def test_verdicts_and_cases_are_shown_and_decided_once(api, service, community):
    _, advert = said(community)
    await apply(service, flagged(advert))

    [verdict] = (await api.get("/verdicts", message=advert.id)).items
    [case] = (await api.get("/cases", state="open")).items
    first = await api.post(f"/cases/{case['id']}/decide", decision="fine", note="熟人")
    second = await api.post(f"/cases/{case['id']}/decide", decision="advert")

    assert (verdict["detector"], verdict["reason"]) == ("contact", "加V 引流")
    assert (first.body["state"], first.body["decided_by"]) == ("dismissed", "api")
    assert first.body["decision"] == "fine"
    assert second.status == 409
    assert "dismissed already, by api" in second.body["detail"]
    assert (await api.get("/deliveries")).items == []


async def test_a_case_is_shown_with_everything_that_a_decision_needs(api, service, community):
    asking, advert = said(community)
    await apply(service, flagged(advert), _removal(advert, due=after(minutes=30)))
    [case] = (await api.get("/cases", room=1, student=10002, kind="advert", min_score=0.8)).ids

    whole = (await api.get(f"/cases/{case}")).body

    assert [one["id"] for one in whole["said"]] == [advert.id]
    assert [one["id"] for one in whole["before"]] == [asking.id]
    assert (whole["messages"], whole["people"], whole["rooms"]) == (1, 1, 1)
    assert [one["reason"] for one in whole["reasons"]] == ["加V 引流"]
    assert whole["planned"] == ["05-20 12:30 将移出群「英语学习打卡群」，除非您说不是广告"]
    assert (whole["reports"], whole["history"]) == ([], [])


async def test_cases_are_filtered_by_what_was_asked(api, service, community):
    _, advert = said(community)
    await apply(service, flagged(advert))

    for none in ({"room": 2}, {"student": 10001}, {"kind": "report"}, {"min_score": 0.95}):
        assert (await api.get("/cases", **none)).items == []


async def test_one_click_removes_the_author_and_undo_invites_them_back(api, service, community):
    _, advert = said(community)
    await apply(service, flagged(advert))
    [case] = (await api.get("/cases")).ids

    decided = await api.post(f"/cases/{case}/decide", decision="advert")
    [remove] = (await api.get("/deliveries")).items

    assert decided.body["state"] == "confirmed"
    assert (remove["kind"], remove["author"]) == ("RemoveMember", "api")
    assert service.changes == 1


async def test_a_removal_that_failed_can_be_ordered_again(api, service, community, database):
    _, advert = said(community)
    await apply(service, flagged(advert))
    [case] = (await api.get("/cases")).ids
    path = f"/cases/{case}/decide"
    await api.post(path, decision="advert")
    busy = await api.post(path, decision="advert")
    async with database.write() as connection:
        await connection.execute(update(outbox).values(state="failed"))

    again = await api.post(path, decision="advert")

    assert (busy.status, again.status) == (409, 200)
    assert [d["state"] for d in (await api.get("/deliveries")).items] == ["pending"]


async def test_undoing_what_the_bot_removed_invites_the_author_back(
    api, service, community, database
):
    _, advert = said(community)
    await apply(service, flagged(advert, action="remove"), _removal(advert))
    async with database.write() as connection:
        await connection.execute(update(outbox).values(state="sent"))
    [case] = (await api.get("/cases")).ids

    undone = await api.post(f"/cases/{case}/undo", note="认错人了")
    again = await api.post(f"/cases/{case}/undo")

    assert (undone.body["state"], undone.body["note"]) == ("undone", "认错人了")
    assert again.status == 409
    kinds = {d["kind"]: d["state"] for d in (await api.get("/deliveries")).items}
    assert kinds == {"RemoveMember": "sent", "InviteMember": "pending"}


async def test_a_removal_that_still_waits_does_not_come_after_a_manager_said_no(
    api, service, community
):
    _, advert = said(community)
    await apply(service, flagged(advert, action="remove"), _removal(advert))
    [case] = (await api.get("/cases")).ids

    await api.post(f"/cases/{case}/decide", decision="fine")

    [removal] = (await api.get("/deliveries")).items
    assert removal["state"] == "cancelled"


@pytest.mark.parametrize(
    "said_wrong",
    [
        {"decision": "fine", "remove": True},
        {"decision": "remove", "remove": False},
        {"decision": "advert", "message": 2},
        {"decision": "advert", "scope": "message", "message": 1},
    ],
)
async def test_what_cannot_be_meant_is_refused_and_changes_nothing(
    api, service, community, said_wrong
):
    _, advert = said(community)
    await apply(service, flagged(advert))
    [case] = (await api.get("/cases")).ids

    refused = await api.post(f"/cases/{case}/decide", **said_wrong)

    assert refused.status == 409
    assert (await api.get(f"/cases/{case}")).body["state"] == "open"
    assert (await api.post("/cases/99/decide", decision="fine")).status == 404
    assert (await api.post("/cases/99/undo")).status == 404


def _removal(advert, **more):
    return Intent(
        deed=RemoveMember(room=advert.room, member=advert.sender.identity),
        key=removal_key(advert.room, advert.sender.identity, advert.id),
        reason="加V 引流",
        **more,
    )


async def test_leads_are_claimed_by_one_and_won(api, service, community):
    asking, _ = said(community)
    await apply(service, lead(asking))
    [found] = (await api.get("/leads", state="open")).items
    path = f"/leads/{found['id']}"

    claimed = await api.post(f"{path}/claim", note="明天打电话")
    again = await api.post(f"{path}/claim")
    shown = (await api.get(path)).body
    await api.post(f"{path}/release")
    won = await api.post(f"{path}/won")
    lost = await api.post(f"{path}/lost")

    assert (claimed.body["owner"], claimed.body["note"]) == ("api", "明天打电话")
    assert again.status == 409
    assert shown["evidence"][0]["words"] == ["报名"]
    assert won.body["state"] == "won"
    assert lost.status == 409


async def test_questions_wait_until_somebody_closes_them(api, service, community):
    asking, _ = said(community)
    await apply(
        service,
        OpenQuestion(
            message=asking.id,
            room=asking.room,
            asker=asking.sender.identity,
            asked=NOON,
            due=after(minutes=30),
        ),
    )
    [question] = (await api.get("/questions", waiting=True)).items
    closed = await api.post(f"/questions/{question['message']}/close")
    again = await api.post(f"/questions/{question['message']}/close")

    assert question["text"] == "请问课程怎么报名？"
    assert (closed.body["state"], again.status) == ("closed", 409)
    assert (await api.get("/questions", waiting=True)).items == []


async def test_texts_that_no_database_takes_are_made_fit(api, service, community):
    asking, advert = said(community)
    await apply(service, flagged(advert), lead(asking))

    decided = await api.post("/cases/1/decide", decision="advert", note="a\x00b")
    claimed = await api.post("/leads/1/claim", note="  \x00  ")
    listed = await api.get("/alerts", kind="a\x00b")

    assert decided.body["note"] == "a\ufffdb"
    assert claimed.status == 200
    assert listed.items == []

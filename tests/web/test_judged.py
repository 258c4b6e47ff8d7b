"""Verdicts, cases, leads and questions, and a person's word on them."""

import pytest
from sqlalchemy import update

from bot.core.effects import Intent, OpenQuestion, RemoveMember, removal_key
from storage.tables.delivery import outbox
from tests.support.builders import NOON, after
from tests.web.talk import apply, flagged, lead, said


async def test_verdicts_and_cases_are_shown_and_decided_once(api, service, community):
    _, advert = said(community)
    await apply(service, flagged(advert))

    [verdict] = (await api.get("/verdicts", message=advert.id)).items
    [case] = (await api.get("/cases", state="open")).items
    first = await api.post(f"/cases/{case['id']}/decide", decision="dismissed", note="熟人")
    second = await api.post(f"/cases/{case['id']}/decide", decision="confirmed")

    assert (verdict["detector"], verdict["reason"]) == ("contact", "加V 引流")
    assert (first.body["state"], first.body["decided_by"]) == ("dismissed", "api")
    assert second.status == 409
    assert "dismissed already, by api" in second.body["detail"]
    assert (await api.get("/deliveries")).items == []


async def test_a_manager_removes_the_author_and_takes_it_back(api, service, community):
    _, advert = said(community)
    await apply(service, flagged(advert))
    [case] = (await api.get("/cases")).ids
    await api.post(f"/cases/{case}/decide", decision="confirmed", remove=True)
    await api.post(f"/cases/{case}/decide", decision="undone", invite=True)

    invite, remove = (await api.get("/deliveries")).items

    assert (remove["kind"], remove["author"]) == ("RemoveMember", "api")
    assert (invite["kind"], invite["state"]) == ("InviteMember", "pending")
    assert service.changes == 2


async def test_a_removal_that_failed_can_be_ordered_again(api, service, community, database):
    _, advert = said(community)
    await apply(service, flagged(advert))
    [case] = (await api.get("/cases")).ids
    path = f"/cases/{case}/decide"
    await api.post(path, decision="confirmed", remove=True)
    busy = await api.post(path, decision="confirmed", remove=True)
    async with database.write() as connection:
        await connection.execute(update(outbox).values(state="failed"))

    again = await api.post(path, decision="confirmed", remove=True)

    assert (busy.status, again.status) == (409, 200)
    assert [d["state"] for d in (await api.get("/deliveries")).items] == ["pending"]


async def test_undoing_what_the_bot_removed_invites_the_author_back(api, service, community):
    _, advert = said(community)
    await apply(service, flagged(advert, action="remove"))
    [case] = (await api.get("/cases")).ids

    await api.post(f"/cases/{case}/decide", decision="undone")

    assert [d["kind"] for d in (await api.get("/deliveries")).items] == ["InviteMember"]


@pytest.mark.parametrize("decision", ["dismissed", "undone"])
async def test_a_removal_that_still_waits_does_not_come_after_a_manager_said_no(
    api, service, community, decision
):
    _, advert = said(community)
    removal = Intent(
        deed=RemoveMember(room=advert.room, member=advert.sender.identity),
        key=removal_key(advert.room, advert.sender.identity, advert.id),
        reason="加V 引流",
    )
    await apply(service, flagged(advert, action="remove"), removal)
    [case] = (await api.get("/cases")).ids

    await api.post(f"/cases/{case}/decide", decision=decision)

    states = {d["kind"]: d["state"] for d in (await api.get("/deliveries")).items}
    assert states["RemoveMember"] == "cancelled"


async def test_removing_without_confirming_is_refused_and_changes_nothing(api, service, community):
    _, advert = said(community)
    await apply(service, flagged(advert))
    [case] = (await api.get("/cases")).ids

    refused = await api.post(f"/cases/{case}/decide", decision="dismissed", remove=True)

    assert refused.status == 409
    assert (await api.get(f"/cases/{case}")).body["state"] == "open"


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

    decided = await api.post("/cases/1/decide", decision="confirmed", note="a\x00b")
    claimed = await api.post("/leads/1/claim", note="  \x00  ")
    listed = await api.get("/alerts", kind="a\x00b")

    assert decided.body["note"] == "a\ufffdb"
    assert claimed.status == 200
    assert listed.items == []

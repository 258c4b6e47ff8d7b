"""What whoever decides a case sees before: what would follow, and who it is about."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import update

from storage.tables.delivery import outbox
from tests.support.builders import after, message
from tests.web.api import TOKENS
from tests.web.talk import apply, flagged, said


@pytest.fixture
async def case(api, service, community):
    """The case of an advert, said by somebody who had said nothing before."""
    _, advert = said(community)
    await apply(service, flagged(advert))
    [number] = (await api.get("/cases")).ids
    return number


async def _whole(api, number):
    return (await api.get(f"/cases/{number}")).body


def _counts(outlook):
    return {name: count for name, count in outlook.items() if count}


async def test_before_deciding_one_sees_what_each_word_leads_to(api, case):
    outlook = (await _whole(api, case))["outlook"]

    assert outlook.keys() == {"advert", "fine", "remove"}
    advert = {"removed": 1, "rooms": 1, "marked": 1, "denied": 1, "learned": 1}
    assert _counts(outlook["advert"]) == advert
    assert _counts(outlook["remove"]) == {k: v for k, v in advert.items() if k != "learned"}
    assert _counts(outlook["fine"]) == {"learned": 1}


async def test_what_was_foreseen_is_what_happens(api, case):
    foreseen = (await _whole(api, case))["outlook"]["advert"]

    await api.post(f"/cases/{case}/decide", decision="advert")

    deeds = [one["kind"] for one in (await api.get("/deliveries")).items]
    assert deeds == ["RemoveMember"] * foreseen["removed"]
    assert len((await api.get("/lists")).items) == foreseen["denied"]
    assert len((await api.get("/samples")).items) == foreseen["learned"]
    assert len((await api.get("/people/10002/conduct")).body["marks"]) == foreseen["marked"]


async def test_an_undo_tells_whether_it_calls_off_or_invites_back(api, case, database):
    await api.post(f"/cases/{case}/decide", decision="advert")

    waiting = (await _whole(api, case))["outlook"]
    async with database.write() as connection:
        await connection.execute(update(outbox).values(state="sent"))
    done = (await _whole(api, case))["outlook"]

    assert waiting.keys() == done.keys() == {"undo"}
    assert _counts(waiting["undo"]) == {"called_off": 1, "forgiven": 1}
    assert _counts(done["undo"]) == {"invited": 1, "forgiven": 1}


async def test_what_was_undone_can_be_decided_anew_and_not_undone_again(api, case):
    await api.post(f"/cases/{case}/decide", decision="advert")
    await api.post(f"/cases/{case}/undo")

    assert (await _whole(api, case))["outlook"].keys() == {"advert", "fine", "remove"}


async def test_the_parties_are_told_as_they_stood_when_they_spoke(api, service, case):
    await api.post("/lists/add", student=10002, list="deny", reason="刷单")
    service.clock.move(timedelta(minutes=5))
    await service.save(message("大家好", sender="u2", at=after(minutes=5)))

    [party] = (await _whole(api, case))["parties"]

    assert (party["student_id"], party["spoke_before"]) == (10002, 0)
    assert (party["confirmed"], party["dismissed"], party["points"]) == (0, 0, 0)
    assert party["lists"] == ["deny"]


async def test_what_somebody_was_found_out_with_before_is_told_with_the_next_case(
    api, service, case
):
    await api.post(f"/cases/{case}/decide", decision="advert")
    again = await service.save(message("高薪日结，名额有限", sender="u2", at=after(minutes=9)))
    await apply(service, flagged(said(again)[0]))
    other = next(n for n in (await api.get("/cases", state="open")).ids if n != case)

    [party] = (await _whole(api, other))["parties"]

    assert (party["spoke_before"], party["confirmed"], party["dismissed"]) == (1, 1, 0)
    assert party["points"] > 0


async def test_the_second_to_decide_is_told_who_decided_what_and_when(api, case):
    api.speak_as("wang")
    await api.post(f"/cases/{case}/decide", decision="fine", note="熟人")
    api.speak_as("api")

    late = await api.post(f"/cases/{case}/decide", decision="advert")

    assert late.status == 409
    assert late.body["detail"] == (
        f"case {case} is dismissed already, by wang (fine, 2026-05-20 04:00 UTC)"
    )


async def test_of_two_who_decide_at_once_one_is_told_what_the_other_said(api, case):
    async def decide(who, word):
        headers = {"Authorization": f"Bearer {TOKENS[who]}"}
        body = {"decision": word}
        return await api.send("POST", f"/cases/{case}/decide", json=body, headers=headers)

    answers = await asyncio.gather(decide("wang", "fine"), decide("api", "advert"))

    winner, loser = sorted(answers, key=lambda one: one.status)
    whole = await _whole(api, case)
    assert (winner.status, loser.status) == (200, 409)
    assert f"already, by {whole['decided_by']} ({whole['decision']}, " in loser.body["detail"]
    assert len(whole["history"]) == 1


async def test_the_history_lists_decisions_the_newest_first(api, service, community):
    for one in said(community):
        await apply(service, flagged(one))
    newest, oldest = (await api.get("/cases")).ids
    await api.post(f"/cases/{newest}/decide", decision="fine")
    service.clock.move(timedelta(minutes=1))
    await api.post(f"/cases/{oldest}/decide", decision="fine")
    waiting = await service.save(message("加V", sender="u2", at=after(minutes=9)))
    await apply(service, flagged(said(waiting)[0]))

    first = (await api.get("/cases", decided="true", limit=1)).body
    second = (await api.get("/cases", decided="true", limit=1, after=first["next"])).body

    assert [one["id"] for one in first["items"] + second["items"]] == [oldest, newest]
    assert second["next"] is None

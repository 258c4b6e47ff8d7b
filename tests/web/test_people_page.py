"""A person's page: what is written of them, their way, their data given out and erased."""

import io
import json
import zipfile
from typing import Any

import pytest

from tests.support.builders import listed, message
from tests.support.erasing import settle
from tests.web.api import TOKENS

TOM = 10001


@pytest.fixture(autouse=True)
async def _people(community):
    """Two people: 10001 asked, 10002 advertised."""
    return community


async def _export(api, student=TOM, key=TOKENS["api"], **body):
    headers = {"Authorization": f"Bearer {key}"}
    url = f"/api/v1/people/{student}/export"
    async with api.client.post(url, headers=headers, json=body) as response:
        return response.status, response.headers, await response.read()


async def _role(api, role):
    made = await api.post("/tokens/make", name=role, role=role)
    return made.body["key"]


async def _may(api, role, path, **body):
    headers = {"Authorization": f"Bearer {await _role(api, role)}"}
    async with api.client.post(f"/api/v1{path}", headers=headers, json=body) as response:
        return response.status


# ---- tags -----------------------------------------------------------------------------------


async def test_a_tag_is_kept_folded_and_finds_the_person(api):
    given = await api.post(f"/people/{TOM}/tags/add", tag=" #ＶＩＰ  老学员 ")
    assert [one["tag"] for one in given.items] == ["vip 老学员"]

    (found,) = (await api.get("/people", tag="VIP 老学员")).items
    assert (found["student_id"], found["tags"]) == (TOM, ["vip 老学员"])
    (shown,) = (await api.get("/people", find=str(TOM))).items
    assert shown["tags"] == ["vip 老学员"]
    assert (await api.get("/people", tag="nobody")).items == []
    assert (await api.get("/tags")).items == [{"tag": "vip 老学员", "people": 1}]


async def test_who_has_a_tag_is_listed_page_by_page_and_by_room_also_over_a_merge(api, service):
    await service.save(listed("一号群", *(f"m{n}" for n in range(6)), room="room-9"))
    for student in (10003, 10004, 10005, 10006, 10008):
        await api.post(f"/people/{student}/tags/add", tag="vip")
    for student in (10003, 10004):
        await api.post(f"/people/{student}/merge", into=TOM)
    pages: list[Any] = []
    after: dict[str, Any] = {}
    while True:
        page = await api.get("/people", tag="vip", limit=1, **after)
        pages += [one["student_id"] for one in page.items]
        if page.body["next"] is None:
            break
        after = {"after": page.body["next"]}
    room = (await api.get("/people", find="名字m5")).items[0]["student_id"]
    (where,) = (await api.get(f"/people/{room}")).body["rooms"]
    there = await api.get("/people", tag="vip", room=where["room"])

    assert pages == [TOM, 10005, 10006, 10008]
    assert [one["student_id"] for one in there.items] == pages


async def test_the_same_tag_twice_is_one_and_is_taken_away_once(api):
    await api.post(f"/people/{TOM}/tags/add", tag="vip")
    twice = await api.post(f"/people/{TOM}/tags/add", tag="VIP")
    gone = await api.post(f"/people/{TOM}/tags/remove", tag="vip")

    assert len(twice.items) == 1
    assert gone.items == []


@pytest.mark.parametrize("tag", ["#", "　", "一二三四五六七八九十一二三四五六七八九十一"])
async def test_what_is_no_tag_is_told(api, tag):
    assert (await api.post(f"/people/{TOM}/tags/add", tag=tag)).status in {400, 409}


async def test_a_person_has_at_most_twenty_tags(api):
    for number in range(20):
        await api.post(f"/people/{TOM}/tags/add", tag=f"t{number}")
    refused = await api.post(f"/people/{TOM}/tags/add", tag="one more")

    assert refused.status == 409
    assert "20 tags" in refused.body["detail"]


async def test_merged_people_have_the_tags_and_notes_of_both_and_parted_ones_their_own(api):
    await api.post(f"/people/{TOM}/tags/add", tag="a")
    await api.post("/people/10002/tags/add", tag="b")
    await api.post("/people/10002/notes/add", text="爱发广告")
    merged = await api.post("/people/10002/merge", into=TOM)
    both = (await api.get(f"/people/{TOM}")).body
    notes = (await api.get(f"/people/{TOM}/notes")).items
    await api.post(f"/merges/{merged.body['id']}/undo")

    assert [one["tag"] for one in both["tags"]] == ["a", "b"]
    assert [one["text"] for one in notes] == ["爱发广告"]
    assert [one["tag"] for one in (await api.get(f"/people/{TOM}")).body["tags"]] == ["a"]


# ---- notes ----------------------------------------------------------------------------------


async def test_a_note_is_struck_and_stays_readable(api):
    note = (await api.post(f"/people/{TOM}/notes/add", text="周五回电")).body
    struck = (await api.post(f"/people/{TOM}/notes/{note['id']}/strike")).body

    assert (struck["text"], struck["struck_by"]) == ("周五回电", "api")
    assert (await api.get(f"/people/{TOM}/notes")).items == [struck]
    again = await api.post(f"/people/{TOM}/notes/{note['id']}/strike")
    assert again.status == 404


async def test_a_note_of_somebody_else_is_not_struck_by_this_address(api):
    note = (await api.post(f"/people/{TOM}/notes/add", text="周五回电")).body

    assert (await api.post(f"/people/10002/notes/{note['id']}/strike")).status == 404


async def test_who_works_with_people_writes_notes_and_who_looks_does_not(api):
    path = f"/people/{TOM}/notes/add"

    assert await _may(api, "agent", path, text="来电") == 200
    assert await _may(api, "viewer", path, text="来电") == 403


# ---- the way of a person ----------------------------------------------------------------------


async def test_the_way_of_a_person_is_told_newest_first_and_page_by_page(api, service):
    await service.save(listed("英语学习打卡群", "u1"), message("又来了", sender_name="新名字"))
    await api.post(f"/people/{TOM}/tags/add", tag="vip")
    await api.post(f"/people/{TOM}/notes/add", text="周五回电")
    whole = (await api.get(f"/people/{TOM}/history")).items
    first = await api.get(f"/people/{TOM}/history", limit=1)
    second = await api.get(f"/people/{TOM}/history", limit=100, after=first.body["next"])

    assert {one["kind"] for one in whole} >= {"renamed", "tagged", "noted"}
    assert first.items + second.items == whole


# ---- merging ----------------------------------------------------------------------------------


async def test_before_a_merge_it_is_shown_what_moves(api):
    seen = (await api.get("/people/10002/merge-preview", into=TOM)).body

    assert (seen["identities"], seen["messages"], seen["shared_rooms"]) == (1, 1, 1)
    assert seen["problem"] is None


async def test_a_merge_that_cannot_be_says_why_beforehand(api):
    await api.post("/people/10002/merge", into=TOM)
    seen = (await api.get("/people/10002/merge-preview", into=TOM)).body

    assert "was merged into 10001 before" in seen["problem"]
    assert (await api.get("/people/99999/merge-preview", into=TOM)).status == 404


# ---- export -----------------------------------------------------------------------------------


async def test_an_export_holds_what_they_said_and_what_was_written_of_them(api):
    await api.post(f"/people/{TOM}/tags/add", tag="vip")
    await api.post(f"/people/{TOM}/notes/add", text="周五<b>回电")
    status, headers, content = await _export(api, reason="本人要求")

    assert status == 200
    assert headers["Content-Type"] == "application/zip"
    assert headers["Content-Disposition"] == 'attachment; filename="person-10001.zip"'
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        data = json.loads(packed.read("data.json"))
        page = packed.read("readable.html").decode()
        table = packed.read("messages.csv").decode("utf-8-sig")
    assert [one["text"] for one in data["messages"]] == ["请问课程怎么报名？"]
    assert [one["tag"] for one in data["tags"]] == ["vip"]
    assert data["rooms"][0]["room_name"] == "英语学习打卡群"
    assert "加V领资料" not in json.dumps(data, ensure_ascii=False)  # somebody else's
    assert "周五&lt;b&gt;回电" in page
    assert "请问课程怎么报名？" in table


async def test_an_export_is_audited_with_its_reason(api):
    await _export(api, reason="本人要求")

    lines = (await api.get("/audit", subject=f"person:{TOM}")).items
    assert (lines[0]["action"], lines[0]["reason"]) == ("person.export", "本人要求")


async def test_only_who_decides_exports(api):
    viewer, manager = await _role(api, "viewer"), await _role(api, "manager")

    assert (await _export(api, key=viewer))[0] == 403
    assert (await _export(api, key=manager))[0] == 200
    assert (await _export(api, student=99999))[0] == 404


async def test_a_message_that_looks_like_a_formula_is_no_formula_in_the_table(api, service):
    await service.save(message("=HYPERLINK(1)", sender="u1"))
    _, _, content = await _export(api)

    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert "'=HYPERLINK(1)" in packed.read("messages.csv").decode("utf-8-sig")


# ---- erasure ----------------------------------------------------------------------------------


async def test_an_erasure_needs_the_number_typed_and_a_reason(api):
    wrong = await api.post(f"/people/{TOM}/erase", typed=10002, reason="本人要求")
    bare = await api.post(f"/people/{TOM}/erase", typed=TOM, reason=" ")

    assert (wrong.status, bare.status) == (400, 400)
    assert wrong.body["mistakes"][0]["where"] == "body.typed"
    assert (await api.get(f"/people/{TOM}")).body["erasure"] is None


async def test_an_erasure_is_begun_followed_and_over(api, service):
    await api.post(f"/people/{TOM}/notes/add", text="周五回电")
    before = (await api.get(f"/people/{TOM}/erasure")).body
    begun = (await api.post(f"/people/{TOM}/erase", typed=TOM, reason="本人要求")).body
    await settle(service.store.database, service.clock.now())
    done = (await api.get(f"/erasures/{begun['id']}")).body

    assert (before["messages"], before["counts"]["notes"]) == (1, 1)
    assert (begun["ended"], done["share"]) == (None, 1.0)
    shown = (await api.get(f"/people/{TOM}")).body
    assert (shown["name"], shown["erasure"]["id"]) == ("", begun["id"])
    assert (await api.get("/messages", student=TOM)).items[0]["text"] == ""
    again = await api.post(f"/people/{TOM}/erase", typed=TOM, reason="本人要求")
    assert (again.status, again.body["detail"]) == (409, "the data of 10001 is erased already")


async def test_nothing_is_written_of_an_erased_person_any_more(api):
    await api.post(f"/people/{TOM}/erase", typed=TOM, reason="本人要求")

    assert (await api.post(f"/people/{TOM}/tags/add", tag="vip")).status == 409
    assert (await api.post(f"/people/{TOM}/notes/add", text="在")).status == 409


async def test_only_an_admin_erases(api):
    body = {"typed": TOM, "reason": "本人要求"}

    assert await _may(api, "ops_lead", f"/people/{TOM}/erase", **body) == 403
    assert await _may(api, "admin", f"/people/{TOM}/erase", **body) == 200

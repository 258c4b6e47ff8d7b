"""Texts of other programs, judged by the rules in force."""

import json

from sqlalchemy import func, select

from storage.tables.base import metadata
from tests.support.builders import message
from tests.web.talk import said

ADVERT = "加V免费领资料，兼职日赚500，加微信 wx123456"


async def test_a_text_is_judged_with_its_reasons(api):
    advert = (await api.post("/check", text=ADVERT)).body
    talk = (await api.post("/check", text="明天几点上课？")).body

    assert advert["flagged"] is True
    assert advert["would"] == "alert"
    assert advert["reasons"] == [one["reason"] for one in advert["verdicts"]]
    assert {"contact", "words"} <= {one["detector"] for one in advert["verdicts"]}
    assert (talk["flagged"], talk["would"], talk["reasons"]) == (False, "", [])


async def test_nothing_is_stored(api, service, community, database):
    async def counts():
        async with database.read() as connection:
            return {
                table.name: await connection.scalar(select(func.count()).select_from(table))
                for table in metadata.sorted_tables
            }

    _, advert = said(community)
    before = await counts()
    await api.post("/check", text=ADVERT)
    await api.post("/check", text=ADVERT, room=advert.room, sender="u2")

    assert await counts() == before
    assert service.changes == 0


async def test_what_an_account_said_before_counts(api, service, community):
    _, advert = said(community)
    text = "今晚八点直播间抽奖大家都来看看"
    await service.save(*(message(text, sender="u2") for _ in range(3)))

    known = (await api.post("/check", text=text, room=advert.room, sender="u2")).body
    other = (await api.post("/check", text=text, room=advert.room, sender="u1")).body

    assert "repeats" in [one["detector"] for one in known["verdicts"]]
    assert "repeats" not in [one["detector"] for one in other["verdicts"]]


async def test_repeats_within_a_batch_are_seen(api, community):
    room = said(community)[0].room
    line = {"text": "今晚八点直播间抽奖大家都来看看", "room": room, "sender": "u9"}

    answer = await api.post("/check/batch", texts=[line] * 4)

    first, *_, last = answer.items
    assert "repeats" not in [one["detector"] for one in first["verdicts"]]
    assert "repeats" in [one["detector"] for one in last["verdicts"]]


async def test_string_ids_of_accounts_work_like_any_other(api, community):
    room = said(community)[0].room

    for ref in ("wxid_abc-1", "张三", "0012", "@weird id"):
        answer = await api.post("/check", text=ADVERT, room=room, sender=ref)
        assert answer.body["flagged"] is True


async def test_what_is_not_there_or_too_much_is_refused(api):
    nowhere = await api.post("/check", text="你好", room=99)
    empty = await api.post("/check", text="  ")
    homeless = await api.post("/check", text="你好", sender="u1")
    many = await api.post("/check/batch", texts=[{"text": "你好"}] * 101)
    none = await api.post("/check/batch", texts=[])
    huge = await api.send(
        "POST",
        "/check",
        data=json.dumps({"text": "长" * 70_000}),
        headers={"Content-Type": "application/json"},
    )

    assert "no room 99" in nowhere.body["detail"]
    assert [one.status for one in (empty, homeless, many, none)] == [400] * 4
    assert huge.status == 413
    assert "room" in homeless.body["detail"]


async def test_odd_texts_are_judged_like_others(api):
    for text in (
        "😀" * 500,
        "a\x00b",
        "٠١٢٣",
        "\u200bx",
        "\ud83d".encode("utf-8", "replace").decode(),
    ):
        assert (await api.post("/check", text=text)).status == 200

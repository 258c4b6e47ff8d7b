"""Who waited for an answer, who responded to us, and what was clicked, day by day."""

from datetime import timedelta

import pytest

from bot.core.effects import AnswerQuestion, Intent, OpenQuestion, Say
from bot.core.events import MemberSeen, RoomListed
from bot.core.ids import EventRef, MessageRef, RoomRef, UserRef
from storage.tables.delivery import outbox
from storage.tables.links import click, link
from tests.support.builders import CHANNEL, NOON, message
from tests.web.dailies import DAY, HOUR, TODAY, by_day, talk, total
from tests.web.talk import apply, said


async def test_questions_without_an_answer_have_waited_until_now(api, service):
    asked = await service.save(
        *(message("几点开始？", sender=f"u{n}", at=NOON - 3 * HOUR) for n in range(4))
    )
    await apply(service, *(opened(one) for one in asked))
    first, second, *_ = asked
    await apply(service, answered(first, by=second, after=10))
    await apply(service, answered(second, by=first, after=11))

    found = await api.get("/figures/days", days=1, last=TODAY)

    assert (total(found, "questions"), total(found, "answered")) == (4, 2)
    assert found.body["waiting"] == {
        "posts": 4,
        "answered": 2,
        "median": 11.0,
        "within": [0.0, 0.5, 0.5],
    }
    assert found.body["waiting_by_day"] == [11.0]


async def test_with_fewer_than_half_answered_there_is_no_median(api, service):
    asked = await service.save(
        *(message("几点开始？", sender=f"u{n}", at=NOON - HOUR) for n in range(3))
    )
    await apply(service, *(opened(one) for one in asked), answered(asked[0], by=asked[1], after=4))

    found = (await api.get("/figures/days", days=1, last=TODAY)).body

    assert found["waiting"]["median"] is None
    assert found["waiting"]["within"] == [pytest.approx(1 / 3), pytest.approx(1 / 3), None]
    assert found["waiting_by_day"] == [None]


def opened(one):
    return OpenQuestion(
        message=one.id, room=one.room, asker=one.sender.identity, asked=one.event.at,
        due=one.event.at + HOUR,
    )  # fmt: skip


def answered(one, *, by, after):
    return AnswerQuestion(
        question=one.id, answer=by.id, answered=one.event.at + timedelta(minutes=after)
    )


async def test_who_quotes_a_post_or_mentions_our_account_responds_to_us(api, service):
    await service.save(
        RoomListed(
            channel=CHANNEL, ref=EventRef("list"), at=NOON, room=RoomRef("room-1"), name="群",
            members=(MemberSeen(user=UserRef("bot"), name="小助手", own=True),),
        )
    )  # fmt: skip
    (post,) = await talk(service, NOON - HOUR, sender="bot", own=True)
    await service.save(
        message("收到", sender="u1", quoted=post.event.ref),
        message("收到收到", sender="u1", quoted=post.event.ref),
        message("@小助手 好", sender="u2", mentions=(UserRef("bot"),)),
        message("@u1 好", sender="u3", mentions=(UserRef("u1"),)),
        message("嗯", sender="u4", quoted=MessageRef("of somebody else")),
    )

    found = await api.get("/figures/days", days=1, last=TODAY)

    assert (total(found, "posts"), total(found, "responders")) == (1, 2)
    assert by_day(found, "responders") == [2]


async def test_visitors_of_a_post_count_once_and_robots_never(api, service, community):
    await _clicked(service, community)
    service.clock.move(DAY)

    found = await api.get("/figures/days", days=2, last="2026-05-21")

    assert by_day(found, "clicks") == [2, 0]


async def _clicked(service, community):
    post = Intent(deed=Say(room=said(community)[0].room, text="报名"), key="k", reason="r")
    await apply(service, post)
    async with service.store.database.write() as connection:
        number = (await connection.execute(outbox.select())).one().id
        for code in ("a", "b"):
            await connection.execute(
                link.insert().values(
                    code=code, url="https://x.example", outbox_id=number, room_id=1, created_at=NOON
                )
            )
        for code, visitor, robot, at in (
            ("a", "one", False, NOON),
            ("b", "one", False, NOON + DAY),
            ("a", "two", False, NOON),
            ("a", "three", True, NOON),
        ):
            await connection.execute(
                click.insert().values(
                    code=code, visitor=visitor, robot=robot, at=at, last_at=at, hits=3
                )
            )

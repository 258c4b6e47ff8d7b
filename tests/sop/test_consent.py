"""Who agrees to be quoted is quoted; nobody else is."""

import pytest
from sqlalchemy import select

from storage.tables.watches import consent
from tests.support.sop_talk import talk


async def quoted(stage):
    async with stage.database.read() as connection:
        rows = await connection.scalars(
            select(consent.c.message_id).where(consent.c.withdrawn_at.is_(None))
        )
        return list(rows)


async def agree(stage, who, about, text="同意引用", **other):
    given = {"quoted": about.event.ref, "quoted_text": about.event.text} | other
    await stage.heard(await talk(stage, who, text, **given))


async def test_the_author_agrees_by_quoting_their_own_words(stage):
    await stage.rooms()
    good = await talk(stage, "u1", "老师讲得很清楚")

    await agree(stage, "u1", good)

    assert await quoted(stage) == [good.id]
    (told,) = await stage.deeds()
    assert told["mentions"] == [good.sender.identity]
    assert "不同意引用" in told["text"]


async def test_on_wechat_only_the_quoted_text_is_known(stage):
    await stage.rooms()
    good = await talk(stage, "u1", "老师讲得很清楚")

    await agree(stage, "u1", good, quoted=None)

    assert await quoted(stage) == [good.id]


@pytest.mark.parametrize("other", [{}, {"quoted": None}])
async def test_nobody_agrees_for_somebody_else(stage, other):
    await stage.rooms()
    good = await talk(stage, "u1", "老师讲得很清楚")

    await agree(stage, "u2", good, **other)

    assert await quoted(stage) == []
    assert await stage.said() == []


async def test_it_is_withdrawn_the_same_way_and_given_again(stage):
    await stage.rooms()
    good = await talk(stage, "u1", "老师讲得很清楚")
    await agree(stage, "u1", good)

    await agree(stage, "u1", good, text="不同意引用")
    assert await quoted(stage) == []
    await agree(stage, "u1", good, text="不同意引用")
    assert len(await stage.said()) == 2, "there was nothing to withdraw"

    await agree(stage, "u1", good, text="可以引用！")
    assert await quoted(stage) == [good.id]


async def test_the_words_alone_mean_nothing(stage):
    await stage.rooms()
    await talk(stage, "u1", "老师讲得很清楚")

    await stage.heard(await talk(stage, "u1", "同意引用"))

    assert (await quoted(stage), await stage.said()) == ([], [])

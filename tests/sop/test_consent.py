"""Who agrees to be quoted is quoted; nobody else is."""

import pytest
from sqlalchemy import select

from storage.sop.consents import Consents
from storage.sop.facts import Facts
from storage.tables.watches import consent
from tests.support.sop_stage import NOBODY
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


async def noted(stage, which, *, agrees):
    """A colleague notes what the author told them."""
    async with stage.database.write() as connection:
        given = {"author": "wang", "reason": "电话里说的", "now": stage.now}
        return await Consents(connection).note(which, agrees=agrees, **given)


async def test_what_the_author_told_a_colleague_counts_until_they_say_otherwise_themselves(stage):
    (room,) = await stage.rooms()
    good = await talk(stage, "u1", "老师讲得很清楚")

    assert await noted(stage, good.id, agrees=True)
    async with stage.database.read() as connection:
        praise = await Facts(connection, NOBODY).praise([room])
    assert [one["text"] for one in praise[room]] == ["老师讲得很清楚"]

    await agree(stage, "u1", good, text="不同意引用")
    assert await quoted(stage) == []
    assert not await noted(stage, good.id, agrees=True), "only they can agree again"
    await agree(stage, "u1", good)
    assert await quoted(stage) == [good.id]


async def test_a_colleague_takes_back_what_a_colleague_noted_and_notes_it_again(stage):
    await stage.rooms()
    good = await talk(stage, "u1", "老师讲得很清楚")

    changed = [
        await noted(stage, good.id, agrees=word) for word in (False, True, True, False, True)
    ]

    assert changed == [False, True, False, True, True]
    assert await quoted(stage) == [good.id]


async def test_the_author_has_the_last_word_also_after_a_colleague_took_it_back(stage):
    await stage.rooms()
    good = await talk(stage, "u1", "老师讲得很清楚")
    await noted(stage, good.id, agrees=True)
    await noted(stage, good.id, agrees=False)

    await agree(stage, "u1", good, text="不同意引用")

    assert not await noted(stage, good.id, agrees=True)


async def test_our_own_words_and_what_nobody_said_are_not_quoted(stage):
    await stage.rooms()
    own = await talk(stage, "bot", "大家好", own=True)

    assert not await noted(stage, own.id, agrees=True)
    assert not await noted(stage, 999, agrees=True)


class Meanwhile(Consents):
    """While a colleague notes it, the author takes it back in the room."""

    async def of(self, which):
        stands = await super().of(which)
        assert stands is not None
        assert stands.at is not None
        await self.withdraw(which, stands.at)
        return stands


async def test_a_note_does_not_overrule_what_the_author_says_at_the_same_moment(stage):
    await stage.rooms()
    good = await talk(stage, "u1", "老师讲得很清楚")
    await noted(stage, good.id, agrees=True)
    await noted(stage, good.id, agrees=False)

    async with stage.database.write() as connection:
        given = {"author": "wang", "reason": "电话里说的", "now": stage.now}
        assert not await Meanwhile(connection).note(good.id, agrees=True, **given)
    assert await quoted(stage) == []

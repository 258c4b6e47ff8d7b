"""Samples and versions of the model, on both databases."""

from datetime import timedelta

import pytest

from bot.core.ids import MessageId, SampleId, VersionId
from bot.core.learning import KeepSample, Label, SampleSource, VersionState
from bot.core.seen import SeenMessage
from storage.learning.samples import NoSuchSample, Samples
from storage.learning.versions import Candidate, NoSuchVersion, Versions
from storage.talk.archive import Archive
from tests.support.builders import NOON, after, message


@pytest.fixture
async def said(database):
    """Two messages: their ids."""
    async with database.write() as connection:
        seen = await Archive(connection).save(
            [message("兼职日结加微信", sender="u1"), message("明天几点上课", sender="u2")],
            received=NOON,
        )
    return [one.id for one in seen if isinstance(one, SeenMessage)]


@pytest.fixture
async def samples(database, said):
    async with database.write() as connection:
        yield Samples(connection)


@pytest.fixture
async def versions(database):
    async with database.write() as connection:
        yield Versions(connection)


def kept(number, label, *, text="兼职日结加微信", author="王"):
    return KeepSample(text=text, label=label, message=number, case=None, author=author)


def candidate(*, samples=3, reason="学了 3 个样本"):
    return Candidate(
        base="b",
        samples=samples,
        fingerprint=f"f{samples}",
        figures={"false_alarms": 0.01},
        weights=bytes(samples),
        reason=reason,
        author="groupkeeper",
    )


async def test_the_newest_word_on_a_message_is_the_one_that_counts(samples, said):
    first, _ = said
    await samples.apply([kept(first, Label.SPAM)], NOON)
    await samples.apply([kept(first, Label.SPAM)], after(minutes=1))
    await samples.apply([kept(first, Label.HAM, author="李")], after(minutes=2))

    [live] = await samples.live()
    every = (await samples.samples(revoked=True)).items

    assert (live.label, live.author) == (Label.HAM, "李")
    assert [one.revoked_by for one in every] == [None, "李"]


async def test_a_text_of_a_file_is_kept_once_however_often_it_is_imported(samples):
    given = [("办证刻章", Label.SPAM), ("办证刻章 ", Label.SPAM), ("下午好", Label.HAM)]

    once = await samples.import_all(given, author="王", now=NOON)
    again = await samples.import_all(given, author="王", now=NOON)
    contrary = await samples.import_all([("下午好", Label.SPAM)], author="王", now=NOON)

    assert (once.new, once.known, once.contrary) == (2, 1, 0)
    assert (again.new, again.known) == (0, 3)
    assert (contrary.new, contrary.contrary) == (1, 1)


async def test_a_revoked_sample_is_learned_from_no_more_and_may_come_again(samples):
    await samples.import_all([("办证刻章", Label.SPAM)], author="王", now=NOON)
    [one] = await samples.live()
    before = await samples.stamp()

    await samples.revoke([one.id], author="李", now=NOON)
    gone = await samples.live()
    changed = await samples.stamp()
    again = await samples.import_all([("办证刻章", Label.SPAM)], author="王", now=NOON)

    assert gone == []
    assert changed != before
    assert again.new == 1


async def test_revoking_what_is_not_there_revokes_nothing(samples):
    await samples.import_all([("办证刻章", Label.SPAM)], author="王", now=NOON)
    [one] = await samples.live()

    with pytest.raises(NoSuchSample, match="no sample 99"):
        await samples.revoke([one.id, SampleId(99)], author="李", now=NOON)

    assert len(await samples.live()) == 1


async def test_everything_that_one_author_taught_can_be_revoked(samples, said):
    first, second = said
    await samples.apply([kept(first, Label.SPAM), kept(second, Label.HAM, author="李")], NOON)

    count = await samples.revoke_by("王", author="群主", now=NOON)

    assert count == 1
    assert [one.author for one in await samples.live()] == ["李"]


async def test_undoing_a_message_unlearns_what_it_taught_and_nothing_else(samples, said):
    first, second = said
    await samples.apply([kept(first, Label.SPAM), kept(second, Label.HAM)], NOON)

    one = await samples.revoke_message(MessageId(first), author="王", now=NOON)

    assert one == 1
    assert [sample.message for sample in await samples.live()] == [second]


async def test_samples_are_listed_by_label_source_and_author_in_pages(samples, said):
    first, _ = said
    await samples.apply([kept(first, Label.SPAM)], NOON)
    await samples.import_all([(f"第{n}条", Label.HAM) for n in range(4)], author="李", now=NOON)

    page = await samples.samples(label=Label.HAM, limit=3)
    rest = await samples.samples(label=Label.HAM, limit=3, after=page.next)
    decided = await samples.samples(source=SampleSource.DECISION, author="王")

    assert [one.text for one in (*page.items, *rest.items)] == [f"第{n}条" for n in (3, 2, 1, 0)]
    assert [one.message for one in decided.items] == [first]


async def test_one_version_is_active_and_the_one_before_is_kept(versions):
    first = await versions.take_up(candidate(samples=3), NOON)
    second = await versions.take_up(candidate(samples=4), after(minutes=1))

    assert (await versions.active()).id == second.id
    assert second.before == first.id
    assert (await versions.version(first.id)).state is VersionState.RETIRED
    assert await versions.weights(first.id) == bytes(3)


async def test_a_refused_version_changes_nothing_and_says_why(versions):
    active = await versions.take_up(candidate(), NOON)
    refused = await versions.refuse(candidate(samples=9, reason="误报上升"), NOON)

    assert (await versions.active()).id == active.id
    assert (refused.state, refused.reason) == (VersionState.REFUSED, "误报上升")
    with pytest.raises(NoSuchVersion, match="was refused"):
        await versions.go_back(refused.id, reason="", author="王", now=NOON)


async def test_one_goes_back_to_an_earlier_version_and_to_the_shipped_one(versions):
    first = await versions.take_up(candidate(samples=3), NOON)
    second = await versions.take_up(candidate(samples=4), NOON)

    back = await versions.go_back(first.id, reason="误报多", author="王", now=after(minutes=5))
    shipped = await versions.go_back(VersionId(0), reason="再看", author="王", now=NOON)

    assert back.id == first.id
    assert shipped is None
    assert await versions.active() is None
    assert (await versions.version(second.id)).reason == "误报多"
    with pytest.raises(NoSuchVersion, match="judged by already"):
        await versions.go_back(VersionId(0), reason="", author="王", now=NOON)


async def test_refusals_push_no_version_out_that_one_could_go_back_to(versions):
    first = await versions.take_up(candidate(samples=1), NOON)
    last = await versions.take_up(candidate(samples=2), NOON)
    refused = [await versions.refuse(candidate(samples=number + 3), NOON) for number in range(20)]

    assert await versions.weights(refused[-1].id) is None
    assert await versions.go_back(first.id, reason="", author="王", now=NOON) is not None
    assert await versions.weights(last.id) is not None


async def test_weights_of_long_gone_versions_are_kept_no_more(versions):
    first = last = await versions.take_up(candidate(), NOON)
    for minute in range(1, 12):
        last = await versions.take_up(candidate(), NOON + timedelta(minutes=minute))

    assert await versions.weights(first.id) is None
    assert await versions.weights(last.id) is not None
    with pytest.raises(NoSuchVersion, match="kept no more"):
        await versions.go_back(first.id, reason="", author="王", now=NOON)

"""The service remembers until when it lived, and until when each account heard."""

import pytest

from bot.core.events import AccountState, GapFound
from bot.core.ids import ChannelName, EventRef
from bot.hearing import Hearing
from bot.intake import Intake
from storage.service.heartbeat import Heartbeat
from storage.tables.people import account
from tests.support.builders import NOON, after, message

SIM = ChannelName("sim")


class Ear:
    """A channel that says until when it heard."""

    name = SIM

    def __init__(self, until):
        self.until = until

    def heard_until(self):
        return self.until


async def test_a_new_database_has_never_lived(database):
    async with database.read() as connection:
        assert await Heartbeat(connection).last() is None


async def test_the_last_beat_counts(database):
    for moment in (NOON, after(seconds=10)):
        async with database.write() as connection:
            await Heartbeat(connection).beat(moment)

    async with database.read() as connection:
        assert await Heartbeat(connection).last() == after(seconds=10)


async def test_a_restart_while_the_account_is_away_does_not_shorten_the_gap(database):
    ear = Ear(NOON)  # deaf since then
    async with database.write() as connection:
        for moment in (after(seconds=10), after(hours=2)):
            await Heartbeat(connection).beat(moment, Hearing([ear], Intake()).until(moment))

    async with database.read() as connection:
        assert await Heartbeat(connection).last() == after(hours=2)
        assert await Heartbeat(connection).heard(SIM) == NOON


@pytest.mark.parametrize(
    ("state", "until"), [(AccountState.AWAY, NOON), (AccountState.LOGGED_IN, after(hours=2))]
)
async def test_a_database_of_an_older_release_tells_it_from_the_accounts_state(
    database, state, until
):
    async with database.write() as connection:
        await connection.execute(
            account.insert().values(channel="sim", state=state.value, changed_at=NOON)
        )
        await Heartbeat(connection).beat(after(hours=2))
        heard = [await Heartbeat(connection).heard(ChannelName(one)) for one in ("sim", "new")]

    assert heard == [until, None]


async def test_what_waits_in_the_intake_is_not_safe_yet():
    intake, ear = Intake(), Ear(after(minutes=5))
    hearing = Hearing([ear], intake)
    await intake.put(message("一", at=NOON))

    waiting = hearing.until(after(minutes=5))
    await intake.take(256)
    taken = hearing.until(after(minutes=5))

    assert (waiting, taken) == ({SIM: NOON}, {SIM: NOON})


async def test_a_message_told_days_late_does_not_make_days_unsafe():
    intake, ear = Intake(), Ear(NOON)
    hearing = Hearing([ear], intake)
    hearing.until(NOON)
    await intake.put(message("一", at=after(hours=-50)))

    assert hearing.until(after(seconds=10)) == {SIM: NOON}


async def test_a_gap_that_is_not_committed_yet_is_not_heard():
    intake, ear = Intake(), Ear(after(hours=2))
    hearing = Hearing([ear], intake)
    hearing.until(after(hours=1))
    gap = GapFound(
        channel=SIM, ref=EventRef("g"), at=after(hours=2), since=NOON, until=after(hours=2),
        reason="",
    )  # fmt: skip
    await intake.put(gap)

    assert hearing.until(after(hours=2)) == {SIM: NOON}


async def test_what_a_stopping_channel_held_back_stays_unheard():
    ear = Ear(NOON)
    hearing = Hearing([ear], Intake())
    hearing.end()
    ear.until = after(hours=1)

    assert hearing.until(after(hours=1)) == {SIM: NOON}

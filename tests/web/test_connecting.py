"""An account is told to connect now: by whom, how often, and what is kept of it."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from bot.connecting import PAUSE, ConnectDesk
from bot.core.events import AccountChanged, AccountState
from bot.core.ids import ChannelName, EventRef
from bot.core.staff import Role
from tests.support.builders import NOON


@dataclass
class Account:
    """Counts how often it was told."""

    told: int = 0

    def connect_now(self):
        self.told += 1


@pytest.fixture
def account(desk):
    account = Account()
    desk.house.connecting = ConnectDesk({"sim": account})
    return account


@pytest.fixture
def stands(service):
    async def put(state):
        await service.save(
            AccountChanged(channel=ChannelName("sim"), ref=EventRef("a1"), at=NOON, state=state)
        )

    return put


async def test_an_account_that_is_away_is_told_to_connect_and_who_did_so_is_kept(
    api, account, stands
):
    await stands(AccountState.AWAY)

    done = await api.post("/channels/sim/connect", reason="网关修好了")

    assert (done.status, account.told) == (200, 1), done.body
    (kept,) = (await api.get("/audit", subject="channel:sim")).items
    assert (kept["action"], kept["reason"]) == ("channel.connect", "网关修好了")


async def test_it_is_not_told_again_at_once(api, account, stands):
    await stands(AccountState.SCAN)
    await api.post("/channels/sim/connect")

    again = await api.post("/channels/sim/connect")

    assert (again.status, account.told) == (429, 1)
    assert "again in 20 s" in again.body["detail"]


def test_after_a_pause_it_may_be_told_again():
    account = Account()
    desk = ConnectDesk({"sim": account})
    desk.connect("sim", NOON)

    assert desk.connect("sim", NOON + PAUSE / 2) == PAUSE / 2
    assert desk.connect("sim", NOON + PAUSE) == timedelta()
    assert account.told == 2


async def test_an_account_that_is_online_is_left_alone(api, account, stands):
    await stands(AccountState.LOGGED_IN)

    refused = await api.post("/channels/sim/connect")

    assert (refused.status, account.told) == (409, 0)
    assert "online" in refused.body["detail"]


async def test_an_account_that_does_not_work_here_is_not_found(api, account):
    assert (await api.post("/channels/other/connect")).status == 404
    assert account.told == 0


async def test_whoever_decides_nothing_connects_nothing(api, desk, account, stands):
    desk.house.roles["wang"] = Role.AGENT
    await stands(AccountState.AWAY)

    api.speak_as("wang")

    refused = await api.post("/channels/sim/connect")

    assert (refused.status, account.told) == (403, 0)

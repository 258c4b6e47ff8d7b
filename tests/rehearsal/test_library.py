"""The plans that ship, each played through: by a lively room and by one where nobody speaks."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.core.rehearsing import Against
from bot.rehearsal.rehearse import rehearse
from bot.rehearsal.values import Folders, Rates, Rehearsed, Weight
from tests.support.rehearsing import asked

LIBRARY = Path("sop/library")
CHEN_AND_ZHAO = """
  - {name: chen, title: 陈陈, accounts: [{channel: sim, name: 陈陈}]}
  - {name: zhao, title: 赵赵, accounts: [{channel: sim, name: 赵赵}]}
"""
EVENTS = {
    "warm-up": (date(2026, 3, 1), datetime(2026, 3, 15, 6, 0, tzinfo=UTC)),
    "expert-hour": (date(2026, 3, 2), datetime(2026, 3, 5, 12, 0, tzinfo=UTC)),
}
DAYS = {"shop-week": 14, "newcomer-week": 14}  # they go on for ever
QUIET = "rooms: {defaults: {quiet_hours: {start: '22:30', end: '07:30'}}}"
LIVELY = Rates(answering=0.8, joining_a_day=0.2, messages_a_day=0.05)
SILENT = Rates(answering=0.0, joining_a_day=0.2, messages_a_day=0.0)  # people come, and say nothing
PLANS = (
    *("new-class-week", "checkin-camp", "shop-week", "product-users"),
    *("warm-up", "silent-revival", "newcomer-week", "expert-hour"),
)
# what waits for something that may not happen: a question, a customer, somebody at the weekend
MAY_NOT_COME = {
    *("price-asked", "lead", "unanswered", "thu-answers", "monday-faces", "latecomers"),
}


async def played(name: str, campaigns: Path, rates: Rates) -> Rehearsed:
    """A plan of the library in a room of fourteen."""
    starts_on, event_at = EVENTS.get(name, (date(2026, 3, 2), None))
    given = asked(
        (LIBRARY / f"{name}.yaml").read_text(encoding="utf-8"),
        config=CHEN_AND_ZHAO + QUIET if name == "newcomer-week" else CHEN_AND_ZHAO,
        members=14,
        rates=rates,
        starts_on=starts_on,
        event_at=event_at,
        against=Against.SIMULATED,
        days=DAYS.get(name),
    )
    given = replace(given, room=replace(given.room, name="老客群"))
    return await rehearse(given, Folders(plans=LIBRARY, campaigns=campaigns))


@pytest.fixture
def campaigns(tmp_path: Path) -> Path:
    """The campaign file that ships, on the day of the rehearsed event."""
    source = (LIBRARY / "campaigns" / "open-day.yaml").read_text(encoding="utf-8")
    dated = source.replace("2027-03-20", "2026-03-15")
    (tmp_path / "open-day.yaml").write_text(dated, encoding="utf-8")
    return tmp_path


def wrong(result: Rehearsed) -> list[str]:
    """What somebody would have to look after before the plan runs."""
    found = (*result.of(Weight.ERROR), *result.of(Weight.WARNING))
    return [f"{one.step}: {one.text}" for one in found]


def said(result: Rehearsed) -> set[str]:
    """The steps that came."""
    return {come.step for come in result.played.steps if come.state.value == "done"}


@pytest.mark.slow
@pytest.mark.timeout(180)
@pytest.mark.parametrize("name", PLANS)
async def test_nothing_is_found_and_every_step_comes_in_a_lively_or_in_a_silent_room(
    name, campaigns
):
    lively = await played(name, campaigns, LIVELY)
    silent = await played(name, campaigns, SILENT)
    assert wrong(lively) == []
    assert wrong(silent) == []
    every = {step.id for step in lively.asked.run.loaded.plan.all_steps}
    assert every - said(lively) - said(silent) <= MAY_NOT_COME

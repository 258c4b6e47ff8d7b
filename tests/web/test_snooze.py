"""Putting an alert off over the API: when it comes again, for whom, and what is kept of it."""

from datetime import UTC, datetime

import pytest

from bot.core.alerting import Remind, reminded_at
from tests.support.builders import after
from tests.support.raising import advert
from tests.web.talk import apply

SHANGHAI = "Asia/Shanghai"


@pytest.mark.parametrize(
    ("remind", "now", "then"),
    [
        (Remind.SOON, "2026-03-02T04:00", "2026-03-02T04:30"),
        (Remind.LATER, "2026-03-02T23:00", "2026-03-03T01:00"),
        (Remind.MORNING, "2026-03-02T04:00", "2026-03-03T01:00"),  # noon: tomorrow at nine
        (Remind.MORNING, "2026-03-02T15:59", "2026-03-03T01:00"),  # just before midnight
        (Remind.MORNING, "2026-03-02T18:00", "2026-03-03T01:00"),  # two at night: this morning
        (Remind.MORNING, "2026-03-02T21:00", "2026-03-04T01:00"),  # five: the day has begun
    ],
)
def test_later_is_half_an_hour_two_hours_or_the_next_morning_at_nine(remind, now, then):
    found = reminded_at(remind, datetime.fromisoformat(f"{now}Z"), SHANGHAI)

    assert found == datetime.fromisoformat(f"{then}Z")
    assert found.tzinfo is UTC


@pytest.fixture
async def alert(service, community):
    await apply(service, advert())
    return 1


async def test_an_alert_is_put_off_and_who_did_so_is_kept(api, alert):
    done = await api.post(f"/alerts/{alert}/snooze", remind="2h")

    assert done.status == 200, done.body
    until = datetime.fromisoformat(done.body["until"])
    assert until == after(hours=2)
    found = (await api.get(f"/alerts/{alert}")).body
    assert (found["state"], found["told"], found["to"]) == ("open", [], None)
    assert datetime.fromisoformat(found["next_at"]) == until
    (line, *_) = (await api.get("/audit", subject=f"alert:{alert}")).items
    assert line["action"] == "alert.snooze"


async def test_a_colleague_who_puts_it_off_is_told_first(api, alert):
    api.speak_as("wang")
    await api.post(f"/alerts/{alert}/snooze", remind="30m")

    assert (await api.get(f"/alerts/{alert}")).body["to"] == "wang"


async def test_an_alert_that_somebody_took_on_is_not_put_off(api, alert):
    await api.post(f"/alerts/{alert}/acknowledge")

    refused = await api.post(f"/alerts/{alert}/snooze", remind="morning")

    assert (refused.status, "api has taken" in refused.body["detail"]) == (409, True)


async def test_what_is_no_time_or_no_alert_is_refused(api, alert):
    assert (await api.post(f"/alerts/{alert}/snooze", remind="never")).status == 400
    assert (await api.post("/alerts/99/snooze", remind="2h")).status == 404

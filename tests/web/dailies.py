"""Figures by day, as the API gives them."""

from datetime import timedelta

from tests.support.builders import NOON, message

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MIDNIGHT = NOON - 12 * HOUR  # of the house: NOON is 12:00 in Shanghai, on 2026-05-20
TODAY = "2026-05-20"


def total(answer, measure):
    return figure(answer, measure)["total"]


def by_day(answer, measure):
    return figure(answer, measure)["by_day"]


def figure(answer, measure):
    assert answer.status == 200, answer.body
    [one] = [one for one in answer.body["figures"] if one["measure"] == measure]
    return one


async def talk(service, *moments, sender="u1", **other):
    return await service.save(
        *(message("早", sender=sender, at=moment, **other) for moment in moments)
    )

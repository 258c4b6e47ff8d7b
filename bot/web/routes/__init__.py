"""Every endpoint of the API, group by group."""

from bot.web.endpoint import AnyEndpoint
from bot.web.routes import (
    alerts,
    appeals,
    audit,
    cases,
    check,
    conduct,
    deliveries,
    journal,
    leads,
    lists,
    people,
    plans,
    quizzes,
    rooms,
    runs,
    steps,
    talk,
    tasks,
)

GROUPS = (
    *(journal, rooms, people, talk),  # what there is
    *(cases, appeals, leads, alerts),  # what was made of it
    *(conduct, lists, quizzes),  # how people stand
    *(plans, runs, steps, tasks, deliveries),  # what is done
    audit,
    check,
)
ENDPOINTS: tuple[AnyEndpoint, ...] = tuple(one for group in GROUPS for one in group.ENDPOINTS)

"""Every endpoint of the API, group by group."""

from bot.web.endpoint import AnyEndpoint
from bot.web.routes import (
    absences,
    alerts,
    appeals,
    audit,
    calendar,
    campaigns,
    cases,
    check,
    conduct,
    content,
    deliveries,
    figures,
    journal,
    leads,
    links,
    lists,
    logins,
    model,
    people,
    plans,
    quizzes,
    results,
    rooms,
    runs,
    samples,
    steps,
    talk,
    tasks,
    tokens,
)

GROUPS = (
    *(journal, rooms, people, talk),  # what there is
    *(cases, appeals, leads, alerts),  # what was made of it
    *(conduct, lists, quizzes),  # how people stand
    *(plans, runs, steps, calendar, tasks, absences, deliveries, links, results),  # what is done
    *(campaigns, content),
    *(check, model, samples, figures),  # how it is judged
    *(audit, logins, tokens),
)
ENDPOINTS: tuple[AnyEndpoint, ...] = tuple(one for group in GROUPS for one in group.ENDPOINTS)

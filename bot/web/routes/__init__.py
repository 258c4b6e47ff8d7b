"""Every endpoint of the API, group by group."""

from bot.web.endpoint import AnyEndpoint
from bot.web.routes import (
    absences,
    alert_targets,
    alerts,
    appeals,
    audit,
    backtests,
    calendar,
    campaigns,
    cases,
    check,
    conduct,
    content,
    daily,
    deliveries,
    erasures,
    figures,
    grid,
    house,
    jobs,
    journal,
    lead_board,
    leads,
    links,
    lists,
    logins,
    model,
    now,
    people,
    person_records,
    plan_files,
    plan_life,
    plan_texts,
    plans,
    quizzes,
    rehearsals,
    results,
    room_health,
    room_rules,
    rooms,
    runs,
    samples,
    saying,
    settings,
    settings_versions,
    steps,
    talk,
    tasks,
    timeline,
    tokens,
)

GROUPS = (
    *(now, house, journal, daily, room_health, rooms),  # what there is
    *(timeline, saying, people, talk),
    *(person_records, erasures),  # what is written of people, and its end
    *(cases, appeals, lead_board, leads, alerts),  # what was made of it
    *(conduct, lists, quizzes),  # how people stand
    *(plans, grid, plan_files, plan_life, plan_texts, rehearsals),  # what is planned
    *(runs, steps, results),
    *(calendar, tasks, absences, deliveries, links),  # what is done
    *(campaigns, content),
    *(check, backtests, model, samples, figures, jobs),  # how it is judged
    *(audit, logins, tokens),
    *(settings, settings_versions, alert_targets, room_rules),  # by which rules
)
ENDPOINTS: tuple[AnyEndpoint, ...] = tuple(one for group in GROUPS for one in group.ENDPOINTS)

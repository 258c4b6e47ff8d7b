"""Every endpoint of the API, group by group."""

from bot.web.endpoint import AnyEndpoint
from bot.web.routes import alerts, audit, cases, deliveries, leads, plans, runs, steps, talk, tasks

ENDPOINTS: tuple[AnyEndpoint, ...] = (
    *talk.ENDPOINTS,
    *alerts.ENDPOINTS,
    *cases.ENDPOINTS,
    *leads.ENDPOINTS,
    *deliveries.ENDPOINTS,
    *plans.ENDPOINTS,
    *runs.ENDPOINTS,
    *steps.ENDPOINTS,
    *tasks.ENDPOINTS,
    *audit.ENDPOINTS,
)

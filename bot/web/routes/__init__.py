"""Every endpoint of the API, group by group."""

from bot.web.endpoint import AnyEndpoint
from bot.web.routes import alerts, deliveries, plans, runs, steps, talk, tasks

ENDPOINTS: tuple[AnyEndpoint, ...] = (
    *talk.ENDPOINTS,
    *alerts.ENDPOINTS,
    *deliveries.ENDPOINTS,
    *plans.ENDPOINTS,
    *runs.ENDPOINTS,
    *steps.ENDPOINTS,
    *tasks.ENDPOINTS,
)

"""Answers about work that takes longer than a request."""

from datetime import datetime

from bot.web.jobs import JobState
from bot.web.views.base import View


class Job(View):
    """A job of one's own; its kind has an address for the result."""

    id: str
    kind: str  # backtest: /check/backtests/{id}
    title: str
    state: JobState
    share: float  # that is done: 0 to 1
    ahead: int  # jobs that are done before it
    asked: datetime
    began: datetime | None
    ended: datetime | None
    problem: str | None  # why it failed

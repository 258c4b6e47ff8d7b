"""Figures: how right the detectors were, as colleagues decided."""

from pydantic import Field

from bot.web.endpoint import AnyEndpoint, Asked, Call, Nothing, get
from bot.web.views.learning import Drift


class WeeksAsked(Asked):
    """How far back."""

    weeks: int = Field(default=12, ge=1, le=53, description="so many, this one included")


async def _detectors(call: Call[Nothing, WeeksAsked, Nothing]) -> object:
    return await call.house.drifts.figures(call.unit, call.asked.weeks, call.now)


ENDPOINTS: tuple[AnyEndpoint, ...] = (
    get(
        "/figures/detectors",
        _detectors,
        gives=Drift,
        summary="Precision of each detector by week, and how much of the talk is flagged",
        where=Nothing,
        asks=WeeksAsked,
    ),
)

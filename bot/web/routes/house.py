"""What every page of the console needs of the house: its clock, and how things are called."""

from datetime import datetime

from bot.web.endpoint import AnyEndpoint, Call, Nothing, Scope, get
from bot.web.views.base import View


class House(View):
    """The house's clock and words."""

    demo: bool  # its members can be let speak: GET /demo
    rate: float  # how fast its clock runs: 1, but for a demo; 0: it stands
    zone: str  # where rooms have none of their own
    now: datetime  # a demo's clock may run ahead of the browser's
    lead_titles: dict[str, str]  # what each category of leads is called
    staff_titles: dict[str, str]  # what colleagues are called, by name; some have no title


async def _house(call: Call[Nothing, Nothing, Nothing]) -> object:
    house = call.house
    told = {"demo": house.demo, "rate": house.pace(), "lead_titles": house.lead_titles}
    told["staff_titles"] = house.staff_titles
    return told | {"zone": house.zone, "now": call.now}


ENDPOINTS: tuple[AnyEndpoint, ...] = (
    get(
        "/house",
        _house,
        gives=House,
        summary="The house's clock, and how things are called there",
        where=Nothing,
        asks=Nothing,
        scope=Scope.ROOMS,
    ),
)

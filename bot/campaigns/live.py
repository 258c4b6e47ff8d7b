"""The campaign desk by the settings in force."""

from collections.abc import Callable, Iterable
from pathlib import Path

from bot.campaigns.desk import CampaignDesk
from bot.campaigns.house import CampaignHouse
from bot.campaigns.office import CampaignOffice
from bot.plans.folder import PlanFolder
from bot.rulebook import Rulebook


def live_campaigns(
    rulebook: Rulebook, folder: Path | None, plans: Callable[[], Iterable[str]]
) -> CampaignDesk:
    """The desk of a service; `plans` are the names of the plans in force."""
    return CampaignDesk(
        settings=lambda: rulebook.settings.sop,
        folder=PlanFolder(folder),
        house=CampaignHouse(rulebook),
        plans=plans,
    )


def office(desk: CampaignDesk, rulebook: Rulebook) -> CampaignOffice:
    """What the API asks of campaigns."""
    return CampaignOffice(desk, CampaignHouse(rulebook))

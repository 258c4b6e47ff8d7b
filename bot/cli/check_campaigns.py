"""The campaign files of `groupkeeper check`."""

from collections.abc import Iterable
from pathlib import Path

from bot.config import Settings
from bot.core.located import Problem
from bot.plans.folder import PlanFolder
from sop.campaigns.checks import Known
from sop.campaigns.shelf import CampaignShelf, stock_campaigns


def campaigns_of(
    folder: Path, settings: Settings, plans: Iterable[str]
) -> tuple[list[str], list[Problem]]:
    """The files of the campaign folder, and every mistake in them."""
    files = PlanFolder(folder).changed() or ()
    known = Known(staff=frozenset(str(one.name) for one in settings.staff), plans=frozenset(plans))
    shelf = stock_campaigns(CampaignShelf(), files, known)
    found = [problem for one in shelf.refused for problem in one.error.problems]
    return [one.file for one in files], found

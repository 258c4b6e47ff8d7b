"""The campaigns in force: every sound file, and the last sound version of every broken one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from bot.core.located import BrokenFile, Problem
from sop.campaigns.checks import Known
from sop.campaigns.model import Campaign
from sop.campaigns.parse import LoadedCampaign, parse_campaign
from sop.campaigns.words import Lexicon, lexicon
from sop.parse import version_of
from sop.shelf import PlanFile, Refused


@dataclass(frozen=True, kw_only=True)  # no slots: cached_property keeps its values in __dict__
class CampaignShelf:
    """All campaigns by name, and which files were refused."""

    loaded: Mapping[str, LoadedCampaign] = field(default_factory=dict)
    refused: tuple[Refused, ...] = ()
    known: Known | None = None

    @cached_property
    def campaigns(self) -> Mapping[str, Campaign]:
        """The campaigns by name."""
        return {name: one.campaign for name, one in self.loaded.items()}

    @cached_property
    def words(self) -> Lexicon:
        """Everything that members may say to any of them."""
        return lexicon(self.campaigns.values())

    def with_kept(self, kept: LoadedCampaign) -> "CampaignShelf":
        """The same with a version from the database, whose file is broken or gone."""
        return CampaignShelf(
            loaded={**self.loaded, kept.campaign.name: kept},
            refused=self.refused,
            known=self.known,
        )


def stock_campaigns(shelf: CampaignShelf, files: Sequence[PlanFile], known: Known) -> CampaignShelf:
    """The shelf after the folder was read again. A broken file changes nothing in force."""
    fresh: dict[str, LoadedCampaign] = {}
    refused: list[Refused] = []
    for one in files:
        try:
            read = _read(one, known)
            _alone(read, fresh)
        except BrokenFile as error:
            version = version_of(one.source)
            refused.append(Refused(file=one.file, version=version, error=error))
        else:
            fresh[read.campaign.name] = read
    return CampaignShelf(loaded={**shelf.loaded, **fresh}, refused=tuple(refused), known=known)


def _read(one: PlanFile, known: Known) -> LoadedCampaign:
    if one.mistake:
        raise BrokenFile([Problem(file=one.file, line=1, column=1, what=one.mistake)])
    return parse_campaign(one.source, file=one.file, known=known)


def _alone(read: LoadedCampaign, others: Mapping[str, LoadedCampaign]) -> None:
    """Two files must not both be the campaign of one name."""
    name = read.campaign.name
    if name in others:
        what = f"the name {name!r} is taken by {others[name].file}; give each campaign its own"
        raise BrokenFile([Problem(file=read.file, line=1, column=1, what=what)])

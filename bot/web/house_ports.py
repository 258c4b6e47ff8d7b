"""What the API needs of the settings and plans in force, and of the desks that change things."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from bot.core.alerting import Language
from bot.core.daily import Stretch
from bot.core.ids import ChannelName, RoomId
from bot.core.rights import Right
from bot.core.rooms import RoomRules
from bot.core.sending import SendBudget
from bot.core.staff import Role
from bot.core.today import TodayFigures
from bot.web.jobs import Jobs
from bot.web.judging_ports import Appeals, BackTests, Checks, Drifts, Review
from bot.web.plan_ports import Contents, Plans, Rehearsals, Results
from bot.web.settings_ports import SettingsOffice
from bot.web.transaction import Transaction
from bot.web.work_ports import Work


class TodayDesk(Protocol):
    """Counts today against what is usual (`bot.today.TodayDesk`)."""

    async def figures(
        self,
        unit: Transaction,
        within: frozenset[RoomId] | None,
        *,
        zone: str,
        now: datetime,
    ) -> TodayFigures:
        """Today's figures of these rooms; None: of all."""
        ...


class DailyDesk(Protocol):
    """Counts stretches of days (`bot.daily.DailyDesk`)."""

    async def figures(
        self,
        unit: Transaction,
        days: Stretch,
        within: frozenset[RoomId] | None,
        *,
        now: datetime,
    ) -> Any:  # noqa: ANN401 (bot.daily.DailyFigures)
        """The figures of these days in these rooms; None: in all."""
        ...


class Account(Protocol):
    """An entry of `channels` (`bot.config.ChannelSettings`)."""

    @property
    def kind(self) -> str:
        """Which platform, by which way."""
        ...

    @property
    def name(self) -> ChannelName:
        """Its name."""
        ...

    @property
    def budget(self) -> SendBudget:
        """How fast it may speak."""
        ...


class Connecting(Protocol):
    """Tells accounts to connect now (`bot.connecting.ConnectDesk`)."""

    def knows(self, account: str) -> bool:
        """Whether the account is driven by this process."""
        ...

    def connect(self, account: str, now: datetime) -> timedelta:
        """Have it try now. More than nothing: it was asked just before, wait so long."""
        ...


class House(Protocol):
    """What the settings and plans in force say."""

    @property
    def demo(self) -> bool:
        """Whether this is the demo."""
        ...

    def pace(self) -> float:
        """How fast its clock runs: 1, but for a demo."""
        ...

    @property
    def contents(self) -> Contents:
        """The content library."""
        ...

    @property
    def rehearsals(self) -> Rehearsals:
        """Who rehearses plans."""
        ...

    @property
    def accounts(self) -> Sequence[Account]:
        """Our accounts, as config.yaml has them."""
        ...

    @property
    def connecting(self) -> Connecting:
        """Who tells accounts to connect now."""
        ...

    @property
    def settings(self) -> SettingsOffice:
        """Who shows and changes config.yaml."""
        ...

    @property
    def backtests(self) -> BackTests:
        """Who tries proposed rules out on the past."""
        ...

    @property
    def jobs(self) -> Jobs:
        """Work that takes longer than a request."""
        ...

    @property
    def work(self) -> Work:
        """People's work."""
        ...

    @property
    def results(self) -> Results:
        """The desk that reckons what came of plans."""
        ...

    @property
    def campaigns(self) -> Any:  # noqa: ANN401 (bot.campaigns.office.CampaignOffice)
        """Campaigns: looked at, and changed for people."""
        ...

    @property
    def drifts(self) -> Drifts:
        """Who counts how right the detectors were."""
        ...

    @property
    def checks(self) -> Checks:
        """The desk at which texts of other programs are judged."""
        ...

    @property
    def appeals(self) -> Appeals:
        """The desk at which appeals are answered."""
        ...

    @property
    def review(self) -> Review:
        """The desk at which cases are decided."""
        ...

    @property
    def today(self) -> TodayDesk:
        """The desk of today's figures."""
        ...

    @property
    def daily(self) -> DailyDesk:
        """The desk of figures by day."""
        ...

    @property
    def language(self) -> Language:
        """In which language colleagues are told."""
        ...

    @property
    def zone(self) -> str:
        """The time zone of the house, by its IANA name."""
        ...

    def rules_for(self, channel: str, ref: str, name: str) -> RoomRules:
        """The rules of one room."""
        ...

    @property
    def plans(self) -> Plans:
        """Who takes what people ask of plans at work."""
        ...

    @property
    def lead_titles(self) -> Mapping[str, str]:
        """What each category of leads is called."""
        ...

    @property
    def staff_titles(self) -> Mapping[str, str]:
        """What colleagues are called, by their names in `staff`; those without a title are not."""
        ...

    def who_may(self, right: Right) -> Sequence[str]:
        """Colleagues of `staff` whose role gives this right."""
        ...

    def role_of(self, name: str) -> Role | None:
        """What a colleague of that name is; None where there is none."""
        ...

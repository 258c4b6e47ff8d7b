"""What the API asks the settings and plans in force."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.alerts.notifier import AppriseNotifier, invalid_targets
from bot.backtest_desk import BackTestDesk
from bot.campaigns.office import CampaignOffice
from bot.checking import CheckDesk
from bot.config import ChannelSettings
from bot.connecting import ConnectDesk
from bot.content.looks import ContentView
from bot.core.alerting import Language
from bot.core.rights import Right, rights_of
from bot.core.rooms import RoomRules
from bot.core.staff import Role
from bot.daily import DailyDesk
from bot.drift import DriftDesk
from bot.plan_life.desk import PlanLife
from bot.plans.results import ResultsDesk
from bot.rehearsal_desk import RehearsalDesk
from bot.review.appeals import AppealDesk
from bot.review.desk import ReviewDesk
from bot.rulebook import Rulebook
from bot.settings.office import SettingsOffice
from bot.tasks.live import LiveWork
from bot.today import TodayDesk
from bot.web.jobs import Jobs
from sop.content import Library


@dataclass(frozen=True, slots=True)
class House:
    """Implements `bot.web.house_ports.House`."""

    rulebook: Rulebook
    plans: PlanLife
    review: ReviewDesk
    appeals: AppealDesk
    work: LiveWork
    campaigns: CampaignOffice
    jobs: Jobs
    rehearsals: RehearsalDesk
    library: Callable[[], Library] = Library
    today: TodayDesk = field(default_factory=TodayDesk)
    daily: DailyDesk = field(default_factory=DailyDesk)
    connecting: ConnectDesk = field(default_factory=ConnectDesk)
    pace: Callable[[], float] = lambda: 1.0  # of the clock
    demo: bool = False

    @property
    def contents(self) -> ContentView:
        """The content library as it stands."""
        return ContentView(self.library(), self.rulebook.settings.rooms.defaults.zone)

    @property
    def checks(self) -> CheckDesk:
        """The desk at which texts of other programs are judged."""
        return CheckDesk(lambda: self.rulebook)

    @property
    def accounts(self) -> Sequence[ChannelSettings]:
        """Our accounts, as config.yaml has them."""
        return self.rulebook.settings.channels

    @property
    def settings(self) -> SettingsOffice:
        """Who shows and changes config.yaml."""
        return SettingsOffice(
            path=self.rulebook.path,
            settings=lambda: self.rulebook.settings,
            notifier=AppriseNotifier(seconds=self.rulebook.settings.alerts.send_seconds),
            invalid=invalid_targets,
        )

    @property
    def backtests(self) -> BackTestDesk:
        """Who tries proposed rules out on the past."""
        return BackTestDesk(lambda: self.rulebook.settings)

    @property
    def results(self) -> ResultsDesk:
        """The desk that reckons what came of plans."""
        return ResultsDesk()

    @property
    def drifts(self) -> DriftDesk:
        """Who counts how right the detectors were."""
        return DriftDesk(lambda: self.rulebook.model)

    @property
    def language(self) -> Language:
        """In which language colleagues are told."""
        return self.rulebook.settings.alerts.language

    @property
    def zone(self) -> str:
        """The time zone of the house, by its IANA name."""
        return self.rulebook.settings.rooms.defaults.zone

    def rules_for(self, channel: str, ref: str, name: str) -> RoomRules:
        """The rules of one room."""
        return self.rulebook.rules_for(channel, ref, name)

    @property
    def lead_titles(self) -> Mapping[str, str]:
        """What each category of leads is called."""
        categories = self.rulebook.settings.leads.categories
        return {name: one.title for name, one in categories.items()}

    @property
    def staff_titles(self) -> Mapping[str, str]:
        """What colleagues are called, by their names in `staff`; those without a title are not."""
        return {one.name: one.title for one in self.rulebook.settings.staff if one.title}

    def who_may(self, right: Right) -> Sequence[str]:
        """Colleagues of `staff` whose role gives this right."""
        staff = self.rulebook.settings.staff
        return [one.name for one in staff if right in rights_of(one.role)]

    def role_of(self, name: str) -> Role | None:
        """What a colleague of that name is; None where there is none."""
        staff = self.rulebook.settings.staff
        return next((one.role for one in staff if one.name == name), None)

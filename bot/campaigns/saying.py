"""Posts of a campaign to its rooms: made once a process, kept apart by their keys for ever."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from bot.campaigns.here import Here
from bot.core.effects import Effect, Intent, OnLate, OnUnknown, RaiseAlert, Say, Severity
from bot.core.plans import PlanRoom
from bot.core.wording_template import TextRefused
from sop.campaigns.model import Campaign
from sop.campaigns.wording import Tell, tell
from sop.wording import refused


@dataclass(slots=True)
class Memory:
    """What this process has done already; what is not committed yet is forgotten again."""

    _done: set[str] = field(default_factory=set)
    _doing: set[str] = field(default_factory=set)

    def begin(self) -> None:
        """A tick begins; if the last one was not committed, it did nothing."""
        self._doing.clear()

    def first(self, key: str) -> bool:
        """Whether this is done for the first time; it is, once the tick is committed."""
        if key in self._done or key in self._doing:
            return False
        self._doing.add(key)
        return True

    def again(self, key: str) -> None:
        """It is not done yet after all; look again."""
        self._doing.discard(key)

    def confirm(self) -> None:
        """The tick is committed."""
        self._done |= self._doing
        self._doing.clear()


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Says things in the rooms of a campaign, each once."""

    here: Here
    memory: Memory
    now: datetime

    def say(  # noqa: PLR0913 (what makes a post, each given by its name)
        self,
        campaign: Campaign,
        rooms: Iterable[PlanRoom],
        key: Callable[[PlanRoom], str],
        text: Callable[[PlanRoom], str],
        *,
        since: datetime,
        expires: datetime | None = None,
        on_unknown: OnUnknown = OnUnknown.RESEND,
    ) -> list[Effect]:
        """One post a room, whose time came `since`; a text that cannot be said is an alert."""
        effects: list[Effect] = []
        for room in rooms:
            once = key(room)
            if not self.memory.first(once):
                continue
            try:
                said = text(room)
            except TextRefused as error:
                effects.append(trouble(campaign, refused(str(error)), f"text:{once}"))
                continue
            effects.append(
                Intent(
                    deed=Say(room=room.id, text=said),
                    key=once,
                    reason=tell(self.here.house.language, Tell.REASON, title=campaign.title),
                    due=self.here.due(since),
                    expires=expires,
                    on_late=OnLate.SEND,
                    on_unknown=on_unknown,
                )
            )
        return effects


def trouble(
    campaign: Campaign, why: str, group: str, *, severity: Severity = Severity.WARNING
) -> RaiseAlert:
    """Staff are told that something of a campaign does not work."""
    return RaiseAlert(
        kind="campaign",
        severity=severity,
        reason=f"活动 {campaign.title}：{why}",
        advice=f"用 groupkeeper campaign show {campaign.name} 查看。",
        group=f"campaign:{campaign.name}:{group}",
    )

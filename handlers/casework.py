"""From a suspect and its campaign to its case: one case, one alert, one decision for all copies."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.core.effects import Effect, RaiseAlert, RecordVerdicts, Severity
from bot.core.ids import MessageId
from bot.core.seen import Closer
from bot.core.verdicts import SpamScore, Verdict
from handlers.campaigns import CampaignBatch, Campaigns, Joined
from handlers.judging import Judgement
from handlers.wording import Say, Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class Cased:
    """A suspect, what it belongs to, and what it is taken for in the end."""

    judgement: Judgement
    joined: Joined
    spam: SpamScore

    @property
    def first(self) -> MessageId:
        """The message of which its case is opened."""
        case = self.joined.case
        return self.judgement.item.message.id if case is None else case.first

    @property
    def alert_group(self) -> str:
        """One alert a case, and colleagues on duty."""
        staff = "+".join(self.judgement.item.room.rules.staff)
        return f"advert:{staff}:{self.first}"


class CaseWork:
    """The cases of a batch; each message sees what those before it became."""

    def __init__(self, campaigns: Campaigns, closer: Closer, wording: Wording) -> None:
        self._campaigns = campaigns
        self._batch = CampaignBatch(campaigns, closer)
        self._wording = wording

    def join(self, judgement: Judgement) -> tuple[Joined, tuple[Verdict, ...]]:
        """What a suspect belongs to, and all that speaks against it now."""
        joined = self._batch.join(judgement.item, judgement.near)
        return joined, self._campaigns.weighed(judgement.spam, joined.verdict)

    def settle(self, judgement: Judgement, joined: Joined, spam: SpamScore) -> Cased:
        """What it is taken for, when its case was decided before."""
        joined, spam = self._batch.settled(judgement.item, joined, spam)
        return Cased(judgement=judgement, joined=joined, spam=spam)

    def finish(self, cased: Cased, effects: Sequence[Effect]) -> list[Effect]:
        """The effects with the case in them: a decided case asks nobody again."""
        joined = cased.joined
        item = cased.judgement.item
        near = self._batch.keep(item, cased.judgement.near, joined, cased.spam)
        growth = self._growth(cased)
        finished: list[Effect] = []
        for one in effects:
            if isinstance(one, RecordVerdicts):
                finished.append(
                    replace(
                        one,
                        campaign=None if joined.case is None else joined.case.first,
                        earlier=joined.earlier if joined.case or cased.spam.flagged else (),
                        near=near,
                        told=growth is not None,
                    )
                )
            elif not isinstance(one, RaiseAlert) or not one.group.startswith(cased.alert_group):
                finished.append(one)
            elif not joined.decided:
                finished.append(self._with_size(one, cased))
        return finished if growth is None else [*finished, growth]

    def _with_size(self, alert: RaiseAlert, cased: Cased) -> RaiseAlert:
        case = cased.joined.case
        if case is None:
            return alert
        size = self._wording(Say.CASE_SIZE, count=self._batch.size(case))
        return replace(alert, reason=self._wording.joined([alert.reason, size]))

    def _growth(self, cased: Cased) -> RaiseAlert | None:
        """Word of a decided case that has grown far beyond what staff decided on."""
        case = cased.joined.case
        if case is None or not self._batch.grows(case) or not cased.joined.decided:
            return None
        state = Say.CONFIRMED if case.state == "confirmed" else Say.DISMISSED
        message = cased.judgement.item.message
        return RaiseAlert(
            kind="advert",
            severity=Severity.INFO,
            reason=self._wording(
                Say.CASE_GROWN,
                case=case.id,
                state=self._wording(state),
                count=self._batch.size(case),
            ),
            advice=self._wording(Say.GROWN_ADVICE),
            group=f"{cased.alert_group}:grown",
            room=message.room,
            student=message.sender.student,
            message=message.id,
        )

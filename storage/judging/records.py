"""The records: what was made of what was said."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.effects import AnswerQuestion, OpenQuestion, RecordLead, RecordVerdicts
from storage.judging.appeals import Appeals
from storage.judging.case_people import CasePeople
from storage.judging.case_records import record_verdicts
from storage.judging.cases import Cases
from storage.judging.lead_work import LeadWork
from storage.judging.near import forget_prints
from storage.judging.questions import Questions
from storage.judging.reports import Reports


class Records(Cases, CasePeople, Reports, Appeals, LeadWork, Questions):
    """Verdicts and cases, reports and appeals, leads, questions."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def apply(
        self,
        records: Sequence[RecordVerdicts | RecordLead | OpenQuestion | AnswerQuestion],
        now: datetime,
    ) -> None:
        """Write records; what is known already changes nothing."""
        verdicts = [one for one in records if isinstance(one, RecordVerdicts)]
        if verdicts:
            await record_verdicts(self._connection, verdicts, now)
        leads = [one for one in records if isinstance(one, RecordLead)]
        if leads:
            await self._record_leads(leads, now)
        # Questions are opened before they are answered: both may stand in one batch.
        opened = [one for one in records if isinstance(one, OpenQuestion)]
        if opened:
            await self._open_questions(opened)
        answered = [one for one in records if isinstance(one, AnswerQuestion)]
        if answered:
            await self._answer_questions(answered)

    async def forget_prints(self, *, before: datetime, limit: int) -> int:
        """Let campaigns of long ago rest; how many prints were forgotten, at most `limit`."""
        return await forget_prints(self._connection, before=before, limit=limit)

"""What people do with leads: claim, hand over, win, lose, note. The second to do it is told."""

from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from bot.core.before_after import Seen
from bot.core.ids import LeadId
from bot.core.leads import LeadState
from storage.bulk import hold_archive
from storage.judging.deciding import AlreadyDecided, Unknown
from storage.judging.leads import Leads, LeadSeen
from storage.noting import note_leads
from storage.service.audit import Audit
from storage.tables.judging import lead

_ALIVE = (LeadState.OPEN, LeadState.CLAIMED)
_FROM = {
    LeadState.OPEN: (LeadState.CLAIMED, LeadState.WON, LeadState.LOST),
    LeadState.CLAIMED: (LeadState.OPEN,),
    LeadState.WON: _ALIVE,
    LeadState.LOST: _ALIVE,
}


class LeadWork(Leads):
    """Leads, and the work on them; every change is audited with its note."""

    async def lead_state(
        self, lead_id: LeadId, state: LeadState, *, author: str, now: datetime, note: str = ""
    ) -> LeadSeen:
        """Claim, release, win or lose a lead; the second to do it is told."""
        owner = None if state is LeadState.OPEN else author
        if state is LeadState.OPEN:
            await self._refuse_second(lead_id)
        before = await self._stands(lead_id)
        found = await self._become(lead_id, state, owner, _FROM[state], note=note, now=now)
        await self._note(lead_id, state.value, author=author, now=now, note=note, before=before)
        return found

    async def assign_lead(
        self, lead_id: LeadId, to: str, *, author: str, now: datetime, note: str = ""
    ) -> LeadSeen:
        """Hand a lead that is alive to a colleague."""
        before = await self._stands(lead_id)
        found = await self._become(lead_id, LeadState.CLAIMED, to, _ALIVE, note=note, now=now)
        await self._note(lead_id, "assigned", author=author, now=now, note=note, before=before)
        return found

    async def note_lead(
        self, lead_id: LeadId, *, author: str, now: datetime, note: str
    ) -> LeadSeen:
        """Write something down about a lead; its state stays."""
        before = await self._stands(lead_id)
        await self._connection.execute(update(lead).where(lead.c.id == lead_id).values(note=note))
        found = await self._existing(lead_id)
        await self._note(lead_id, "noted", author=author, now=now, note=note, before=before)
        return found

    async def _become(
        self,
        lead_id: LeadId,
        state: LeadState,
        owner: str | None,
        before: tuple[LeadState, ...],
        *,
        note: str,
        now: datetime,
    ) -> LeadSeen:
        values: dict[str, Any] = {"state": state.value, "owner": owner}
        values |= {"since_at": now, "updated_at": now} | ({"note": note} if note else {})
        done = await self._connection.execute(
            update(lead)
            .where(lead.c.id == lead_id, lead.c.state.in_([one.value for one in before]))
            .values(**values)
        )
        found = await self._existing(lead_id)
        if done.rowcount == 0:
            when = f"{found.since:%Y-%m-%d %H:%M} UTC"
            msg = f"lead {lead_id} is {found.state} already, by {found.owner or 'nobody'} ({when})"
            raise AlreadyDecided(msg)
        return found

    async def _stands(self, lead_id: LeadId) -> Seen | None:
        return await Audit(self._connection).state(f"lead:{lead_id}")

    async def _existing(self, lead_id: LeadId) -> LeadSeen:
        found = await self.lead(lead_id)
        if found is None:
            msg = f"there is no lead {lead_id}"
            raise Unknown(msg)
        return found

    async def _refuse_second(self, lead_id: LeadId) -> None:
        """Two living leads of one person and category would be told and sold to twice."""
        await hold_archive(self._connection)  # the pipeline opens leads
        old = await self._existing(lead_id)
        living = await self._connection.scalar(
            select(lead.c.id)
            .where(
                lead.c.student_id.in_(
                    select(lead.c.student_id).where(lead.c.id == lead_id).scalar_subquery()
                ),
                lead.c.category == old.category,
                lead.c.state.in_([one.value for one in _ALIVE]),
                lead.c.id != lead_id,
            )
            .limit(1)
        )
        if living is not None:
            msg = f"there is a newer one: lead {living} of the same person is alive; go on with it"
            raise AlreadyDecided(msg)

    async def _note(
        self,
        lead_id: LeadId,
        action: str,
        *,
        author: str,
        now: datetime,
        note: str,
        before: Seen | None,
    ) -> None:
        await note_leads(self._connection, [lead_id])
        await Audit(self._connection).note(
            f"lead.{action}",
            f"lead:{lead_id}",
            author=author,
            now=now,
            reason=note,
            before=before,
        )

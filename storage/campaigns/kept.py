"""The campaigns in force, and who of them came."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.before_after import Seen, before_after
from bot.core.ids import IdentityId, RoomId, StudentId
from bot.core.signups import Attended, CampaignText, SignedUp, SignUpState
from storage.bulk import among, listed
from storage.campaigns.signups import BEARER, ROWS
from storage.people.survivors import survivors
from storage.service.audit import Audit
from storage.tables.campaigns import campaign, sign_up
from storage.tables.delivery import outbox
from storage.tables.people import identity, membership, person
from storage.upsert import insert_for

_LATER = outbox.alias("later")
_DONE = ("sending", "sent", "unknown")  # it is done, or may be
_SIGNED = SignUpState.SIGNED.value


class Kept:
    """The part of the campaigns that holds their texts and their attendance."""

    _connection: AsyncConnection

    async def save(self, text: CampaignText) -> None:
        """Keep the text of a campaign; the newest counts. Audited."""
        values = {
            "version": text.version,
            "source": text.source,
            "path": text.path,
            "loaded_at": text.loaded_at,
            "title": text.title,
            "place": text.place,
            "starts_at": text.starts_at,
            "zone": text.zone,
            "places": text.places,
        }
        before = await self._stands(text.name)
        new = insert_for(self._connection, campaign).values(name=text.name, **values)
        await self._connection.execute(
            new.on_conflict_do_update(index_elements=[campaign.c.name], set_=values)
        )
        await Audit(self._connection).note(
            "campaign.file",
            f"campaign:{text.name}",
            author="file",
            now=text.loaded_at,
            details=before_after(before, await self._stands(text.name)),
        )

    async def _stands(self, name: str) -> Seen | None:
        rows = await self._connection.execute(
            select(campaign.c.version, campaign.c.places, campaign.c.starts_at).where(
                campaign.c.name == name
            )
        )
        row = rows.one_or_none()
        if row is None:
            return None
        return {
            "version": row.version,
            "places": row.places,
            "starts_at": row.starts_at.isoformat(),
        }

    async def kept(self) -> list[CampaignText]:
        """The newest text of every campaign there ever was, by name."""
        rows = await self._connection.execute(select(campaign).order_by(campaign.c.name))
        return [
            CampaignText(
                name=row.name,
                version=row.version,
                source=row.source,
                path=row.path,
                loaded_at=row.loaded_at,
                title=row.title,
                place=row.place,
                starts_at=row.starts_at,
                zone=row.zone,
                places=row.places,
            )
            for row in rows
        ]

    # ---- who is on the list, and who came ---------------------------------------------------

    async def people(self, name: str) -> list[SignedUp]:
        """A campaign's list: who has a place, then who waits, then who cancelled; in order."""
        rows = await self._connection.execute(
            select(sign_up, BEARER.label("bearer"), person.c.name)
            .select_from(ROWS)
            .where(sign_up.c.campaign == name)
            .order_by(sign_up.c.seq)
        )
        found: dict[StudentId, SignedUp] = {}
        numbers: dict[str, int] = {}
        order = [state.value for state in SignUpState]
        for row in sorted(rows, key=lambda one: order.index(one.state)):
            if row.bearer in found:
                continue
            numbers[row.state] = numbers.get(row.state, 0) + 1
            found[row.bearer] = SignedUp(
                student=row.bearer,
                name=row.name,
                state=SignUpState(row.state),
                number=numbers[row.state],
                at=row.at,
                room=row.room_id,
                attended=row.attended_at,
                attended_by=row.attended_by or "",
            )
        return list(found.values())

    async def attend(self, came: Sequence[Attended]) -> None:
        """Note who came; who came before came before."""
        for one in came:
            mine = select(person.c.student_id).where(
                (person.c.student_id == one.student) | (person.c.merged_into == one.student)
            )
            await self._connection.execute(
                update(sign_up)
                .where(
                    sign_up.c.campaign == one.campaign,
                    sign_up.c.student_id.in_(mine),
                    sign_up.c.state == _SIGNED,
                    sign_up.c.attended_at.is_(None),
                )
                .values(attended_at=one.at, attended_by=one.author)
            )

    async def turnout(self, names: Collection[str]) -> Mapping[str, tuple[int, int]]:
        """Of these campaigns: how many had a place, and how many of them came."""
        rows = await self._connection.execute(
            select(
                sign_up.c.campaign,
                func.count(BEARER.distinct()),
                func.count(sign_up.c.attended_at),
            )
            .select_from(ROWS)
            .where(among(sign_up.c.campaign, "names"), sign_up.c.state == _SIGNED)
            .group_by(sign_up.c.campaign),
            {"names": listed(names)},
        )
        return {name: (signed, min(came, signed)) for name, signed, came in rows}

    async def follow_up(self, name: str, now: datetime) -> bool:
        """Take the follow-up of a campaign's no-shows; False where it was taken before."""
        taken = await self._connection.execute(
            update(campaign)
            .where(campaign.c.name == name, campaign.c.followed_up_at.is_(None))
            .values(followed_up_at=now)
        )
        return taken.rowcount > 0

    # ---- people -----------------------------------------------------------------------------

    async def members_of(
        self, rooms: Collection[RoomId], students: Collection[StudentId]
    ) -> Mapping[StudentId, tuple[RoomId, IdentityId]]:
        """Of these people, those who are in one of these rooms now: where, and as whom."""
        if not rooms or not students:
            return {}
        found = await self._connection.execute(
            select(identity.c.student_id, membership.c.room_id, identity.c.id)
            .join(identity, identity.c.id == membership.c.identity_id)
            .where(
                among(membership.c.room_id, "rooms"),
                among(identity.c.student_id, "students"),
                membership.c.left_at.is_(None),
            )
            .order_by(membership.c.room_id.desc()),
            {"rooms": listed(rooms), "students": listed(students)},
        )
        return {student: (room, member) for student, room, member in found}

    async def removed(self, students: Collection[StudentId]) -> frozenset[StudentId]:
        """Of these people, those who were removed from a room and are not back in it."""
        if not students:
            return frozenset()
        back = select(membership.c.room_id).where(
            membership.c.room_id == outbox.c.room_id,
            membership.c.identity_id == outbox.c.identity_id,
            membership.c.left_at.is_(None),
        )
        pardoned = select(_LATER.c.id).where(
            _LATER.c.identity_id == outbox.c.identity_id,
            _LATER.c.room_id == outbox.c.room_id,
            _LATER.c.kind == "InviteMember",
            _LATER.c.state == "sent",
            _LATER.c.id > outbox.c.id,
        )
        found = await self._connection.scalars(
            select(identity.c.student_id)
            .join(outbox, outbox.c.identity_id == identity.c.id)
            .where(
                among(identity.c.student_id, "students"),
                outbox.c.kind == "RemoveMember",
                outbox.c.state.in_(_DONE),
                ~back.exists(),
                ~pardoned.exists(),
            )
            .distinct(),
            {"students": listed(students)},
        )
        return frozenset(found)

    async def bearers(self, students: Collection[StudentId]) -> Mapping[StudentId, StudentId]:
        """For each student ID the one that stands for it by now."""
        return await survivors(self._connection, students)

    async def names_of(self, students: Collection[StudentId]) -> Mapping[StudentId, str]:
        """What these people are called."""
        rows = await self._connection.execute(
            select(person.c.student_id, person.c.name).where(among(person.c.student_id, "ids")),
            {"ids": listed(students)},
        )
        return {row.student_id: row.name for row in rows}

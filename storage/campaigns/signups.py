"""Who signed up for what, under the lock of the campaign."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select, update
from sqlalchemy import case as sql_case
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ids import IdentityId, RoomId, RunId, StudentId
from bot.core.plans import RunState
from bot.core.signups import Book, Place, RecordSignUp, SignUpFigures, SignUpState
from storage.bulk import among, listed
from storage.campaigns.coupons import counted
from storage.delivery.claims import restored_at
from storage.sop.overrides import lay_out_anew
from storage.tables.campaigns import campaign, campaign_run, coupon, sign_up
from storage.tables.people import person
from storage.tables.sop import run
from storage.upsert import insert_for

# Whoever two were merged into has the places of both: one person is one place.
BEARER = func.coalesce(person.c.merged_into, sign_up.c.student_id)
ROWS = sign_up.join(person, person.c.student_id == sign_up.c.student_id)


class SignUps:
    """The lists of one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def book(self, name: str) -> Book | None:
        """The list of a campaign, held until the transaction ends; None: there is none such.

        Whoever gives places asks for it first: nobody else gives any meanwhile.
        """
        held = select(campaign.c.last_seq).where(campaign.c.name == name).with_for_update()
        last = await self._connection.scalar(held)
        if last is None:
            return None
        rows = await self._connection.execute(
            select(sign_up, BEARER.label("bearer"))
            .select_from(ROWS)
            .where(sign_up.c.campaign == name, sign_up.c.state != SignUpState.CANCELLED.value)
            .order_by(sign_up.c.seq)
        )
        return _book(last, rows.all())

    async def apply(self, records: Sequence[RecordSignUp], now: datetime) -> None:
        """Write places down, as they were settled under the lock."""
        if not records:
            return
        new = insert_for(self._connection, sign_up)
        fresh = new.excluded
        changed = {name: fresh[name] for name in ("state", "seq", "at", "changed_at")}
        # Where staff ask for somebody nothing was said: what is known of it stays.
        said = {
            name: func.coalesce(fresh[name], sign_up.c[name])
            for name in ("identity_id", "room_id", "message_id")
        }
        await self._connection.execute(
            new.on_conflict_do_update(
                index_elements=[sign_up.c.campaign, sign_up.c.student_id], set_={**changed, **said}
            ),
            [_row(one, now) for one in records],
        )
        last: dict[str, int] = {}
        for one in records:
            last[one.campaign] = max(one.seq, last.get(one.campaign, 0))
        for name, seq in last.items():
            given = sql_case((campaign.c.last_seq < seq, seq), else_=campaign.c.last_seq)
            await self._connection.execute(
                update(campaign).where(campaign.c.name == name).values(last_seq=given)
            )

    async def figures(self, runs: Collection[RunId]) -> Mapping[RunId, SignUpFigures]:
        """How the campaigns stand that these runs warm up for; runs without one are left out."""
        rows = await self._connection.execute(
            select(campaign_run).where(among(campaign_run.c.run_id, "runs")),
            {"runs": listed(runs)},
        )
        names = {RunId(row.run_id): row.campaign for row in rows}
        stand = await self.standing(set(names.values()))
        return {run: stand[name] for run, name in names.items() if name in stand}

    async def standing(self, names: Collection[str]) -> Mapping[str, SignUpFigures]:
        """How these campaigns stand."""
        if not names:
            return {}
        people = await self._people(names)
        codes = await self._codes(names)
        rows = await self._connection.execute(
            select(campaign).where(among(campaign.c.name, "names")), {"names": listed(names)}
        )
        return {
            row.name: SignUpFigures(
                campaign=row.name,
                title=row.title,
                place=row.place,
                starts_at=row.starts_at,
                zone=row.zone,
                count=people.get((row.name, SignUpState.SIGNED.value), 0),
                limit=row.places,
                waiting=people.get((row.name, SignUpState.WAITING.value), 0),
                coupons=codes.get(row.name, (0, 0, 0))[0],
                coupons_given=codes.get(row.name, (0, 0, 0))[1],
                coupons_redeemed=codes.get(row.name, (0, 0, 0))[2],
            )
            for row in rows
        }

    async def _people(self, names: Collection[str]) -> dict[tuple[str, str], int]:
        rows = await self._connection.execute(
            select(sign_up.c.campaign, sign_up.c.state, func.count(BEARER.distinct()))
            .select_from(ROWS)
            .where(among(sign_up.c.campaign, "names"))
            .group_by(sign_up.c.campaign, sign_up.c.state),
            {"names": listed(names)},
        )
        return {(name, state): count for name, state, count in rows}

    async def _codes(self, names: Collection[str]) -> dict[str, tuple[int, int, int]]:
        rows = await self._connection.execute(
            select(
                coupon.c.campaign,
                func.count(),
                func.count(coupon.c.given_at),
                func.count(coupon.c.redeemed_at),
            )
            .where(among(coupon.c.campaign, "names"), counted(await restored_at(self._connection)))
            .group_by(coupon.c.campaign),
            {"names": listed(names)},
        )
        return {name: (codes, given, redeemed) for name, codes, given, redeemed in rows}

    async def bind(self, runs: Mapping[RunId, str]) -> None:
        """Note which run warms up for which campaign."""
        if not runs:
            return
        rows = [{"run_id": run, "campaign": name} for run, name in runs.items()]
        statement = insert_for(self._connection, campaign_run).on_conflict_do_nothing()
        await self._connection.execute(statement, rows)

    async def bound(self, name: str) -> list[RunId]:
        """The runs that warm up for a campaign."""
        rows = await self._connection.scalars(
            select(campaign_run.c.run_id).where(campaign_run.c.campaign == name)
        )
        return [RunId(number) for number in rows]

    async def move_event(self, name: str, at: datetime) -> frozenset[RunId]:
        """Give the live runs of a campaign its time, where it was moved; all of its runs."""
        mine = await self.bound(name)
        moved = await self._connection.scalars(
            update(run)
            .where(
                among(run.c.id, "runs"),
                run.c.state.in_([RunState.ACTIVE.value, RunState.PAUSED.value]),
                run.c.event_at.is_distinct_from(at),
            )
            .values(event_at=at)
            .returning(run.c.id),
            {"runs": listed(mine)},
        )
        await lay_out_anew(self._connection, [RunId(number) for number in moved])
        return frozenset(mine)


def _book(last: int, rows: Sequence[Row[Any]]) -> Book:
    """The list; where two people were merged that both stood on it, the better place counts."""
    found: dict[StudentId, tuple[str, Place]] = {}
    for row in sorted(rows, key=lambda one: one.state != SignUpState.SIGNED.value):
        place = _place(row)
        state, first = found.get(place.bearer, (row.state, place))
        if first is not place:
            first = replace(first, others=(*first.others, place.student))
        found[place.bearer] = (state, first)
    by_state: dict[str, list[Place]] = {}
    for state, place in found.values():
        by_state.setdefault(state, []).append(place)
    return Book(
        last_seq=last,
        signed=tuple(by_state.get(SignUpState.SIGNED.value, ())),
        waiting=tuple(by_state.get(SignUpState.WAITING.value, ())),
    )


def _row(one: RecordSignUp, now: datetime) -> dict[str, Any]:
    return {
        "campaign": one.campaign,
        "student_id": one.student,
        "identity_id": one.identity,
        "room_id": one.room,
        "message_id": one.message,
        "state": one.state.value,
        "seq": one.seq,
        "at": one.at,
        "changed_at": now,
    }


def _place(row: Row[Any]) -> Place:
    return Place(
        student=StudentId(row.student_id),
        bearer=StudentId(row.bearer),
        seq=row.seq,
        identity=None if row.identity_id is None else IdentityId(row.identity_id),
        room=None if row.room_id is None else RoomId(row.room_id),
        at=row.at,
        attended=row.attended_at,
    )

"""What was claimed of benefits, under the lock of the campaign; lotteries."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.before_after import before_after
from bot.core.ids import GROUPKEEPER, CouponId, IdentityId, StudentId
from bot.core.signups import ClaimBook, Coupon, Lottery, RecordClaim, Taken
from storage.campaigns.coupons import counted
from storage.delivery.claims import restored_at
from storage.service.audit import Audit
from storage.tables.campaigns import claim, coupon, lottery
from storage.tables.people import person
from storage.upsert import insert_for

_BEARER = func.coalesce(person.c.merged_into, claim.c.student_id)
_STOOD = {"lottery.open": None, "lottery.close": "open", "lottery.draw": "close"}
_ROWS = claim.join(person, person.c.student_id == claim.c.student_id)


class Claims:
    """The part that gives benefits. Ask `SignUps.book` first: it holds the lock."""

    _connection: AsyncConnection

    async def claims(self, name: str, benefit: str, *, pool: str | None, want: int) -> ClaimBook:
        """What of a benefit is taken, and up to `want` coupons of a pool that nobody has."""
        rows = await self._connection.execute(
            select(claim, _BEARER.label("bearer"), coupon.c.code, coupon.c.valid_until)
            .select_from(_ROWS.outerjoin(coupon, coupon.c.id == claim.c.coupon_id))
            .where(claim.c.campaign == name, claim.c.benefit == benefit)
            .order_by(claim.c.seq)
        )
        taken: dict[StudentId, Taken] = {}
        last = 0
        for row in rows:
            taken.setdefault(row.bearer, _taken(row))
            last = max(last, row.seq)
        free = () if pool is None else await self.free_coupons(name, pool, want)
        return ClaimBook(taken=tuple(taken.values()), last_seq=last, coupons=free)

    async def free_coupons(self, name: str, pool: str, want: int) -> tuple[Coupon, ...]:
        """Coupons that nobody has and that were not used."""
        rows = await self._connection.execute(
            select(coupon)
            .where(
                coupon.c.campaign == name,
                coupon.c.pool == pool,
                coupon.c.given_at.is_(None),
                coupon.c.redeemed_at.is_(None),
                counted(await restored_at(self._connection)),
            )
            .order_by(coupon.c.id)
            .limit(want)
            # Whoever redeems one of them at this moment has it; we take others.
            .with_for_update(skip_locked=True)
        )
        return tuple(_coupon(row) for row in rows)

    async def record(self, records: Sequence[RecordClaim], now: datetime) -> None:
        """Write claims down, and give their coupons away."""
        for one in records:
            await self._connection.execute(
                claim.insert().values(
                    campaign=one.campaign,
                    benefit=one.benefit,
                    student_id=one.student,
                    identity_id=one.identity,
                    room_id=one.room,
                    message_id=one.message,
                    seq=one.seq,
                    at=one.at,
                    coupon_id=one.coupon,
                )
            )
            if one.coupon is not None:
                await self._give(one.coupon, one.student, now)

    async def give_won(
        self, name: str, benefit: str, student: StudentId, number: CouponId, now: datetime
    ) -> None:
        """Give a winner a coupon."""
        # Of two who were merged the one who entered has the claim, the other one the name.
        mine = select(person.c.student_id).where(
            (person.c.student_id == student) | (person.c.merged_into == student)
        )
        await self._connection.execute(
            update(claim)
            .where(
                claim.c.campaign == name,
                claim.c.benefit == benefit,
                claim.c.student_id.in_(mine),
            )
            .values(coupon_id=number)
        )
        await self._give(number, student, now)

    async def _give(self, number: CouponId, student: StudentId, now: datetime) -> None:
        await self._connection.execute(
            update(coupon)
            .where(coupon.c.id == number, coupon.c.given_at.is_(None))
            .values(student_id=student, given_at=now)
        )

    # ---- lotteries --------------------------------------------------------------------------

    async def open_lottery(
        self, name: str, benefit: str, *, seed: str, commitment: str, now: datetime
    ) -> Lottery:
        """Fix the seed of a lottery; one that is fixed already stays. The lottery as it stands."""
        new = insert_for(self._connection, lottery).values(
            campaign=name, benefit=benefit, seed=seed, commitment=commitment, opened_at=now
        )
        fresh = await self._connection.execute(
            new.on_conflict_do_nothing(index_elements=[lottery.c.campaign, lottery.c.benefit])
        )
        if fresh.rowcount > 0:
            await self._note("lottery.open", name, benefit, GROUPKEEPER, commitment, now)
        found = await self.lottery(name, benefit)
        if found is None:
            msg = f"lottery {name}/{benefit} was not written"
            raise RuntimeError(msg)
        return found

    async def lottery(self, name: str, benefit: str) -> Lottery | None:
        """A lottery; None before it is opened."""
        rows = await self._connection.execute(
            select(lottery).where(lottery.c.campaign == name, lottery.c.benefit == benefit)
        )
        row = rows.one_or_none()
        return None if row is None else _lottery(row)

    async def lotteries(self, name: str) -> list[Lottery]:
        """Every lottery of a campaign that was opened."""
        rows = await self._connection.execute(
            select(lottery).where(lottery.c.campaign == name).order_by(lottery.c.opened_at)
        )
        return [_lottery(row) for row in rows]

    async def claimed(self, name: str) -> dict[str, int]:
        """How many took of each benefit of a campaign."""
        rows = await self._connection.execute(
            select(claim.c.benefit, func.count(_BEARER.distinct()).label("people"))
            .select_from(_ROWS)
            .where(claim.c.campaign == name)
            .group_by(claim.c.benefit)
        )
        return {row.benefit: row.people for row in rows}

    async def entrants(self, name: str, benefit: str) -> dict[StudentId, IdentityId]:
        """Who entered, by their student IDs now, and as whom they are told."""
        rows = await self._connection.execute(
            select(_BEARER.label("bearer"), claim.c.identity_id)
            .select_from(_ROWS)
            .where(claim.c.campaign == name, claim.c.benefit == benefit)
            .order_by(claim.c.seq.desc())
        )
        return {row.bearer: row.identity_id for row in rows}

    async def close_lottery(
        self,
        name: str,
        benefit: str,
        *,
        entries: Collection[StudentId],
        hashed: str,
        now: datetime,
    ) -> bool:
        """Fix the list of entries; False where it is fixed already."""
        values = {"entries": list(entries), "entries_hash": hashed, "closed_at": now}
        done = await self._settle_lottery(name, benefit, values, closed=False)
        if done:
            await self._note("lottery.close", name, benefit, GROUPKEEPER, hashed, now)
        return done

    async def draw_lottery(
        self,
        name: str,
        benefit: str,
        *,
        winners: Sequence[StudentId],
        author: str,
        now: datetime,
    ) -> bool:
        """Write the winners down; False where it was drawn already, or is not closed."""
        values = {"winners": list(winners), "drawn_at": now, "drawn_by": author}
        done = await self._settle_lottery(name, benefit, values, closed=True)
        if done:
            shown = " ".join(map(str, winners))
            await self._note("lottery.draw", name, benefit, author, shown, now)
        return done

    async def _note(
        self, action: str, name: str, benefit: str, author: str, what: str, now: datetime
    ) -> None:
        await Audit(self._connection).note(
            action,
            f"campaign:{name}",
            author=author,
            now=now,
            details={
                **before_after({"lottery": _STOOD[action]}, {"lottery": action.rpartition(".")[2]}),
                benefit: what,
            },
        )

    async def _settle_lottery(
        self, name: str, benefit: str, values: dict[str, Any], *, closed: bool
    ) -> bool:
        done = await self._connection.execute(
            update(lottery)
            .where(
                lottery.c.campaign == name,
                lottery.c.benefit == benefit,
                lottery.c.closed_at.is_not(None) if closed else lottery.c.closed_at.is_(None),
                lottery.c.drawn_at.is_(None),
            )
            .values(values)
        )
        return done.rowcount > 0


def _taken(row: Row[Any]) -> Taken:
    has = row.coupon_id is not None
    held = Coupon(id=CouponId(row.coupon_id), code=row.code, valid_until=row.valid_until)
    return Taken(bearer=row.bearer, seq=row.seq, coupon=held if has else None)


def _coupon(row: Row[Any]) -> Coupon:
    return Coupon(id=row.id, code=row.code, valid_until=row.valid_until)


def _lottery(row: Row[Any]) -> Lottery:
    return Lottery(
        campaign=row.campaign,
        benefit=row.benefit,
        seed=row.seed,
        commitment=row.commitment,
        opened=row.opened_at,
        entries=None if row.entries is None else tuple(row.entries),
        entries_hash=row.entries_hash or "",
        closed=row.closed_at,
        winners=None if row.winners is None else tuple(row.winners),
        drawn=row.drawn_at,
        drawn_by=row.drawn_by or "",
    )

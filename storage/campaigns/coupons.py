"""Coupon codes: made once, given once, used once."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.before_after import before_after
from bot.core.signups import Redeemed, RedeemState
from storage.bulk import among, listed
from storage.delivery.claims import restored_at
from storage.service.audit import Audit
from storage.tables.campaigns import coupon
from storage.upsert import insert_for


class Coupons:
    """The part of the campaigns that holds the codes."""

    _connection: AsyncConnection

    async def codes_made(self, name: str, pool: str) -> int:
        """How many codes a pool has, those left out that may have been given before a restore."""
        known = counted(await restored_at(self._connection))
        count = await self._connection.scalar(
            select(func.count()).where(coupon.c.campaign == name, coupon.c.pool == pool, known)
        )
        return int(count or 0)

    async def add_codes(
        self,
        name: str,
        pool: str,
        codes: Sequence[tuple[str, str]],
        *,
        valid_until: datetime | None,
    ) -> int:
        """Keep codes (as read, as compared); how many of them nobody had before."""
        if not codes:
            return 0
        life = await restored_at(self._connection)
        rows = [
            {
                "made_under": life,
                "campaign": name,
                "pool": pool,
                "code": code,
                "lookup": lookup,
                "valid_until": valid_until,
            }
            for code, lookup in codes
        ]
        new = insert_for(self._connection, coupon).on_conflict_do_nothing(
            index_elements=[coupon.c.lookup]
        )
        added = await self._connection.execute(new.returning(coupon.c.id), rows)
        return len(added.all())

    async def drop_codes(self, name: str, pool: str, *, keep: Collection[str]) -> None:
        """Forget the codes of a pool that are not listed any more and that nobody has or used.

        The others are given after a restore, too: a shop's own list has no others.
        """
        life = await restored_at(self._connection)
        mine = (coupon.c.campaign == name) & (coupon.c.pool == pool)
        await self._connection.execute(
            update(coupon)
            .where(mine, coupon.c.made_under.is_distinct_from(life))
            .values(made_under=life)
        )
        await self._connection.execute(
            delete(coupon).where(
                mine,
                coupon.c.given_at.is_(None),
                coupon.c.redeemed_at.is_(None),
                ~among(coupon.c.lookup, "keep"),
            ),
            {"keep": listed(keep)},
        )

    async def codes_hold(self, name: str, pool: str, *, until: datetime | None) -> None:
        """Let the codes of a pool that were not used hold until then."""
        await self._connection.execute(
            update(coupon)
            .where(
                coupon.c.campaign == name,
                coupon.c.pool == pool,
                coupon.c.redeemed_at.is_(None),
                coupon.c.valid_until.is_distinct_from(until),
            )
            .values(valid_until=until)
        )

    async def redeem(
        self, readings: Iterable[str], *, by: str, note: str, now: datetime
    ) -> Redeemed:
        """Use a code up; the second who tries learns who did, and when. Audited.

        `readings`: the lookup forms that what was typed may mean, the likeliest first.
        """
        forms = list(readings)
        for form in forms:
            used = await self._use(form, by=by, note=note, now=now)
            if used is not None:
                await Audit(self._connection).note(
                    "coupon.redeem",
                    f"coupon:{used.code}",
                    author=by,
                    now=now,
                    reason=note,
                    details={
                        **before_after({"redeemed_by": None}, {"redeemed_by": by}),
                        "campaign": used.campaign,
                        "student_id": used.student,
                    },
                )
                return used
        return await self.coupon(forms, now)

    async def _use(self, form: str, *, by: str, note: str, now: datetime) -> Redeemed | None:
        # One statement: of two who show the same code at the same instant, one changes the row.
        done = await self._connection.execute(
            update(coupon)
            .where(
                coupon.c.lookup == form,
                coupon.c.redeemed_at.is_(None),
                or_(coupon.c.valid_until.is_(None), coupon.c.valid_until > now),
            )
            .values(redeemed_at=now, redeemed_by=by, note=note)
            .returning(*coupon.c)
        )
        row = done.one_or_none()
        return None if row is None else _redeemed(row, RedeemState.REDEEMED)

    async def coupon(self, readings: Iterable[str], now: datetime) -> Redeemed:
        """How a code stands; `UNKNOWN` where there is no such."""
        forms = list(readings)
        for form in forms:
            rows = await self._connection.execute(select(coupon).where(coupon.c.lookup == form))
            row = rows.one_or_none()
            if row is not None:
                return _redeemed(row, _state(row, now))
        return Redeemed(state=RedeemState.UNKNOWN, code=forms[0] if forms else "")


def counted(life: datetime | None) -> ColumnElement[bool]:
    """The codes that count in a life of the database: all but those that nobody should be given.

    What was not given when a backup was made may have been given before it was put back. Such a
    code can be used, and is never given again.
    """
    known = coupon.c.given_at.is_not(None) | coupon.c.redeemed_at.is_not(None)
    return known | coupon.c.made_under.is_not_distinct_from(life)


def _state(row: Row[Any], now: datetime) -> RedeemState:
    if row.redeemed_at is not None:
        return RedeemState.USED
    over = row.valid_until is not None and row.valid_until <= now
    return RedeemState.EXPIRED if over else RedeemState.VALID


def _redeemed(row: Row[Any], state: RedeemState) -> Redeemed:
    return Redeemed(
        state=state,
        code=row.code,
        campaign=row.campaign,
        pool=row.pool,
        student=row.student_id,
        valid_until=row.valid_until,
        at=row.redeemed_at,
        by=row.redeemed_by or "",
    )

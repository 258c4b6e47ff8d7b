"""Campaigns 活动 on one connection."""

from collections.abc import Sequence
from datetime import datetime
from typing import assert_never

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.signups import Attended, RecordClaim, RecordSignUp
from storage.campaigns.claims import Claims
from storage.campaigns.coupons import Coupons
from storage.campaigns.kept import Kept
from storage.campaigns.notices import Notices
from storage.campaigns.signups import SignUps


class Campaigns(Kept, Claims, Coupons, Notices):
    """Texts, attendance, claims, lotteries, coupons and answers."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self.sign_ups = SignUps(connection)

    async def apply(
        self, records: Sequence[RecordSignUp | RecordClaim | Attended], now: datetime
    ) -> None:
        """Write down what was settled under the campaigns' locks."""
        signed: list[RecordSignUp] = []
        claimed: list[RecordClaim] = []
        came: list[Attended] = []
        for one in records:
            match one:
                case RecordSignUp():
                    signed.append(one)
                case RecordClaim():
                    claimed.append(one)
                case Attended():
                    came.append(one)
                case _:
                    assert_never(one)
        await self.sign_ups.apply(signed, now)
        await self.record(claimed, now)
        await self.attend(came)

"""Is the service of use, and what are its figures: asked by the API, answered by the store."""

from collections.abc import Sequence

from bot.core.errors import GroupkeeperError, StorageAway
from bot.metrics import Metrics, Stored
from bot.web.ports import Check
from storage import schema
from storage.unit import Store


class Health:
    """Looks at the database at the moment of asking."""

    def __init__(self, store: Store, metrics: Metrics) -> None:
        self._store = store
        self._metrics = metrics

    async def checks(self) -> Sequence[Check]:
        """Database, migrations, and the state of each account (told, not required)."""
        try:
            await schema.check(self._store.database)
            async with self._store.read() as unit:
                accounts = await unit.archive.accounts()
        except StorageAway as error:
            return [Check(name="database", ok=False, detail=type(error).__name__)]
        except GroupkeeperError as error:
            return [
                Check(name="database", ok=True),
                Check(name="migrations", ok=False, detail=str(error)),
            ]
        return [
            Check(name="database", ok=True),
            Check(name="migrations", ok=True),
            *(
                Check(
                    name=f"channel {account.channel}",
                    ok=account.state == "logged_in",
                    detail=account.state,
                    needed=False,
                )
                for account in accounts
            ),
        ]

    async def figures(self) -> bytes:
        """Everything in Prometheus' text format."""
        try:
            stored = await self._stored()
        except StorageAway:
            stored = Stored()
        return self._metrics.render(stored)

    async def _stored(self) -> Stored:
        async with self._store.read() as unit:
            accounts = await unit.archive.accounts()
            return Stored(
                deliveries=await unit.outbox.counts(),
                alerts={
                    (str(state), str(severity)): count
                    for (state, severity), count in (await unit.alerts.counts()).items()
                },
                channels={account.channel: account.state for account in accounts},
                poison=await unit.archive.count_poison(),
                oldest_due=await unit.outbox.oldest_due(),
            )

"""Is the service of use, and what are its figures: asked by the API, answered by the store."""

from collections.abc import Callable, Sequence

from bot.core.errors import GroupkeeperError, StorageAway
from bot.metrics import Metrics, Stored
from bot.web.ports import Check
from storage import schema
from storage.unit import Store


class Health:
    """Looks at the database at the moment of asking."""

    def __init__(self, store: Store, metrics: Metrics, *, away: Callable[[], bool]) -> None:
        self._store = store
        self._metrics = metrics
        self._away = away  # whether the database refused what was written last

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
            self._database(),
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

    def _database(self) -> Check:
        """It answers; but a full disk and a locked file are only seen by writing."""
        if self._away():
            return Check(name="database", ok=False, detail="takes nothing now; what came in waits")
        return Check(name="database", ok=True)

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

"""The outbox: every deed that reaches people, from its intent to what became of it.

Effectively once where the platform echoes our posts; at most once, with a person deciding,
where it does not. Never silent. The rules are shared/delivery.md's:

    pending -> claimed -> sending -> sent
                                  -> unknown -> sent | pending (resent once) | held
                          or failed | expired | skipped | cancelled

Notices to colleagues come at least once: a notice twice harms nobody. Those told by direct
message are sent by that channel's account, the others by "alerts".
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.effects import Intent, RaiseAlert
from bot.core.ids import AlertId, DeliveryId, RoomId
from bot.core.outbound import (
    Circumstances,
    Claimed,
    Delivery,
    DeliveryRow,
    DeliveryState,
    Lost,
    Outcome,
    Pace,
    SentByHand,
    Started,
    Wait,
)
from bot.core.seen import SeenMessage
from bot.core.sending import DeliverySettings
from storage.delivery import accounts as outbox_accounts
from storage.delivery import claims as outbox_claims
from storage.delivery import decisions as outbox_decisions
from storage.delivery import echoes as outbox_echoes
from storage.delivery import facts as outbox_facts
from storage.delivery import lists as outbox_lists
from storage.delivery import outcomes as outbox_outcomes
from storage.delivery import reconcile as outbox_reconcile
from storage.delivery import rows as outbox_rows
from storage.delivery import sending as outbox_sending
from storage.delivery import short_links as outbox_short_links
from storage.delivery.spending import Spent, spent
from storage.paging import Page


class Outbox:
    """The outbox of one transaction."""

    def __init__(
        self, connection: AsyncConnection, settings: DeliverySettings | None = None
    ) -> None:
        self._connection = connection
        self._settings = settings or DeliverySettings()

    # ---- the pipeline and the ticker ----------------------------------------------------------

    async def enqueue(self, intents: Sequence[Intent], now: datetime) -> tuple[DeliveryId, ...]:
        """Write intents; a key that is there already changes nothing. The new ones' ids."""
        return await outbox_rows.enqueue(self._connection, intents, now)

    async def settle_echo(self, messages: Sequence[SeenMessage], now: datetime) -> list[RaiseAlert]:
        """Settle deliveries by our own posts as the platform shows them; alerts to raise."""
        return await outbox_echoes.settle_echo(self._connection, messages, now, self._settings)

    async def reconcile(self, now: datetime) -> list[RaiseAlert]:
        """Bring forward what no process works on any more; alerts to raise."""
        return await outbox_reconcile.reconcile(self._connection, now, self._settings)

    # ---- the performer ------------------------------------------------------------------------

    async def drive(self, sender: str, owner: str, now: datetime) -> bool:
        """Take or keep the account for this process; False while another has it, or it pauses."""
        return await outbox_accounts.drive(self._connection, sender, owner, now, self._settings)

    async def next_due(self, sender: str, owner: str, now: datetime) -> datetime | None:
        """`now` when something can be claimed; else when the next delivery is due, if any is."""
        return await outbox_claims.next_due(self._connection, sender, owner, now, self._settings)

    async def claim(self, sender: str, owner: str, now: datetime, limit: int = 1) -> Claimed:
        """Take what is due, oldest first; nothing while another process speaks for the account."""
        return await outbox_claims.claim(
            self._connection, sender, owner, now, limit, self._settings
        )

    async def circumstances(self, delivery: Delivery, now: datetime) -> Circumstances:
        """What may have changed since the deed was decided."""
        return await outbox_facts.circumstances(self._connection, delivery, now)

    async def free_at(self, sender: str, pace: Pace, now: datetime) -> datetime:
        """When the account may speak again by its budget."""
        return await outbox_sending.free_at(self._connection, sender, pace, now)

    async def begin_sending(
        self, delivery: Delivery, *, pace: Pace | None, echoed: bool, now: datetime
    ) -> Started | Wait | Lost:
        """Check lease, fence and budget; commit `sending` with its entry in the ledger.

        `pace` None: no budget. `echoed`: the platform will show the post.
        """
        return await outbox_sending.begin_sending(
            self._connection,
            delivery,
            pace=pace,
            echoed=echoed,
            now=now,
            settings=self._settings,
        )

    async def may_send(self, delivery: Delivery) -> float:
        """Seconds for which the claim still holds; 0.0: hands off. Asked right before the call."""
        return await outbox_sending.may_send(self._connection, delivery)

    async def split(
        self, delivery: Delivery, texts: Sequence[str], now: datetime
    ) -> Delivery | Lost:
        """Make several deliveries of one that is too long; the first, still claimed."""
        return await outbox_sending.split(self._connection, delivery, texts, now)

    async def shorten(self, delivery: Delivery, base: str, now: datetime) -> Delivery | Lost:
        """Put short links below `base` in the place of a post's links, so that clicks count."""
        return await outbox_short_links.shorten(self._connection, delivery, base, now)

    async def settle(self, delivery: Delivery, outcome: Outcome, now: datetime) -> list[RaiseAlert]:
        """Write down what came of it; alerts to raise."""
        return await outbox_outcomes.settle(
            self._connection, delivery, outcome, now, self._settings
        )

    async def leave_account(self, sender: str, owner: str) -> None:
        """Let another process speak for the account at once."""
        await outbox_accounts.leave_account(self._connection, sender, owner)

    # ---- people -------------------------------------------------------------------------------

    async def release_held(self, delivery: DeliveryId, author: str, now: datetime) -> bool:
        """Send a held delivery after all; False when it is not held (any more). Audited."""
        return await outbox_decisions.release_held(self._connection, delivery, author, now)

    async def cancel(self, delivery: DeliveryId, author: str, now: datetime) -> bool:
        """Do not send it (again); False when it is on its way or settled. Audited."""
        return await outbox_decisions.cancel(self._connection, delivery, author, now)

    async def mark_sent(self, delivery: DeliveryId, word: SentByHand, now: datetime) -> bool:
        """It was sent, says a person; False when it is not held nor unknown. Audited."""
        return await outbox_decisions.mark_sent(self._connection, delivery, word, now)

    async def holds(self, sender: str, room: RoomId | None) -> bool:
        """Whether something is held there that a person decides on."""
        return await outbox_lists.holds(self._connection, sender, room)

    async def call_off(self, keys: Collection[str], author: str, now: datetime) -> None:
        """Cancel the deliveries of these keys that have not gone out. Audited."""
        await outbox_decisions.call_off(self._connection, keys, author, now)

    async def was_done(self, key: str) -> bool:
        """Whether the delivery of this key went out, or may have."""
        return await outbox_lists.was_done(self._connection, key)

    async def restored(self) -> datetime | None:
        """When the database was last put back from a backup; None: never."""
        return await outbox_claims.restored_at(self._connection)

    async def order_again(self, key: str, author: str, now: datetime) -> bool:
        """Try what was not done again; False where nothing of this key has failed. Audited."""
        return await outbox_decisions.order_again(self._connection, key, author, now)

    async def delivery(self, delivery: DeliveryId) -> DeliveryRow | None:
        """One delivery; None where there is no such."""
        return await outbox_lists.delivery(self._connection, delivery)

    async def by_key(self, key: str) -> DeliveryRow | None:
        """The delivery of this key; None where there is no such."""
        return await outbox_lists.by_key(self._connection, key)

    async def deliveries(
        self,
        *,
        state: DeliveryState | None = None,
        room: RoomId | None = None,
        within: Collection[RoomId] | None = None,
        after: str | None = None,
        limit: int = 50,
    ) -> Page[DeliveryRow]:
        """Deliveries, newest first."""
        return await outbox_lists.deliveries(
            self._connection, state=state, room=room, within=within, after=after, limit=limit
        )

    async def told_of(self, alert: AlertId) -> list[DeliveryRow]:
        """How an alert was brought to colleagues, the oldest first."""
        return await outbox_lists.told_of(self._connection, alert)

    async def spent(self, sender: str, now: datetime) -> Spent:
        """How much of its send budget an account has used."""
        return await spent(self._connection, sender, now)

    async def counts(self) -> dict[str, int]:
        """How many deliveries stand in each state."""
        return await outbox_lists.counts(self._connection)

    async def waiting_by_sender(self) -> dict[str, int]:
        """How many deliveries of each sender are not settled yet."""
        return await outbox_lists.waiting_by_sender(self._connection)

    async def oldest_due(self) -> datetime | None:
        """Since when the oldest delivery waits that is not settled; None: none waits."""
        return await outbox_lists.oldest_due(self._connection)

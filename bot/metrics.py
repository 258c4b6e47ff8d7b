"""Figures for Prometheus: what came in, how fast it was committed, what waits, what went wrong.

Labels are kinds, states and configured names, never ids or texts.
"""

from collections import Counter as Tally
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    generate_latest,
)

from bot.core.effects import Effect, Intent, RaiseAlert, RecordLead, RecordVerdicts
from bot.core.events import Event, GapFound
from bot.core.ports import Clock
from bot.core.seen import Seen, SeenMessage

_COMMIT = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_BATCH = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024)
_LAG = (0.05, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 3600)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What the database says at the moment of asking."""

    deliveries: Mapping[str, int] = field(default_factory=dict)  # by state
    alerts: Mapping[tuple[str, str], int] = field(default_factory=dict)  # by state and severity
    channels: Mapping[str, str] = field(default_factory=dict)  # the state of each account
    poison: int = 0  # that waits for somebody
    oldest_due: datetime | None = None  # of the deliveries that wait


class Metrics:
    """Counts while the service runs; has a registry of its own, so that tests can have many."""

    def __init__(self, *, clock: Clock, waiting: Callable[[], int] = lambda: 0) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]  # prometheus-client has no types
        self._clock = clock
        own = self.registry = CollectorRegistry()
        self._events = Counter("gk_events", "Events committed", ["channel", "kind"], registry=own)
        self._effects = Counter("gk_effects", "Effects decided", ["kind"], registry=own)
        self._verdicts = Counter("gk_verdicts", "Verdicts", ["detector"], registry=own)
        self._flagged = Counter("gk_flagged", "Messages that were flagged", registry=own)
        self._leads = Counter("gk_leads", "Leads found", ["category"], registry=own)
        self._raised = Counter("gk_alerts_raised", "Alerts", ["kind", "severity"], registry=own)
        self._batch = Histogram("gk_batch_events", "Events a batch", buckets=_BATCH, registry=own)
        self._commit = Histogram(
            "gk_commit_seconds", "From taking a batch to its commit", buckets=_COMMIT, registry=own
        )
        self._lag = Histogram(
            "gk_event_lag_seconds", "From being said to commit", buckets=_LAG, registry=own
        )
        self._set_aside = Counter("gk_poison", "Events set aside", ["channel"], registry=own)
        self._gaps = Counter("gk_gaps", "Times a channel could not hear", ["channel"], registry=own)
        self._deaf = Counter("gk_gap_seconds", "Time a channel was deaf", ["channel"], registry=own)
        self._away = Counter("gk_storage_away", "Times the database was away", registry=own)
        self._failed = Counter("gk_duty_failed", "Duties that failed", ["duty"], registry=own)
        Gauge("gk_queue_events", "Events that wait", registry=own).set_function(waiting)
        self._stored = _StoredGauges(own)

    def committed(self, seen: Sequence[Seen], effects: Sequence[Effect], seconds: float) -> None:
        """A batch is safe."""
        self._commit.observe(seconds)
        self._batch.observe(len(seen))
        now = self._clock.now()
        kinds = Tally((str(s.event.channel), type(s.event).__name__) for s in seen)
        for (channel, kind), count in kinds.items():
            self._events.labels(channel, kind).inc(count)
        for one in seen:
            if isinstance(one, SeenMessage):
                self._lag.observe(max(0.0, (now - one.event.at).total_seconds()))
            elif isinstance(one.event, GapFound):
                self._note_gap(one.event)
        for effect in effects:
            self._note_effect(effect)

    def _note_gap(self, gap: GapFound) -> None:
        self._gaps.labels(gap.channel).inc()
        self._deaf.labels(gap.channel).inc(max(0.0, (gap.until - gap.since).total_seconds()))

    def _note_effect(self, effect: Effect) -> None:
        shown = effect.deed if isinstance(effect, Intent) else effect
        self._effects.labels(type(shown).__name__).inc()
        if isinstance(effect, RecordVerdicts):
            for verdict in effect.spam.verdicts:
                self._verdicts.labels(verdict.detector).inc()
            self._flagged.inc(int(effect.spam.flagged))
        elif isinstance(effect, RecordLead):
            self._leads.labels(effect.lead.category).inc()
        elif isinstance(effect, RaiseAlert):
            self._raised.labels(effect.kind, effect.severity.value).inc()

    def set_aside(self, event: Event) -> None:
        """An event was poison."""
        self._set_aside.labels(event.channel).inc()

    def storage_away(self) -> None:
        """The database did not answer."""
        self._away.inc()

    def duty_failed(self, duty: str) -> None:
        """One of the ticker's duties failed."""
        self._failed.labels(duty).inc()

    def render(self, stored: Stored) -> bytes:
        """Everything in Prometheus' text format."""
        self._stored.show(stored, self._clock.now())
        return generate_latest(self.registry)


class _StoredGauges:
    def __init__(self, registry: CollectorRegistry) -> None:
        self._deliveries = Gauge(
            "gk_deliveries", "Deliveries by state", ["state"], registry=registry
        )
        self._alerts = Gauge("gk_alerts", "Alerts", ["state", "severity"], registry=registry)
        self._channels = Gauge(
            "gk_channel",
            "1 for the state an account is in",
            ["channel", "state"],
            registry=registry,
        )
        self._poison = Gauge("gk_poison_waiting", "Poison nobody has looked at", registry=registry)
        self._late = Gauge(
            "gk_delivery_lag_seconds", "How late the oldest waiting delivery is", registry=registry
        )

    def show(self, stored: Stored, now: datetime) -> None:
        for gauge in (self._deliveries, self._alerts, self._channels):
            gauge.clear()  # a state that nothing is in any more must not stand there
        for state, count in stored.deliveries.items():
            self._deliveries.labels(state).set(count)
        for (state, severity), count in stored.alerts.items():
            self._alerts.labels(state, severity).set(count)
        for channel, state in stored.channels.items():
            self._channels.labels(channel, state).set(1)
        self._poison.set(stored.poison)
        due = stored.oldest_due
        late = 0.0 if due is None else max(0.0, (now - due).total_seconds())
        self._late.set(late)

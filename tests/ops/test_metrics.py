"""Figures for Prometheus: what was committed, what waits, what went wrong."""

from prometheus_client.parser import text_string_to_metric_families

from bot.clock import ManualClock
from bot.core.effects import Intent, RaiseAlert, RecordLead, RecordVerdicts, Say, Severity
from bot.core.events import GapFound
from bot.core.ids import ChannelName, EventRef, MessageId, RoomId, StudentId
from bot.core.seen import SeenEvent
from bot.core.verdicts import LeadFound, SpamScore, Verdict
from bot.metrics import Metrics, Stored
from tests.support.builders import NOON, after, message, seen, seen_join

VERDICT = Verdict(detector="links", score=0.9, reason="4 个链接")


def figures(metrics, stored=None):
    text = metrics.render(stored or Stored()).decode()
    return {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_events_are_counted_by_channel_and_kind():
    metrics = Metrics(clock=ManualClock(after(seconds=3)))

    metrics.committed([seen(), seen(), seen_join(1)], [], 0.004)

    found = figures(metrics)
    assert found["gk_events_total", "MessageReceived", "sim"] == 2
    assert found["gk_events_total", "MembersJoined", "sim"] == 1
    assert found["gk_commit_seconds_count",] == 1
    assert found["gk_commit_seconds_bucket", "0.005"] == 1
    assert found["gk_event_lag_seconds_bucket", "2.5"] == 0
    assert found["gk_event_lag_seconds_bucket", "5.0"] == 2


def test_what_was_decided_is_counted_by_its_kind():
    metrics = Metrics(clock=ManualClock(NOON))
    spam = SpamScore(score=0.9, flagged=True, verdicts=(VERDICT,))
    lead = LeadFound(category="course", score=0.7, words=("报名",))
    metrics.committed(
        [seen()],
        [
            RecordVerdicts(message=MessageId(1), room=None, student=None, spam=spam),
            RecordLead(student=StudentId(10001), room=None, message=MessageId(1), lead=lead),
            RaiseAlert(kind="lead", severity=Severity.INFO, reason="", advice="", group="g"),
            Intent(deed=Say(room=RoomId(1), text="hi"), key="k", reason=""),
        ],
        0.1,
    )

    found = figures(metrics)
    assert found["gk_verdicts_total", "links"] == 1
    assert found["gk_flagged_total",] == 1
    assert found["gk_leads_total", "course"] == 1
    assert found["gk_alerts_raised_total", "info", "lead"] == 1
    assert found["gk_effects_total", "Say"] == 1


def test_gaps_poison_and_trouble_are_counted():
    metrics = Metrics(clock=ManualClock(NOON), waiting=lambda: 42)
    gap = GapFound(
        channel=ChannelName("wx"), ref=EventRef("g"), at=NOON, since=after(minutes=-2), until=NOON
    )
    metrics.committed([SeenEvent(event=gap, room=None)], [], 0.1)
    metrics.set_aside(message("坏"))
    metrics.storage_away()
    metrics.duty_failed("plans")

    found = figures(metrics)
    assert found["gk_gaps_total", "wx"] == 1
    assert found["gk_gap_seconds_total", "wx"] == 120
    assert found["gk_poison_total", "sim"] == 1
    assert found["gk_storage_away_total",] == 1
    assert found["gk_duty_failed_total", "plans"] == 1
    assert found["gk_queue_events",] == 42


def test_what_the_database_says_replaces_what_it_said_before():
    metrics = Metrics(clock=ManualClock(after(seconds=90)))
    first = Stored(
        deliveries={"pending": 3}, channels={"wx": "scan"}, poison=2, oldest_due=NOON,
        alerts={("open", "critical"): 1},
    )  # fmt: skip

    before = figures(metrics, first)
    now = figures(metrics, Stored(channels={"wx": "logged_in"}))

    assert before["gk_deliveries", "pending"] == 3
    assert before["gk_alerts", "critical", "open"] == 1
    assert (before["gk_poison_waiting",], before["gk_delivery_lag_seconds",]) == (2, 90)
    assert ("gk_channel", "scan", "wx") not in now
    assert now["gk_channel", "logged_in", "wx"] == 1
    assert now["gk_delivery_lag_seconds",] == 0


def test_figures_say_nothing_of_people_or_texts():
    metrics = Metrics(clock=ManualClock(NOON))

    metrics.committed([seen("加V领资料", sender=7)], [], 0.1)

    text = metrics.render(Stored()).decode()
    assert "加V" not in text
    assert "u7" not in text

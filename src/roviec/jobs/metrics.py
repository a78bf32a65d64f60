"""The state of the machinery as Prometheus reads it. Made anew from the database for each reading: web processes share nothing."""

from datetime import datetime

from prometheus_client import CollectorRegistry, Gauge

from roviec import __version__
from roviec.jobs.queries import system_queue


def registry(system_now: datetime) -> CollectorRegistry:
    """Numbers, and ages in seconds; no names of people and no addresses. A handful of queries."""
    found, state = CollectorRegistry(), system_queue(system_now)

    def gauge(name: str, help_text: str, *labels: str) -> Gauge:
        return Gauge(f"roviec_{name}", help_text, labels, registry=found)

    def age(instant: datetime | None) -> float:
        return (system_now - instant).total_seconds() if instant else 0.0

    gauge("build", "Version of the program", "version").labels(__version__).set(1)
    gauge("workers_alive", "Workers that gave a sign of life within three ticks").set(
        state.worker.workers if state.worker.alive else 0
    )
    gauge("worker_silence_seconds", "Since the last sign of life of any worker").set(age(state.worker.last_at))
    gauge("worker_tick_seconds", "Length of the last tick").set(state.worker.busy_ms / 1000)
    gauge("worker_failing", "1 when a step of the last tick failed").set(bool(state.worker.note))
    gauge("outbox_waiting", "Announcements that nobody has been told of").set(state.outbox.count)
    gauge("outbox_failing", "Of these, tried in vain").set(state.outbox.failing)
    gauge("outbox_oldest_seconds", "Age of the oldest of these").set(age(state.outbox.oldest))
    waiting = gauge("messages_waiting", "Messages not sent yet", "channel")
    failing = gauge("messages_failing", "Of these, tried in vain", "channel")
    oldest = gauge("messages_oldest_seconds", "Age of the oldest that is due", "channel")
    sent = gauge("messages_sent_day", "Messages sent in the last 24 hours", "channel")
    failed = gauge("messages_failed_day", "Messages given up in the last 24 hours", "channel", "kind")
    for one in state.queues:
        waiting.labels(one.channel).set(one.waiting)
        failing.labels(one.channel).set(one.failing)
        oldest.labels(one.channel).set(age(one.oldest))
        sent.labels(one.channel).set(one.sent)
        for kind, n in one.failed.items():
            failed.labels(one.channel, kind).set(n)
    return found

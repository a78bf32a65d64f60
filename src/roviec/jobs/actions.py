"""The worker's signs of life. Machinery, not work: no ledger entries."""

from datetime import datetime, timedelta

from roviec.jobs.models import Heartbeat

# Rows of workers that are gone; long enough to see in the morning that one fell silent at night.
KEPT = timedelta(days=2)


def beat(worker: str, at: datetime, *, tick: int, busy_ms: int = 0, note: str = "") -> None:
    """`at` is system time; `note` says which steps failed in the last tick, "" for none."""
    Heartbeat.objects.update_or_create(
        worker=worker, defaults={"at": at, "tick": tick, "busy_ms": busy_ms, "note": note[:200]}
    )


def still_alive(worker: str, at: datetime) -> None:
    """A sign of life in the middle of a long tick."""
    Heartbeat.objects.filter(worker=worker).update(at=at)


def forget_the_dead(at: datetime) -> int:
    return Heartbeat.objects.filter(at__lt=at - KEPT).delete()[0]


def sign_off(worker: str) -> None:
    """The worker ends as it was told to: its row goes, its silence is no alarm while others run."""
    Heartbeat.objects.filter(worker=worker).delete()

"""The worker's signs of life. Machinery, not work: no ledger entries."""

from datetime import datetime, timedelta

from django.db.models import Q

from roviec.jobs.models import Heartbeat, Wake

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


# Longer than a step that somebody waits for takes.
WAKE_LEASE = timedelta(minutes=1)


def ask_for(step: str, at: datetime) -> None:
    """Asking twice is asking once; asking while it runs is asking anew."""
    Wake.objects.update_or_create(step=step, defaults={"asked_at": at, "leased_until": None})


def take_wake(at: datetime) -> Wake | None:
    """A step that is asked for, the caller's for WAKE_LEASE."""
    free = Q(leased_until=None) | Q(leased_until__lt=at)
    for wake in Wake.objects.filter(free).order_by("asked_at"):
        wake.leased_until = at + WAKE_LEASE
        if Wake.objects.filter(free, pk=wake.pk, asked_at=wake.asked_at).update(leased_until=wake.leased_until):
            return wake
    return None


def wake_done(wake: Wake) -> None:
    """Gone, unless it was asked for anew meanwhile."""
    Wake.objects.filter(pk=wake.pk, asked_at=wake.asked_at, leased_until=wake.leased_until).delete()

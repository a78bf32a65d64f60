"""After a pass a clock has an open late spell exactly when its standing is OPEN_LATE, whatever happened to it before."""

from datetime import datetime, timedelta

from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from roviec.core.actor import Actor
from roviec.core.standing import Standing
from roviec.custody.actions import note_lateness
from roviec.custody.models import Clock, LateSpell
from roviec.custody.queries import standing_of
from tests.work.town import NOW, Town

ahead = st.none() | st.integers(-200, 200)
past = st.none() | st.integers(-200, 0)

facts = st.fixed_dictionaries(
    {
        "due": ahead,
        "suspended_since": past,
        "finished_at": past,
        "closed_at": past,
        "closing": st.sampled_from(["done", "cancelled"]),
        "counts": st.booleans(),
    }
)
MOMENTS = ("due", "suspended_since", "finished_at", "closed_at")


def put(clock: Clock, given: dict, now: datetime) -> None:
    """Hours from `now`: what happened lies in the past, a due date anywhere."""
    for name in MOMENTS:
        setattr(clock, name, None if given[name] is None else now + timedelta(hours=given[name]))
    clock.closing = given["closing"] if clock.closed_at else ""
    clock.counts = given["counts"]


# Shrinking a failure would replay it against the database for minutes.
@settings(
    max_examples=60,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.tuples(facts, facts), min_size=1, max_size=6), st.integers(0, 300))
def test_spells_agree_with_the_standing(town: Town, worker: Actor, lives: list[tuple[dict, dict]], step: int) -> None:
    later = NOW + timedelta(hours=step)
    with transaction.atomic():
        unit, clocks = town.units["culture"], []
        for before, _ in lives:
            clock = Clock(
                kind="task",
                body=town.units["ward"],
                unit=unit,
                holder_unit=unit,
                held_since=NOW - timedelta(days=30),
                started_at=NOW - timedelta(days=30),
                last_sign_at=NOW,
            )
            put(clock, before, NOW)
            clocks.append(clock)
        Clock.objects.bulk_create(clocks)
        agree(clocks, NOW, worker)
        for clock, (_, after) in zip(clocks, lives, strict=True):
            put(clock, after, later)
            clock.save(update_fields=[*MOMENTS, "closing", "counts"])
        agree(clocks, later, worker)
        transaction.set_rollback(True)


def agree(clocks: list[Clock], now: datetime, worker: Actor) -> None:
    note_lateness(now, worker)
    for clock in clocks:
        late = clock.counts and standing_of(clock, now) is Standing.OPEN_LATE
        assert LateSpell.objects.filter(clock=clock, until=None).exists() is late
        clock.refresh_from_db(fields=["late_since"])
        assert (clock.late_since is not None) is late
    for spell in LateSpell.objects.exclude(until=None):
        assert spell.since < spell.until

"""The demo city: its snapshot is what its sources give, loads into either database, and holds every state that the pages show."""

import os
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.custody.models import Clock, Extension, Hold, HoldKind
from roviec.custody.queries import standing_expression
from roviec.demo import clock
from roviec.demo.building import MORNING
from roviec.demo.city import build_city
from roviec.demo.opening import OPENS_AT, accounts, open_demo
from roviec.demo.snapshot import facts_digest, shipped_facts
from roviec.directives.models import Directive
from roviec.evaluation.models import ScoringPeriod
from roviec.evaluation.queries.periods import is_intact
from roviec.ledger.verify import verify_ledger
from roviec.organisation.models import Absence, Mandate, Officer, Restructuring, Unit
from roviec.organisation.models.unit import Level
from roviec.organisation.queries.actors import worker_actor
from roviec.work.models import Task, TaskState


@pytest.fixture
def demo(settings, tmp_path: Path, transactional_db: None):
    settings.DEMO, settings.VAR = True, tmp_path
    clock._seen = None
    assert open_demo()
    yield
    clock._seen = None
    settings.DEMO = False
    call_command("flush", interactive=False, verbosity=0)


def test_the_rows_of_the_city_are_the_same_every_time() -> None:
    assert build_city() == build_city()


def test_the_shipped_city_is_whole_and_opens_with_passwords_of_its_own_and_a_clock_that_only_runs_forward(
    demo: None,
) -> None:
    """In one test: the city is loaded once, which takes as long as fifty others."""
    is_whole_and_shows_every_state()
    has_passwords_of_its_own_and_a_clock_that_only_runs_forward()


def is_whole_and_shows_every_state() -> None:
    assert facts_digest() == shipped_facts()
    assert verify_ledger(signatures=False).sound

    wards = Unit.objects.filter(level=Level.COMMUNE, is_body=True, side="state")
    assert wards.count() == 168
    assert 2_000 <= Officer.objects.count() <= 2_600
    largest = Counter(Mandate.objects.filter(valid_to=None).values_list("post__unit", flat=True)).most_common(1)[0][1]
    assert largest == 40
    two_mandates = Counter(Mandate.objects.filter(valid_to=None).values_list("officer", flat=True)).values()
    assert sum(count > 1 for count in two_mandates) >= 168
    assert Mandate.objects.filter(kind__in=("quyen", "phu_trach")).exists()
    assert Absence.objects.filter(substitute__isnull=False).count() >= 20
    assert Restructuring.objects.get().state == Restructuring.State.DONE

    standings = set(
        Clock.objects.filter(counts=True).annotate(s=standing_expression(MORNING)).values_list("s", flat=True)
    )
    assert {"done_on_time", "done_late", "open_on_time", "due_soon", "open_late", "suspended"} <= standings
    assert {TaskState.ASSIGNED, TaskState.REFUSED, TaskState.SUBMITTED, TaskState.CANCELLED} <= set(
        Task.objects.values_list("state", flat=True)
    )
    open_holds = Hold.objects.filter(until=None).values_list("kind", flat=True)
    assert {HoldKind.UNNAMED, HoldKind.WORKING, HoldKind.SIGNATURE, HoldKind.ACCEPTANCE} <= set(open_holds)
    assert Extension.objects.filter(state="asked").exists()
    handed = Counter(
        Hold.objects.filter(how__in=("rearranged", "beyond_ability", "absence")).values_list("clock", flat=True)
    )
    assert max(handed.values()) >= 2
    assert Unit.objects.filter(is_external=True).exists()
    assert any(directive.readdressed for directive in Directive.objects.defer("content"))
    periods = ScoringPeriod.objects.order_by("starts_on")
    assert Counter(periods.values_list("period", "state")) == {
        ("2026-01", "closed"): 2, ("2026-02", "closed"): 2, ("2026-03", "open"): 2,
    }  # fmt: skip
    assert all(is_intact(one) for one in periods.filter(state="closed"))
    assert not Directive.objects.filter(number__in=("617/KH-UBND", "11554/VPCP-V.I")).exists(), "kept out for newcomers"


def has_passwords_of_its_own_and_a_clock_that_only_runs_forward() -> None:
    given = accounts()
    assert len({one.password for one in given}) == len(given) == 11
    assert (Path(settings.VAR) / "demo-accounts.json").stat().st_mode & 0o077 == 0
    assert not open_demo(), "a city that is there is not loaded again"

    assert abs(clock.offset() - (OPENS_AT - clock.system_now())) < timedelta(minutes=10)
    with pytest.raises(Invalid):
        clock.set_clock(OPENS_AT - timedelta(days=1), by=worker_actor())
    clock.set_clock(OPENS_AT + timedelta(days=10), by=worker_actor())
    settings.DEMO = False
    with pytest.raises(Denied):
        clock.set_clock(OPENS_AT + timedelta(days=20), by=worker_actor())
    assert clock.offset() == timedelta(0), "outside a demo business time is real time"
    settings.DEMO = True


@pytest.mark.slow
@pytest.mark.skipif(
    "DATABASE_URL" in os.environ, reason="the builder runs on a database file of its own, whatever this run uses"
)
def test_the_snapshot_is_what_the_sources_give_through_the_real_import(tmp_path: Path) -> None:
    environment = os.environ | {"ROVIEC_DEMO": "1", "ROVIEC_VAR": str(tmp_path)}
    for words in (["migrate"], ["demo", "build"]):
        done = subprocess.run(
            [sys.executable, "-m", "roviec.cli.main", *words],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr[-2000:]

"""`core.standing` in SQL: the same rule on rows, checked against it by a test."""

from dataclasses import fields
from datetime import datetime
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, Count, DateTimeField, F, Func, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.db.models.sql.compiler import SQLCompiler

from roviec.core.standing import Counts, Standing, standing
from roviec.custody.models import Clock


def judged_at(now: datetime, prefix: str = "") -> Combinable:
    """The instant at which an open clock's lateness is judged: when the work was handed in, while acceptance is awaited; else now."""
    return Coalesce(F(f"{prefix}finished_at"), Value(now, output_field=DateTimeField()))


def standing_q(one: Standing, now: datetime, prefix: str = "") -> Q:
    """The condition for one standing, each excluding the others; usable in filters, where indexes serve it."""

    def q(**conditions: Any) -> Q:
        return Q(**{f"{prefix}{name}": value for name, value in conditions.items()})

    open_ = q(closed_at__isnull=True)
    running = open_ & q(suspended_since__isnull=True)
    late = q(due__lt=judged_at(now, prefix))
    in_time = q(due__gte=judged_at(now, prefix))
    done = q(closing=Clock.Closing.DONE)
    finished = Coalesce(F(f"{prefix}finished_at"), F(f"{prefix}closed_at"))
    match one:
        case Standing.CANCELLED:
            return q(closing=Clock.Closing.CANCELLED)
        case Standing.DONE_LATE:
            return done & q(due__lt=finished)
        case Standing.DONE_ON_TIME:
            return done & (q(due__isnull=True) | q(due__gte=finished))
        case Standing.SUSPENDED:
            return open_ & q(suspended_since__isnull=False)
        case Standing.NO_DUE:
            return running & q(due__isnull=True)
        case Standing.OPEN_LATE:
            return running & late & q(due__lt=now)
        case Standing.DUE_SOON:
            return running & in_time & q(soon_from__lte=now)
        case Standing.OPEN_ON_TIME:
            return running & in_time & (q(soon_from__gt=now) | q(soon_from__isnull=True))


class StandingCase(Func):
    """The same conditions as one CASE. Written as text, because making it of Q objects takes Django longer than the whole query takes
    the database; `tests/custody` checks it against the rule."""

    output_field = CharField()

    def __init__(self, now: datetime, prefix: str = "") -> None:
        names = ("closing", "due", "finished_at", "closed_at", "suspended_since", "soon_from")
        super().__init__(*(F(f"{prefix}{name}") for name in names), Value(now, output_field=DateTimeField()))

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        *columns, (now, moment) = [compiler.compile(one) for one in self.get_source_expressions()]
        closing, due, finished, closed, suspended, soon_from = (sql for sql, _none in columns)
        judged = f"COALESCE({finished}, {now})"
        done = f"{closing} = '{Clock.Closing.DONE.value}'"
        cases = (
            (f"{closing} = '{Clock.Closing.CANCELLED.value}'", Standing.CANCELLED),
            (f"{done} AND {due} < COALESCE({finished}, {closed})", Standing.DONE_LATE),
            (done, Standing.DONE_ON_TIME),
            (f"{suspended} IS NOT NULL", Standing.SUSPENDED),
            (f"{due} IS NULL", Standing.NO_DUE),
            (f"{due} < {judged} AND {due} < {now}", Standing.OPEN_LATE),
            (f"{due} >= {judged} AND {soon_from} <= {now}", Standing.DUE_SOON),
        )
        whens = " ".join(f"WHEN {condition} THEN '{one.value}'" for condition, one in cases)
        sql = f"CASE {whens} ELSE '{Standing.OPEN_ON_TIME.value}' END"
        return sql, [*moment] * 4


def standing_expression(now: datetime, prefix: str = "") -> StandingCase:
    """Gives the value of `core.standing.Standing` for each row of Clock (or of a model that reaches it by `prefix`, "clock__")."""
    return StandingCase(now, prefix)


def standing_of(clock: Clock, now: datetime) -> Standing:
    """Where one clock stands, by the rule itself. Handed in and not yet accepted: open, judged when it was handed in."""
    closed = clock.closed_at is not None
    near = clock.soon_from is not None and clock.soon_from <= now
    return standing(
        due=clock.due,
        finished_at=(clock.finished_at or clock.closed_at) if closed else None,
        cancelled=clock.closing == Clock.Closing.CANCELLED,
        suspended=clock.suspended_since is not None,
        now=now if closed else clock.finished_at or now,
        soon_until=clock.due if near else None,
    )


def four_counts(clocks: QuerySet[Any], now: datetime, prefix: str = "") -> Counts:
    """The counts of the leaves among the clocks (or among rows that reach theirs by `prefix`), in one query."""
    rows = _leaves(clocks, now, prefix).values_list("stands").annotate(n=Count("pk"))
    return counts_from(dict(rows))


def four_counts_by(clocks: QuerySet[Any], now: datetime, field: str, prefix: str = "") -> dict[Any, Counts]:
    """The counts per value of a field ("unit", "holder_post"), in one query; values without a leaf are left out."""
    found: dict[Any, dict[str, int]] = {}
    for value, stands, n in _leaves(clocks, now, prefix).values_list(field, "stands").annotate(n=Count("pk")):
        found.setdefault(value, {})[stands] = n
    return {value: counts_from(counted) for value, counted in found.items()}


def _leaves(clocks: QuerySet[Any], now: datetime, prefix: str) -> QuerySet[Any]:
    leaves = clocks.filter(**{f"{prefix}counts": True}).order_by()
    return leaves.annotate(stands=standing_expression(now, prefix))


def counts_from(by_standing: dict[str, int]) -> Counts:
    """Of how many stand so, by the values of `core.standing.Standing`, the counts; due soon is in time too."""
    counted = {f.name: by_standing.get(f.name, 0) for f in fields(Counts)}
    counted["open_on_time"] += counted["due_soon"]
    return Counts(**counted)

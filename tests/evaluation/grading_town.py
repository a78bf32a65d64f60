"""The town of `tests.work` at the end of 2026, with a year of confirmed sheets behind it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from roviec.core.actor import Actor
from roviec.evaluation.models import Grade, ScoringPeriod, Sheet
from roviec.evaluation.queries.grades import role_of
from roviec.organisation.models.post import Rank
from roviec.organisation.queries.actors import actor_for
from tests.work.town import Town, build

# Monday 28 December 2026, 08:00 in Ho Chi Minh City.
NOW = datetime(2026, 12, 28, 1, 0, tzinfo=UTC)


def later(days: float = 0) -> datetime:
    return NOW + timedelta(days=days)


@dataclass
class Grading:
    town: Town
    periods: dict[str, ScoringPeriod] = field(default_factory=dict)

    def actor(self, key: str) -> Actor:
        return actor_for(self.town.accounts[key], self.town.mandates[key], NOW.date())

    def sheets(self, key: str, totals: Sequence[str], body: str = "ward") -> list[Sheet]:
        """One confirmed sheet per month from January, with these totals."""
        mandate = self.town.mandates[key]
        post = mandate.post
        made = []
        for month, total in enumerate(totals, 1):
            made.append(
                Sheet.objects.create(
                    period=self.period(f"2026-{month:02}", body),
                    officer=mandate.officer,
                    mandate=mandate,
                    unit=post.unit,
                    role=role_of(post),
                    state=Sheet.State.CONFIRMED,
                    total=total,
                    score={"total": total},
                    confirmed_at=NOW,
                    own_points={"I.1": "5", "II.2": "2.5"},
                    strengths="Chủ động",
                )
            )
        return made

    def period(self, key: str, body: str) -> ScoringPeriod:
        if f"{body} {key}" not in self.periods:
            month = int(key[-2:])
            self.periods[f"{body} {key}"] = ScoringPeriod.objects.create(
                body=self.town.units[body],
                period=key,
                starts_on=date(2026, month, 1),
                ends_on=date(2026, month, 28),
                ruleset="nd-335-2025",
            )
        return self.periods[f"{body} {key}"]

    def grade(self, key: str) -> Grade:
        return Grade.objects.get(officer__code=key, year=2026, replaced_at=None)


def build_grading() -> Grading:
    """The ward has a personnel office beside what `tests.work` knows."""
    town = build()
    town.seat("clerk", "office", "Chuyên viên tổ chức", Rank.STAFF, keeps_register=True, seat=3)
    return Grading(town)

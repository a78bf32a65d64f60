"""The electronic file of an official and a year (art. 24): forms 01 of every period, form 02, minutes, comment, appeals, other papers."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from roviec.core.actor import Actor, ActorKind
from roviec.evaluation.models import Appeal, Conduct, FilePaper, Grade, Sheet
from roviec.evaluation.queries.grades import grades_visible_to
from roviec.evaluation.queries.sheets import sheets_visible_to
from roviec.organisation.models import Mandate, Officer
from roviec.organisation.queries.holders import holder_of

SHEETS = ("period", "period__body", "period__agency", "unit", "officer", "mandate__post", "confirmed_by_post")
GRADES = ("officer", "unit", "body", "decided_by_post")


@dataclass(frozen=True, slots=True)
class YearFile:
    """What the actor may see of it. `grades`: the one in force first, then those that it replaced."""

    officer: Officer
    year: int
    sheets: list[Sheet]
    grades: list[Grade]
    papers: list[FilePaper]
    appeals: list[Appeal]
    conduct: list[Conduct]

    @property
    def grade(self) -> Grade | None:
        return self.grades[0] if self.grades else None


def year_file(officer: UUID, year: int, actor: Actor) -> YearFile:
    """Raises Officer.DoesNotExist for somebody of whom the actor may see nothing: like one who is not there."""
    grades = list(
        grades_visible_to(actor)
        .filter(officer=officer, year=year)
        .select_related(*GRADES)
        .order_by("-replaced_at", "-pk")
    )
    grades.sort(key=lambda one: one.replaced_at is not None)
    sheets = list(
        _sheets_seen(actor, bool(grades))
        .filter(officer=officer, period__period__startswith=f"{year}-")
        .select_related(*SHEETS)
        .order_by("period__starts_on")
    )
    if not grades and not sheets and officer != actor.officer_id:
        raise Officer.DoesNotExist
    who = Officer.objects.get(pk=officer)
    whole = bool(grades) or officer == actor.officer_id
    of_both = Q(sheet__in=sheets) | Q(grade__in=grades)
    return YearFile(
        officer=who,
        year=year,
        sheets=sheets,
        grades=grades,
        papers=_papers(officer, year) if whole else [],
        appeals=list(Appeal.objects.filter(of_both).select_related("sheet__period", "grade").order_by("received_at")),
        conduct=_conduct(officer, year) if whole else [],
    )


def _sheets_seen(actor: Actor, sees_grade: bool) -> QuerySet[Sheet]:
    """Who sees the grade sees the months that it was made of, also those of units that the official has left (art. 19.1)."""
    return Sheet.objects.all() if sees_grade or actor.kind is ActorKind.WORKER else sheets_visible_to(actor)


def _papers(officer: UUID, year: int) -> list[FilePaper]:
    return list(FilePaper.objects.filter(officer=officer, year=year).select_related("file").order_by("added_at"))


def _conduct(officer: UUID, year: int) -> list[Conduct]:
    rows = Conduct.objects.filter(officer=officer, charged_year=year).select_related("unit", "same_act")
    return list(rows.order_by("decided_on"))


def titles_of(officers: Collection[UUID], year: int) -> dict[UUID, str]:
    """Official -> title of the scoring mandate that is open or was the last of the year."""
    rows = Mandate.objects.filter(officer__in=set(officers), is_scoring=True, valid_from__lt=date(year + 1, 1, 1))
    return dict(rows.order_by("valid_from").values_list("officer", "post__title"))


def names_of_posts(posts: Collection[UUID], day: date) -> dict[UUID, str]:
    """Post -> name of who holds it on the day."""
    return {post: officer.full_name for post, officer in holder_of(posts, day).items()}


def grades_of_year(body: UUID, year: int, actor: Actor) -> list[Grade]:
    """Current ones, for forms 02 of a whole body and for the quotas."""
    rows = grades_visible_to(actor).filter(body=body, year=year, replaced_at=None).select_related(*GRADES)
    return list(rows.order_by("unit__code", "officer__sort_key"))


def sheets_of_body(body: UUID, period: str, actor: Actor) -> list[Sheet]:
    """Confirmed ones of one period, for forms 01 of a whole body."""
    rows = _sheets_seen(actor, False).filter(period__body=body, period__period=period, state=Sheet.State.CONFIRMED)
    return list(rows.select_related(*SHEETS).order_by("unit__code", "officer__sort_key"))


def conduct_of(officer: UUID) -> list[Conduct]:
    """What was entered and not withdrawn, the latest first: another decision may be about the same act."""
    return list(Conduct.objects.filter(officer=officer, withdrawn_at=None, same_act=None).order_by("-decided_on"))

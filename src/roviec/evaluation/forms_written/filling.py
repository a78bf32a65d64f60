"""Sheets and grades turned into the values of forms 01 and 02."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING
from uuid import UUID

from roviec.core.calendars import VIETNAM
from roviec.core.scoring.grading import months_of
from roviec.core.scoring.written import written
from roviec.evaluation.forms_written.form01 import Form01
from roviec.evaluation.forms_written.form02 import Form02
from roviec.meetings.papers import place_of

if TYPE_CHECKING:
    from datetime import date, datetime

    from roviec.evaluation.models import Grade, Sheet
    from roviec.evaluation.queries.years import Worked


def form01_of(sheet: "Sheet") -> Form01:
    """Sheets come with period and its body, unit, officer and the mandate's post."""
    own = {key: Fraction(str(value)) for key, value in sheet.own_points.items()}
    score = sheet.score or {}
    total = score.get("total") or sheet.total
    return Form01(
        body=(sheet.period.agency or sheet.period.body).name,
        unit=sheet.unit.name,
        period=sheet.period.period,
        name=sheet.officer.full_name,
        title=sheet.mandate.post.title,
        points={key: comma(value) for key, value in own.items()},
        general_own=comma(sum(own.values(), Fraction(0))) if own else "",
        general=_said(score.get("general")),
        results=_said(score.get("results")),
        total=_said(total),
        strengths=sheet.strengths,
        shortcomings=sheet.shortcomings,
        comment=sheet.comment,
        place=place_of(sheet.period.body),
        sent_on=_day(sheet.sent_at),
        confirmed_on=_day(sheet.confirmed_at),
        confirmed_by=_name(sheet.confirmed_by_label),
    )


def form02_of(grade: "Grade", worked: "Worked", sheets: "Sequence[Sheet]", title: str, *, shows_band: bool) -> Form02:
    """`sheets`: of the year, for the remarks of months scored elsewhere; `shows_band`: whether the decision may be read yet."""
    months: dict[int, tuple[str, str]] = {month: (comma(total), "") for month, total in worked.months.items()}
    for sheet in sheets:
        if sheet.unit_id != grade.unit_id:
            for month in months_of(sheet.period.period):
                if month in months:
                    months[month] = (months[month][0], f"Tại {sheet.unit.name}")
    for month in worked.missing:
        months[month] = ("", "Chưa có điểm xác nhận")
    count = len(worked.months)
    mean = worked.result.mean
    return Form02(
        body=grade.body.name,
        unit=grade.unit.name,
        year=grade.year,
        name=grade.officer.full_name,
        title=title,
        months=months,
        mean="" if mean is None else comma(mean),
        mean_note="" if count in (0, 12) else f"Trung bình {count} tháng",
        own_band=grade.own_band,
        band=grade.band if shows_band else None,
        proposal=grade.proposal if shows_band else "",
        place=place_of(grade.body),
        decided_on=_day(grade.decided_at) if shows_band else None,
        decided_by=_name(grade.decided_by_label) if shows_band else "",
    )


def forms02_of(grades: "Sequence[Grade]", worked: "Mapping[UUID, Worked]", titles: Mapping[UUID, str]) -> list[Form02]:
    """Of many, as they stand for who grades."""
    return [form02_of(one, worked[one.pk], (), titles.get(one.officer_id, ""), shows_band=True) for one in grades]


def comma(value: Fraction) -> str:
    return written(value, 2).replace(".", ",")


def _said(value: object) -> str:
    return "" if value is None else comma(Fraction(str(value)))


def _day(at: "datetime | None") -> "date | None":
    return at.astimezone(VIETNAM).date() if at else None


def _name(label: str) -> str:
    """Of "Nguyễn Văn An (Chủ tịch …)" the name."""
    return label.split(" (")[0]

"""What addresses of grades are opened with: the grade, the file, an appeal of `officer`, an export, a unit's year."""

from datetime import timedelta
from typing import Any

from roviec.evaluation.models import Appeal, Grade, GradingYear, NationalExport, ScoringPeriod, Sheet, UnitGrade
from tests.work.town import NOW, Town


def graded_things(town: Town) -> dict[str, dict[str, Any]]:
    """Address -> what stands in it. `scored_things` made the sheets."""
    ward, culture, officer = town.units["ward"], town.units["culture"], town.accounts["officer"].officer
    year = GradingYear.objects.create(body=ward, year=2026, ruleset="nd-335-2025", opened_at=NOW, published_at=NOW)
    grade = Grade.objects.create(officer=officer, year=2026, body=ward, unit=culture, ruleset="nd-335-2025")
    sheet = Sheet.objects.get(officer=officer)
    confirmed = Grade.objects.create(
        officer=officer, year=2027, body=ward, unit=culture, ruleset="nd-335-2025", state="met", published_at=NOW
    )
    appeal = Appeal.objects.create(
        sheet=sheet, officer=officer, unit=culture, text="x", received_at=NOW, due=NOW + timedelta(days=9)
    )
    export = NationalExport.objects.create(
        body=ward, period=ScoringPeriod.objects.first(), ready_at=NOW, due=NOW + timedelta(days=5)
    )
    UnitGrade.objects.create(unit=culture, year=2026, state="sent")
    of_year = ("grades_places", "grades_quota", "forms02", "unit_weights", "grades_public", "grades_publish")
    of_file = ("year_file", "year_file_zip", "year_file_paper")
    things: dict[str, dict[str, Any]] = {f"evaluation:{name}": {"pk": year.pk} for name in of_year}
    things |= {f"evaluation:{name}": {"officer_pk": officer.pk, "year": 2026} for name in of_file}
    things |= {f"evaluation:{name}": {"pk": appeal.pk} for name in ("appeal", "appeal_settle", "appeal_withdraw")}
    things |= {f"evaluation:{name}": {"pk": export.pk} for name in ("export_file", "export_receipt")}
    for name in ("unit_grade", "unit_assess", "unit_recognise"):
        things[f"evaluation:{name}"] = {"pk": culture.pk, "year": 2026}
    things |= {
        "evaluation:grade": {"pk": grade.pk},
        "evaluation:form02": {"pk": grade.pk},
        "evaluation:form01": {"pk": sheet.pk},
        "evaluation:forms01": {"pk": sheet.period_id},
        "evaluation:grade_step": {"pk": confirmed.pk, "verb": "decide_grade"},
        "evaluation:appeal_sheet": {"sheet_pk": sheet.pk},
        "evaluation:appeal_grade": {"grade_pk": grade.pk},
        "evaluation:conduct_enter": {"grade_pk": grade.pk},
        "api-v1:get_grade": {"grade_id": grade.pk},
        "api-v1:get_export_file": {"export_id": export.pk},
    }
    return things

"""What addresses of evaluation are opened with: the sheet of `officer` in a running month."""

from datetime import date
from typing import Any

from roviec.evaluation.models import Product, ScoringPeriod, Sheet, WorkCatalogue
from roviec.evaluation.rulesets import rulesets
from tests.work.town import DAY, NOW, Town


def scored_things(town: Town) -> dict[str, dict[str, Any]]:
    """Address -> what stands in it. The rule-set begins in 2026, so the month of these tests is put there as a record."""
    rules = rulesets()["nd-335-2025"]
    period = ScoringPeriod.objects.create(
        body=town.units["ward"],
        period="2025-12",
        starts_on=date(2025, 12, 1),
        ends_on=date(2025, 12, 31),
        ruleset=rules.code,
        settings=rules.chosen({}),
    )
    sheet = Sheet.objects.create(
        period=period,
        officer=town.accounts["officer"].officer,
        mandate=town.mandates["officer"],
        unit=town.units["culture"],
    )
    catalogue = WorkCatalogue.objects.create(
        body=town.units["ward"], edition=1, title="Danh mục", state="in_force", valid_from=DAY, created_at=NOW
    )
    product = Product.objects.create(catalogue=catalogue, code="VB.01", work="a", output="b", folded="b", coefficient=1)
    of_sheet = {"pk": sheet.pk, "product_pk": product.pk}
    return {f"evaluation:{name}": of_sheet for name in ("sheet", "sheet_products", "sheet_add", "sheet_withdraw")}

"""What addresses of evaluation are opened with: the sheets of `officer` and of the deputy in a running month, and its lists."""

from datetime import date
from typing import Any

from roviec.evaluation.models import Product, ProductProposal, ScoringPeriod, Sheet, SheetAddition, WorkCatalogue
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
    proposal = ProductProposal.objects.create(
        body=town.units["ward"],
        unit=town.units["culture"],
        work="a",
        output="b",
        coefficient=1,
        reason="c",
        proposed_at=NOW,
    )
    of_sheet = {"pk": sheet.pk, "product_pk": product.pk}
    pages = ("sheet", "sheet_products", "sheet_add", "sheet_withdraw", "confirm", "give_back")
    things: dict[str, dict[str, Any]] = {f"evaluation:{name}": of_sheet for name in pages}
    of_list = ("catalogue", *(f"catalogue_{page}" for page in ("findings", "changes", "export", "publish", "drop")))
    things |= {f"evaluation:{name}": {"pk": catalogue.pk} for name in of_list}
    things |= {f"evaluation:{name}": {"pk": product.pk} for name in ("product", "product_end")}
    things |= {f"api-v1:{name}": {"catalogue_id": catalogue.pk} for name in ("list_products", "publish_catalogue")}
    things |= {
        "evaluation:proposal_decide": {"pk": proposal.pk},
        "api-v1:decide_on_proposal": {"proposal_id": proposal.pk},
    }
    for name in ("get_sheet", "confirm_sheet", "return_sheet"):
        things[f"api-v1:{name}"] = of_sheet
    deputy = Sheet.objects.create(
        period=period,
        officer=town.accounts["culture_deputy"].officer,
        mandate=town.mandates["culture_deputy"],
        unit=town.units["culture"],
        role=Sheet.Role.DEPUTY,
    )
    addition = SheetAddition.objects.create(
        sheet=sheet, product=product, origin="planned", quantity=1, done=1, text="Báo cáo", added_at=NOW
    )
    unit = {"unit_pk": town.units["culture"].pk, "unit": town.units["culture"].pk, "period": "2025-12"}
    things |= {"evaluation:say": {"pk": deputy.pk}, "evaluation:addition_decide": {"pk": addition.pk}}
    things |= dict.fromkeys(("evaluation:unit", "evaluation:confirm_ready", "api-v1:list_unit_sheets"), unit)
    of_period = ("evaluation:period", "evaluation:period_close", "evaluation:period_reopen")
    of_api = ("api-v1:get_scoring_period", "api-v1:close_period", "api-v1:reopen_period")
    return things | {key: {"pk": period.pk} for key in (*of_period, *of_api)}

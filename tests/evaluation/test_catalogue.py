"""The ward's list comes from a file, is issued by a decision, followed by the next; work points to its products."""

from datetime import date
from decimal import Decimal
from importlib.resources import files
from typing import Any

import pytest

from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.evaluation.actions import catalogue as lists
from roviec.evaluation.actions.proposals import Proposed, decide_proposal, propose_product
from roviec.evaluation.actions.yields import Line, carry_over, set_yields, take_suggestions
from roviec.evaluation.models import Product, ScoringPeriod, WorkCatalogue, Yield
from roviec.evaluation.queries.catalogue import changes_from, products_of, suggest
from roviec.evaluation.queries.yields import untold_tasks, with_suggestions
from roviec.evaluation.readers.catalogue import read_catalogue
from roviec.ledger.models import Entry
from roviec.organisation.queries.actors import worker_actor
from roviec.work import actions as work
from roviec.work.models import Task
from tests.evaluation.conftest import BEGIN, Month, on
from tests.work.town import Town

FILE = files("roviec.demo") / "data/catalogue/work-catalogue-commune-2026.tsv"
HEADINGS = "Mã CV;Nhiệm vụ;Sản phẩm đầu ra;Hệ số quy đổi"


def real(town: Town, *, by: str = "clerk", replaced: tuple[str, str] = ("", "")) -> WorkCatalogue:
    """The commune's list as the ward's draft."""
    data = FILE.read_bytes().replace(*(text.encode() for text in replaced)) if replaced[0] else FILE.read_bytes()
    rows, _remarks = read_catalogue(data, "danh-muc.tsv")
    return lists.import_catalogue(town.units["ward"], rows, title="Danh mục", by=town.actor(by), at=BEGIN)


def issued(town: Town, since: date = date(2026, 3, 1)) -> WorkCatalogue:
    return lists.publish_catalogue(
        real(town), valid_from=since, decision="283/QĐ-UBND", by=town.actor("chairman"), at=BEGIN
    )


def given(town: Town, **more: Any) -> Task:
    """By the chairman to the officer of the culture unit."""
    fields = {"person_post": town.posts["officer"], "due": date(2026, 3, 20), **more}
    task = work.create_task(town.plan, town.fields(**fields), by=town.actor("tracker"), at=BEGIN)
    return work.assign_task(task, by=town.actor("chairman"), at=BEGIN)


def why(refused: pytest.ExceptionInfo[Invalid]) -> tuple[str | None, str]:
    return refused.value.field, refused.value.reason.code


def test_the_real_list_is_taken_in_issued_and_followed_by_the_next(town: Town) -> None:
    with pytest.raises(Denied):
        real(town, by="tracker")
    draft = real(town)
    assert draft.products.count() == 353
    assert (draft.standard_product, draft.standard_points) == ("Soạn thảo văn bản hành chính đơn giản", Decimal(5))
    # Offices of the list are found as units of the ward by the beginning of their names.
    units = dict(Product.objects.filter(catalogue=draft, unit__isnull=False).values_list("office", "unit__code"))
    assert units == {
        "Phòng Kinh tế": "economy",
        "Phòng Văn hóa - Xã hội": "culture",
        "Văn phòng HĐND-UBND": "office",
    }
    again = real(town, replaced=("\t14\t", "\t15\t"))
    assert again.pk == draft.pk and WorkCatalogue.objects.count() == 1
    assert {one["code"] for one in again.findings} >= {"catalogue.coefficient_not_of_points"}

    first = issued(town)
    with pytest.raises(Invalid) as refused:
        lists.publish_catalogue(
            real(town), valid_from=date(2026, 3, 1), decision="x", by=town.actor("chairman"), at=BEGIN
        )
    assert why(refused) == ("valid_from", "catalogue.not_after")
    second = lists.publish_catalogue(
        real(town, replaced=("QL.01", "QL.99")),
        valid_from=date(2026, 7, 1),
        decision="300/QĐ",
        by=town.actor("clerk"),
        at=on(20),
    )
    ward = town.units["ward"]
    assert {products_of(ward, day).first().catalogue_id for day in (date(2026, 6, 30),)} == {first.pk}  # type: ignore[union-attr]
    assert products_of(ward, date(2026, 7, 1)).get(code="QL.99").catalogue_id == second.pk
    assert not products_of(ward, date(2026, 2, 28)).exists()
    assert [(one.kind, one.after.code) for one in changes_from(first, second) if one.after] == [("code", "QL.99")]


def test_a_list_with_errors_says_all_of_them_and_writes_nothing(town: Town) -> None:
    data = f"{HEADINGS}\nA.1;Soạn giấy mời;;1\nA.1;Lập kế hoạch;Kế hoạch;0\nA.3;Báo cáo quý;Báo cáo;12\n".encode()
    rows, _remarks = read_catalogue(data, "loi.csv")
    with pytest.raises(lists.CatalogueRefused) as refused:
        lists.import_catalogue(town.units["ward"], rows, title="Danh mục", by=town.actor("clerk"), at=BEGIN)
    errors = {(one.row, one.field, one.reason.code) for one in refused.value.findings if one.error}
    assert errors == {
        (2, "output", "catalogue.no_output"),
        (3, "coefficient", "catalogue.coefficient_not_positive"),
    }
    assert not WorkCatalogue.objects.exists()


def test_what_a_closed_period_counted_does_not_change(town: Town) -> None:
    catalogue = issued(town)
    ScoringPeriod.objects.create(
        body=town.units["ward"], period="2026-03", starts_on=date(2026, 3, 1), ends_on=date(2026, 3, 31), state="closed"
    )
    product = catalogue.products.get(code="DC.05")
    for day, field in ((date(2026, 3, 15), "ended_on"), (date(2026, 4, 1), "")):
        if field:
            with pytest.raises(Invalid) as refused:
                lists.end_product(product, ended_on=day, reason="Thôi", by=town.actor("clerk"), at=on(31))
            assert why(refused) == (field, "catalogue.period_closed")
        else:
            lists.end_product(product, ended_on=day, reason="Thôi", by=town.actor("clerk"), at=on(31))
    ward = town.units["ward"]
    assert products_of(ward, date(2026, 3, 31)).filter(code="DC.05").exists()
    assert not products_of(ward, date(2026, 4, 1)).filter(code="DC.05").exists()


def test_heads_propose_what_is_missing_and_the_keeper_of_the_list_decides(town: Town) -> None:
    issued(town)
    culture = town.units["culture"]
    wanted = Proposed("Chấm thi tuyển viên chức trường học", "Bảng điểm", Decimal("2.5"), "Phát sinh từ tháng 3")
    with pytest.raises(Denied):
        propose_product(culture, wanted, by=town.actor("officer"), at=on(3))
    twin = Proposed("SOẠN THẢO văn bản hành chính đơn giản", "Văn bản hành chính", Decimal(1), "Thiếu")
    with pytest.raises(Invalid) as refused:
        propose_product(culture, twin, by=town.actor("culture_head"), at=on(3))
    assert why(refused) == ("work", "catalogue.on_the_list")
    proposal = propose_product(culture, wanted, by=town.actor("culture_head"), at=on(3))
    with pytest.raises(Denied):
        decide_proposal(proposal, add=True, by=town.actor("culture_head"), at=on(4))
    added = decide_proposal(proposal, add=True, coefficient=Decimal(2), by=town.actor("clerk"), at=on(4))
    assert added.product is not None
    assert (added.product.code, added.product.coefficient, added.product.unit) == ("BS.01", Decimal(2), culture)
    assert not products_of(culture.body_id, date(2026, 3, 3)).filter(code="BS.01").exists()
    # The index of words knows it at once.
    assert suggest("Chấm thi tuyển viên chức", culture.body_id, date(2026, 3, 4))[0].product == added.product


def test_work_points_to_products_within_what_the_decree_allows(month: Month) -> None:
    town, chairman, product = month.town, month.actor("chairman"), month.products["DA.03"]
    task = given(town)
    with pytest.raises(Denied):
        set_yields(task, [Line(product.pk)], by=month.actor("officer"), at=on(3))
    colleague = town.posts["colleague"].pk
    rows = set_yields(
        task,
        [Line(product.pk, Decimal(2)), Line(product.pk, Decimal("0.5"), colleague)],
        by=month.actor("culture_head"),
        at=on(3),
    )
    assert {(one.post_id, one.quantity) for one in rows} == {(None, Decimal("1.5")), (colleague, Decimal("0.5"))}
    refusals = {
        "yield.shares_beyond_whole": [Line(product.pk, Decimal(1)), Line(product.pk, Decimal(2), colleague)],
        "yield.sudden_without_basis": [Line(product.pk, sudden=True)],
        "yield.bad_quantity": [Line(product.pk, Decimal(0))],
        "yield.named_twice": [Line(product.pk), Line(product.pk)],
        "yield.unknown_product": [Line(task.pk)],
    }
    for code, lines in refusals.items():
        with pytest.raises(Invalid) as refused:
            set_yields(task, lines, by=chairman, at=on(3))
        assert why(refused)[1] == code
    assert Yield.objects.filter(clock=task.clock).count() == 2
    set_yields(task, [Line(product.pk, sudden=True, basis="Công văn 12/UBND")], by=chairman, at=on(3))
    lists.end_product(product, ended_on=date(2026, 3, 5), reason="Thay", by=month.actor("clerk"), at=on(4))
    # What stands already may stay; new work cannot take it.
    set_yields(task, [Line(product.pk, Decimal(3))], by=chairman, at=on(6))
    with pytest.raises(Invalid) as refused:
        set_yields(given(town), [Line(product.pk)], by=chairman, at=on(6))
    assert why(refused) == ("product", "yield.product_not_in_force")
    told = Entry.objects.filter(stream_id=task.pk, verb="yields_set").order_by("seq").last()
    assert told is not None and "3 × DA.03 (10)" in told.data


def test_sudden_work_needs_somebody_else_who_ordered_it(month: Month) -> None:
    head = month.actor("culture_head")
    task = work.create_task(
        month.town.plan,
        month.town.fields(person_post=month.town.posts["culture_head"], due=date(2026, 3, 20)),
        by=month.actor("tracker"),
        at=BEGIN,
    )
    task = work.assign_task(task, by=head, at=BEGIN)
    with pytest.raises(Invalid) as refused:
        set_yields(task, [Line(month.products["VB.01"].pk, sudden=True, basis="CV 1")], by=head, at=on(3))
    assert why(refused) == ("sudden", "yield.sudden_by_oneself")


def test_many_tasks_take_what_is_sure_in_one_go_and_series_take_over(month: Month, town: Town) -> None:
    WorkCatalogue.objects.filter(state="in_force").delete()
    issued(town)
    titles = ("Góp ý dự thảo quy chế phối hợp của phường", "Chăm lo đời sống tinh thần của nhân dân")
    tasks = [
        given(town, title=title, deliverable="Văn bản góp ý" if "Góp" in title else "Việc tốt") for title in titles
    ]
    waiting = with_suggestions(untold_tasks([town.units["culture"]]), town.units["ward"].pk, date(2026, 3, 3))
    assert {one.task.pk for one in waiting} == {task.pk for task in tasks}
    sure = [(one.task.pk, one.suggested[0].product.pk) for one in waiting if one.sure]
    assert [pk for pk, _product in sure] == [tasks[0].pk]
    with pytest.raises(Denied):
        take_suggestions(sure, by=month.actor("officer"), at=on(3))
    assert take_suggestions(sure, by=month.actor("culture_head"), at=on(3)) == 1
    assert take_suggestions(sure, by=month.actor("culture_head"), at=on(3)) == 0
    assert Yield.objects.get(clock=tasks[0].clock).product.code == "DC.07"

    recurring = given(town, title="Báo cáo tình hình hằng tháng", recurrence="monthly", due=date(2026, 3, 25))
    set_yields(
        recurring,
        [Line(products_of(town.units["ward"], date(2026, 3, 3)).get(code="DC.05").pk)],
        by=month.actor("chairman"),
        at=on(3),
    )
    work.make_occurrences(on(3), worker_actor())
    later = Task.objects.filter(series__isnull=False).exclude(pk=recurring.pk)
    assert carry_over(on(3), worker_actor()) == later.count() > 0
    assert carry_over(on(3), worker_actor()) == 0
    assert {one.product.code for one in Yield.objects.filter(clock__in=later.values("pk"))} == {"DC.05"}

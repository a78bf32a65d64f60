"""The ward's list comes from a file, is issued by a decision, followed by the next; work points to its products."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime
from decimal import Decimal
from importlib.resources import files
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.utils import CaptureQueriesContext

from roviec.core.catalogue import read_lines
from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.evaluation.actions import catalogue as lists
from roviec.evaluation.actions.proposals import Proposed, decide_proposal, propose_product
from roviec.evaluation.actions.yields import Line, carry_over, set_yields, take_suggestions
from roviec.evaluation.models import Product, ProductProposal, ScoringPeriod, WorkCatalogue, Yield
from roviec.evaluation.queries.catalogue import changes_from, products_of, suggest
from roviec.evaluation.queries.yields import untold_tasks, with_suggestions
from roviec.evaluation.readers.catalogue import read_catalogue
from roviec.ledger.models import Entry
from roviec.organisation.queries.actors import worker_actor
from roviec.work import actions as work
from roviec.work.models import Task
from tests.evaluation.conftest import BEGIN, Month, on
from tests.work.town import Town

Browser = Callable[[str], Client]
Pinned = Callable[[str], AbstractContextManager[CaptureQueriesContext]]
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
        (3, "code", "catalogue.code_double"),
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


def test_the_pages_from_the_file_to_the_points_of_a_task(
    town: Town, browser_of: Browser, at: Callable[[datetime], None], pinned_queries: Pinned
) -> None:
    at(on(2))
    keeper, head = browser_of("clerk"), browser_of("culture_head")
    assert "chưa có danh mục" in keeper.get("/danh-muc/").content.decode()
    wrong = SimpleUploadedFile("loi.csv", f"{HEADINGS}\nA.1;Soạn giấy mời;;một\n".encode())
    refused = keeper.post("/danh-muc/nhap/", {"title": "Danh mục", "file": wrong})
    assert refused.status_code == 422
    said = refused.content.decode()
    assert "Thiếu sản phẩm đầu ra" in said and "“một” không phải là số" in said and "2 lỗi" in said
    good = SimpleUploadedFile("danh-muc.tsv", FILE.read_bytes())
    taken = keeper.post("/danh-muc/nhap/", {"title": "Danh mục phường", "file": good}, follow=True)
    assert "353" in taken.content.decode() and "Trùng lặp" in taken.content.decode()
    draft = WorkCatalogue.objects.get()
    assert head.get(f"/danh-muc/{draft.pk}/").status_code == 404
    chairman = browser_of("chairman")
    issue = {"valid_from": "2026-03-01", "decision": "283/QĐ-UBND ngày 01/3/2026", "version": draft.version}
    assert chairman.post(f"/danh-muc/{draft.pk}/ban-hanh/", issue).status_code == 302
    with pinned_queries("catalogue"):
        listed = head.get("/danh-muc/?q=ho+ngheo&phong=Phòng+Văn+hóa+-+Xã+hội")
    assert "Điều tra, rà soát hộ nghèo" in listed.content.decode()
    again = keeper.post(f"/danh-muc/{draft.pk}/tep/")
    assert again.status_code == 405
    book = keeper.get(f"/danh-muc/{draft.pk}/tep/").content
    rows, _remarks = read_catalogue(book, "tai-ve.xlsx")
    lines, findings = read_lines(rows)
    assert len(lines) == 353 and not findings

    task = given(town, title="Góp ý dự thảo quy chế phối hợp của phường", deliverable="Văn bản góp ý")
    page = head.get(f"/nhiem-vu/{task.pk}/").content.decode()
    assert "chưa được tính điểm" in page and "DC.07" in page
    assert "san-pham-quy-doi" not in browser_of("officer").get(f"/nhiem-vu/{task.pk}/").content.decode()
    with pinned_queries("work without products"):
        waiting = head.get("/danh-muc/quy-doi/")
    assert "Chắc" in waiting.content.decode()
    product = Product.objects.get(code="DC.07")
    many = {"take": [str(task.pk)], f"product-{task.pk}": str(product.pk)}
    assert browser_of("officer").post("/danh-muc/quy-doi/ghi/", many).status_code == 403
    assert head.post("/danh-muc/quy-doi/ghi/", many).status_code == 302
    shared = {"product": "DC.07", "quantity": "1", "who_1": str(town.posts["colleague"].pk), "share_1": "1,5"}
    beyond = head.post(f"/danh-muc/quy-doi/{task.pk}/", shared)
    assert beyond.status_code == 422 and "Điều 18.1.c" in beyond.content.decode()
    assert head.post(f"/danh-muc/quy-doi/{task.pk}/", shared | {"share_1": "0,25"}).status_code == 302
    assert "8 đơn vị chuẩn" in head.get(f"/nhiem-vu/{task.pk}/").content.decode()
    assert Yield.objects.filter(clock=task.clock).count() == 2
    head.post(f"/danh-muc/quy-doi/{task.pk}/bo/", {"product": str(product.pk)})
    assert not Yield.objects.exists()

    proposal = {
        "unit": str(town.units["culture"].pk),
        "work": "Chấm thi",
        "output": "Bảng điểm",
        "coefficient": "2,5",
        "reason": "Mới",
    }
    assert head.post("/danh-muc/de-nghi/moi/", proposal).status_code == 302
    one = ProductProposal.objects.get()
    assert keeper.post(f"/danh-muc/de-nghi/{one.pk}/", {"add": "yes", "version": one.version}).status_code == 302
    assert "BS.01" in head.get("/danh-muc/de-nghi/").content.decode()
    added = Product.objects.get(code="BS.01")
    assert "2,5" in head.get(f"/danh-muc/san-pham/{added.pk}/").content.decode()
    ends = {"ended_on": "2026-06-01", "reason": "Hết thi", "version": WorkCatalogue.objects.get().version}
    assert keeper.post(f"/danh-muc/san-pham/{added.pk}/thoi-ap-dung/", ends).status_code == 302
    keeper.post(
        "/danh-muc/nhap/",
        {
            "title": "Danh mục mới",
            "file": SimpleUploadedFile("a.csv", f"{HEADINGS}\nDC.01;Giấy mời;Giấy mời;1\n".encode()),
        },
    )
    following = WorkCatalogue.objects.get(edition=2)
    assert "Bỏ" in keeper.get(f"/danh-muc/{following.pk}/thay-doi/?loai=gone").content.decode()
    assert (
        keeper.post(f"/danh-muc/{following.pk}/bo/", {"reason": "Nhầm", "version": following.version}).status_code
        == 302
    )

"""The pages of documents: who may open which, what is refused with which words, and two people at one document."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from roviec.directives import urls
from roviec.directives.actions import Changes, External, correct_proposal, readdress, receive_directive
from roviec.directives.models import Directive, Proposal
from roviec.ledger.system_time import system_now
from roviec.organisation.models import Account, Unit
from roviec.organisation.models.post import Rank
from roviec.web import clock
from roviec.work.models import StoredFile, Task, TaskState
from tests.directives.conftest import sample
from tests.directives.test_receiving import word
from tests.work.town import NOW, Town

Pinned = Callable[[str], AbstractContextManager[CaptureQueriesContext]]
Browser = Callable[[str], Client]

# c the city's office, m its leader, h the head of a department, s one of its officers; l leader of a ward below, p of the party
# committee beside it, a administrator in the ward's office.
ROLES = {
    "c": "clerk",
    "m": "mayor",
    "h": "science_head",
    "s": "expert",
    "l": "chairman",
    "p": "secretary",
    "a": "admin",
}
SEE = "cmhs"  # the document is the city's
# Every address and method → who gets in. Who sees the document but may not is told so; to others it is not there.
TABLE = {
    ("get", "index"): "cmhslpa",
    ("get", "upload"): "cmhlp",
    ("post", "upload"): "cmhlp",
    ("get", "units"): "cmhlp",
    ("get", "directive"): SEE,
    ("get", "original"): SEE,
    ("get", "header"): "cmh",
    ("post", "header"): "cmh",
    ("post", "set_aside"): "cmh",
    ("get", "review"): "cmh",
    ("post", "name_units"): "cmh",
    ("post", "confirm"): "cmh",
    ("get", "proposal"): "cmh",
    ("post", "proposal"): "cmh",
    ("get", "split"): "cmh",
    ("post", "split"): "cmh",
    ("post", "drop"): "cmh",
    ("get", "known"): "cmh",
    ("post", "link"): "cmh",
    ("post", "unlink"): "cmh",
}


@pytest.fixture(autouse=True)
def morning_of_1_december() -> Iterator[None]:
    before, offset = clock._offset_source, NOW + timedelta(hours=1) - system_now()
    clock.set_offset_source(lambda: offset)
    yield
    clock.set_offset_source(before)


@pytest.fixture
def browser_of(town: Town) -> Browser:
    town.seat("expert", "science", "Chuyên viên", Rank.STAFF)
    Account.objects.update(must_change_password=False)

    def of(key: str) -> Client:
        client = Client()
        client.force_login(town.accounts[key])
        return client

    return of


@pytest.fixture
def directive(town: Town) -> Directive:
    return receive_directive(sample("kh-617.xlsx"), "kh-617.xlsx", by=town.actor("clerk"), at=NOW).directive


def first(directive: Directive) -> Proposal:
    return directive.proposals.filter(lead_units__isnull=False).order_by("order").first()


def address(name: str, directive: Directive) -> str:
    args: list[UUID] = []
    if name not in ("index", "upload", "units"):
        args.append(directive.pk)
    if name in ("proposal", "split", "drop", "unlink"):
        args.append(first(directive).pk)
    return reverse(f"directives:{name}", args=args)


def correction(item: Proposal, **changed: Any) -> dict[str, Any]:
    """What the form of the row sends when only this was changed."""
    return {
        "text": item.text,
        "leads": "; ".join(item.leads),
        "supports": "",
        "due": item.due or "",
        "recurrence": item.recurrence,
        "deliverable": item.deliverable,
        "version": item.version,
    } | changed


def test_the_table_has_every_address() -> None:
    """Those of incoming documents and of laws have tests of their own (test_arrival_pages, test_laws)."""
    own = ("arrival", "carrying", "effect", "search")
    names = {pattern.name for pattern in urls.urlpatterns if not pattern.name.startswith(own)}
    assert {name for _method, name in TABLE} == names


@pytest.mark.parametrize(("method", "name"), sorted(TABLE))
def test_who_gets_in(method: str, name: str, browser_of: Browser, directive: Directive) -> None:
    where = address(name, directive)
    answers = {key: getattr(browser_of(who), method)(where).status_code for key, who in ROLES.items()}

    inside = {key for key, status in answers.items() if status in (200, 302, 422)}
    assert inside == set(TABLE[method, name]), answers
    seen_by = SEE if str(directive.pk) in where else "".join(ROLES)
    expected = {key: 403 if key in seen_by else 404 for key in ROLES if key not in inside}
    assert {key: answers[key] for key in expected} == expected
    visitor = getattr(Client(), method)(where)
    assert visitor.status_code == 302 and reverse("account_login") in visitor["Location"]


@pytest.mark.parametrize("name", sorted({name for _method, name in TABLE}))
def test_reading_changes_nothing_and_what_is_gone_is_not_found(
    name: str, browser_of: Browser, directive: Directive
) -> None:
    client, where = browser_of("clerk"), address(name, directive)
    version = Directive.objects.get(pk=directive.pk).version
    status = client.get(where).status_code
    assert status == (200 if ("get", name) in TABLE else 405)
    assert Directive.objects.get(pk=directive.pk).version == version
    if str(directive.pk) in where:
        elsewhere = where.replace(str(directive.pk), str(UUID(int=1)))
        for method in ("get", "post"):
            if (method, name) in TABLE:
                assert getattr(client, method)(elsewhere).status_code == 404


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("hong.docx", b"PK\x03\x04 not a zip", "bị hỏng, không đọc được"),
        ("macro.docm", b"PK\x03\x04", "có chứa macro nên không nhận"),
        ("cu.pages", b"abc", "Chưa đọc được loại tệp"),
        ("la<b>.exe", b"MZ", "la&lt;b&gt;.exe"),
        ("ke-hoach.docx", word("TỐI MẬT", "ỦY BAN NHÂN DÂN", "Số: 12/KH-UBND", "KẾ HOẠCH"), "có dấu độ mật"),
    ],
)
def test_a_bad_file_is_refused_with_its_sentence(browser_of: Browser, name: str, data: bytes, said: str) -> None:
    sent = {"file": SimpleUploadedFile(name, data), "not_secret": "on"}
    answer = browser_of("clerk").post(reverse("directives:upload"), sent)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Directive.objects.exists() and not StoredFile.objects.exists()


def test_without_the_word_that_it_is_no_secret_nothing_is_read(browser_of: Browser) -> None:
    sent = {"file": SimpleUploadedFile("kh-617.xlsx", sample("kh-617.xlsx"))}
    answer = browser_of("clerk").post(reverse("directives:upload"), sent)
    assert answer.status_code == 422
    assert "Hệ thống này không nhận văn bản mật" in answer.content.decode()
    assert not Directive.objects.exists()


def test_a_file_that_is_here_already_leads_to_the_earlier_document(browser_of: Browser, directive: Directive) -> None:
    sent = {"file": SimpleUploadedFile("ban-sao.xlsx", sample("kh-617.xlsx")), "not_secret": "on"}
    answer = browser_of("mayor").post(reverse("directives:upload"), sent, follow=True)
    assert "Tệp này đã được đưa vào trước đây" in answer.content.decode()
    assert Directive.objects.count() == 1


def test_what_a_document_says_is_shown_and_never_run(browser_of: Browser, town: Town, directive: Directive) -> None:
    item = first(directive)
    evil = "<script>alert(1)</script>"
    correct_proposal(item.pk, Changes(text=evil, deliverable=evil), by=town.actor("clerk"), at=NOW)
    Directive.objects.update(number=evil, subject=evil, issuer=evil, file_name=evil)
    for name in ("index", "directive", "review", "proposal", "split", "header"):
        assert evil not in browser_of("clerk").get(address(name, directive)).content.decode(), name


def test_the_review_of_400_rows_asks_as_often_as_that_of_ten(
    browser_of: Browser, town: Town, directive: Directive, pinned_queries: Pinned
) -> None:
    client, where = browser_of("clerk"), address("review", directive)
    client.get(where)
    with pinned_queries("review of a document"):
        assert client.get(where).status_code == 200
    item = first(directive)
    rows = Proposal.objects.bulk_create(
        Proposal(
            directive=directive,
            order=100 + n,
            anchor=item.anchor,
            text=f"Nhiệm vụ thứ {n}",
            leads=item.leads,
            found=item.found,
            due=date(2025, 12, 31),
        )
        for n in range(400)
    )
    through = Proposal.lead_units.through
    through.objects.bulk_create([through(proposal=row, unit=town.units["science"]) for row in rows])
    with pinned_queries("review of a document"):
        page = client.get(where).content.decode()
    assert page.count('name="proposal"') == 411


def test_the_second_of_two_who_correct_a_row_sees_what_the_first_wrote(
    browser_of: Browser, directive: Directive
) -> None:
    item, where = first(directive), address("proposal", directive)
    clerk, mayor = browser_of("clerk"), browser_of("mayor")
    assert clerk.post(where, correction(item, deliverable="Bộ tiêu chí")).status_code == 302

    second = mayor.post(where, correction(item, deliverable="Báo cáo"))

    page = second.content.decode()
    assert second.status_code == 409
    assert "Nội dung vừa được người khác thay đổi" in page
    assert ("Sản phẩm", "Bộ tiêu chí", "Báo cáo") in second.context["differences"]
    item.refresh_from_db()
    assert item.deliverable == "Bộ tiêu chí"
    again = mayor.post(where, correction(item, deliverable="Báo cáo", version=second.context["version"]))
    assert again.status_code == 302
    item.refresh_from_db()
    assert item.deliverable == "Báo cáo"


def test_in_the_dialog_the_second_keeps_the_form(browser_of: Browser, directive: Directive) -> None:
    item, where = first(directive), address("proposal", directive)
    browser_of("clerk").post(where, correction(item, deliverable="Bộ tiêu chí"))
    answer = browser_of("mayor").post(where, correction(item, deliverable="Báo cáo"), headers={"HX-Request": "true"})
    assert answer.status_code == 422, "htmx shows no answer of 409"
    assert 'value="Báo cáo"' in answer.content.decode()


def test_correcting_another_row_meanwhile_disturbs_nobody(
    browser_of: Browser, town: Town, directive: Directive
) -> None:
    item = first(directive)
    other = directive.proposals.exclude(pk=item.pk).first()
    correct_proposal(other.pk, Changes(deliverable="Khác"), by=town.actor("mayor"), at=NOW)
    answer = browser_of("clerk").post(address("proposal", directive), correction(item, deliverable="Bộ tiêu chí"))
    assert answer.status_code == 302


def test_rows_changed_since_they_were_shown_are_not_given_out(
    browser_of: Browser, town: Town, directive: Directive
) -> None:
    item = first(directive)
    shown = f"{item.pk}:{item.version}"
    correct_proposal(item.pk, Changes(due=date(2026, 1, 31)), by=town.actor("mayor"), at=NOW)

    answer = browser_of("clerk").post(address("confirm", directive), {"proposal": [shown]})

    assert answer.status_code == 422
    assert f"Người khác vừa sửa dòng: {item.order}" in answer.content.decode()
    assert not Task.objects.filter(plan__code="617/KH-UBND").exists()


def test_confirmed_rows_become_tasks_and_a_double_click_makes_no_more(
    browser_of: Browser, directive: Directive
) -> None:
    item, client = first(directive), browser_of("clerk")
    sent = {
        "proposal": [f"{item.pk}:{item.version}"],
        "authority": "Giám đốc Sở quyết định",
        "unclear_reason": "Việc gấp",
        "idempotency_key": "mot-lan",
    }
    answers = [client.post(address("confirm", directive), sent) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Task.objects.filter(plan__code="617/KH-UBND", parent=None).count() == 1


def test_who_may_not_give_work_to_the_lead_is_told_so_and_the_draft_waits(
    browser_of: Browser, directive: Directive, town: Town
) -> None:
    item = first(directive)
    correct_proposal(
        item.pk,
        Changes(lead_units=[town.units["finance"].pk], deliverable="Báo cáo"),
        by=town.actor("clerk"),
        at=NOW,
    )
    sent = {"proposal": [str(item.pk)], "authority": "Giám đốc Sở quyết định"}
    page = browser_of("science_head").post(address("confirm", directive), sent, follow=True).content.decode()
    assert "bạn không có quyền giao việc cho đơn vị chủ trì" in page
    assert Task.objects.get(plan__code="617/KH-UBND").state == TaskState.DRAFT


def test_a_second_click_on_drop_undoes_nothing(browser_of: Browser, directive: Directive) -> None:
    client, where, item = browser_of("clerk"), address("drop", directive), first(directive)
    for _ in range(2):
        assert client.post(where, {"version": item.version}).status_code == 302
        assert Proposal.objects.get(pk=item.pk).state == "dropped"
    assert client.post(where, {"restore": "1"}).status_code == 302
    assert Proposal.objects.get(pk=item.pk).state == "proposed"


def test_what_was_typed_for_a_name_is_never_taken_for_another(browser_of: Browser, town: Town) -> None:
    """The page asked about two names; meanwhile somebody settled the first, so the second has moved up."""
    data = word(
        "ỦY BAN NHÂN DÂN",
        "Số: 9/KH-UBND",
        "KẾ HOẠCH",
        "1. Liên minh Hợp tác xã chủ trì báo cáo kết quả trước ngày 15/12/2025.",
        "2. Hội Nông dân chủ trì báo cáo kết quả trước ngày 20/12/2025.",
    )
    directive = receive_directive(data, "kh.docx", by=town.actor("clerk"), at=NOW).directive
    client = browser_of("clerk")
    asked = [field["name"] for field in client.get(address("review", directive)).context["names"]]
    assert len(asked) == 2
    readdress(directive.pk, {asked[0]: External()}, by=town.actor("mayor"), at=NOW)

    sent = {"name": asked, "unit0": "Sở Tài chính"}
    page = client.post(address("name_units", directive), sent, follow=True).content.decode()

    assert f"Người khác vừa nhận các tên sau, phần của bạn không ghi đè: {asked[0]}" in page
    directive.refresh_from_db()
    assert [entry["name"] for entry in directive.readdressed.values()] == [asked[0]]
    assert not directive.proposals.filter(lead_units=town.units["finance"]).exists()


def test_units_that_a_person_chose_stay_when_a_name_is_said_for_all_rows(town: Town, directive: Directive) -> None:
    by, item = town.actor("clerk"), first(directive)
    correct_proposal(item.pk, Changes(lead_units=[town.units["finance"].pk]), by=by, at=NOW)
    readdress(directive.pk, {item.leads[0]: town.units["trade"].pk}, by=by, at=NOW)
    assert [unit.pk for unit in item.lead_units.all()] == [town.units["finance"].pk]


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("confirm", {"proposal": ["x", "1:2", ":", "²"]}),
        ("confirm", {"proposal": ["x"], "merge": "1"}),
        ("confirm", {"proposal": [str(UUID(int=7)), str(UUID(int=8))], "merge": "1"}),
        ("confirm", {"proposal": [], "authority": "x" * 400}),
        ("header", {"subject": "Kế hoạch", "version": "²"}),
        ("name_units", {"name": ["Không ai hỏi"], "unit0": "Không có"}),
        ("proposal", {"text": "", "version": "-1"}),
        ("split", {"texts": "Một đoạn"}),
    ],
)
def test_garbage_in_a_form_is_no_fault_of_ours(
    browser_of: Browser, directive: Directive, name: str, sent: dict[str, Any]
) -> None:
    answer = browser_of("clerk").post(address(name, directive), sent)
    assert answer.status_code in (302, 422)
    assert not Task.objects.filter(plan__code="617/KH-UBND").exists()


def test_a_search_of_thousands_of_words_is_answered(browser_of: Browser, directive: Directive) -> None:
    answer = browser_of("clerk").get(reverse("directives:index"), {"q": "chuyển đổi số " * 500})
    assert answer.status_code == 200


def test_splitting_a_row_moves_the_others_in_few_statements(
    town: Town, directive: Directive, pinned_queries: Pinned, browser_of: Browser
) -> None:
    before = list(directive.proposals.order_by("order").values_list("text", flat=True))
    where = address("split", directive)
    place = before.index(first(directive).text)
    with pinned_queries("split of a row"):
        assert browser_of("clerk").post(where, {"texts": "Phần một\n\nPhần hai"}).status_code == 302
    after = list(directive.proposals.order_by("order").values_list("text", flat=True))
    assert after == [*before[:place], "Phần một", "Phần hai", *before[place + 1 :]]
    assert list(directive.proposals.order_by("order").values_list("order", flat=True)) == list(range(1, len(after) + 1))


def test_every_unit_offered_is_a_name_to_choose(browser_of: Browser, town: Town) -> None:
    page = browser_of("clerk").get(reverse("directives:units"), {"unit0": "khoa hoc"}).content.decode()
    assert f'<option value="{Unit.objects.get(pk=town.units["science"].pk).name}">' in page

"""A file of facts is made for a stated purpose by the competent level; the person sees it and says what there is to say."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.custody.actions.lateness import note_lateness
from roviec.directives.models import Directive, Proposal
from roviec.evaluation.actions import pledges
from roviec.evaluation.actions.factfiles import comment_factfile, make_factfile
from roviec.evaluation.actions.pledges import Promise
from roviec.evaluation.models import FactFile
from roviec.evaluation.permissions import PERMISSIONS
from roviec.evaluation.queries.directive_results import results_by_head, results_of_officer
from roviec.ledger.models import Entry
from roviec.organisation.models import Mandate
from roviec.organisation.queries.actors import worker_actor
from roviec.work.models.file import StoredFile
from tests.evaluation.conftest import Month, on
from tests.work.town import Town

Pinned = Callable[[str], AbstractContextManager[CaptureQueriesContext]]
WHY = "Theo yêu cầu của Thường trực Đảng ủy"


def made(town: Town, about: str = "culture_head", by: str = "chairman", **more: Any) -> FactFile:
    said = {"purpose": "transfer", "why": WHY, "since": date(2026, 1, 1), "until": date(2026, 3, 31), **more}
    officer = town.mandates[about].officer
    return make_factfile(officer, **said, by=town.actor(by), at=on(31, 18))


@pytest.mark.parametrize(
    ("about", "makers"),
    [
        ("culture_head", {"chairman", "vice", "clerk"}),
        ("officer", {"chairman", "vice", "clerk"}),
        ("vice", {"chairman", "clerk", "mayor"}),
        ("chairman", {"mayor"}),
        ("mayor", set()),
    ],
)
def test_only_the_level_that_decides_makes_one_never_about_oneself(town: Town, about: str, makers: set[str]) -> None:
    officer = town.mandates[about].officer
    assert {key for key in town.accounts if PERMISSIONS.allows(town.actor(key), "make_factfile", officer)} == makers


def test_lateness_stands_with_its_load_its_seats_and_what_excuses_it(month: Month, pinned_queries: Pinned) -> None:
    town = month.town
    promise = Promise("viec_kho", "Việc khó", "Kết quả", date(2026, 3, 10), why_hard="Vướng")
    hard = pledges.propose_pledge(promise, by=town.actor("culture_head"), at=on(2))
    hard = pledges.decide_pledge(hard, approved=True, by=town.actor("chairman"), at=on(2))
    month.give(None, to="officer")
    month.done(month.give(None, to="colleague"), on(9), by="colleague")
    note_lateness(on(25), worker_actor())
    pledges.end_pledge(hard, outcome="protected", note="Chờ tòa", by=town.actor("chairman"), at=on(26))
    with pinned_queries("a file of facts made"):
        facts = made(town).facts
    (headed,) = facts["headed"]
    assert (headed["led"], headed["late"], headed["seats"], headed["filled"]) == (3, 2, 4, 4)
    assert facts["late_total"] == 2
    assert [(one["title"][:8], one["protected"], one["open"]) for one in facts["late"]] == [
        ("Xây dựng", False, True),
        ("Việc khó", True, True),
    ]
    assert facts["pledges"][0]["note"] == "Chờ tòa"
    assert made(town, until=date(2026, 3, 15)).facts["late_total"] == 1


def test_without_a_purpose_there_is_none_and_the_ledger_keeps_no_facts(town: Town) -> None:
    with pytest.raises(Invalid) as refused:
        made(town, purpose="tò mò", why="xem", since=date(2010, 1, 1), until=date(2026, 4, 1))
    assert [reason.code for _field, reason in refused.value.problems] == [
        "factfile.bad_purpose",
        "factfile.no_why",
        "factfile.in_the_future",
        "factfile.too_long",
    ]
    entry = Entry.objects.get(stream_id=made(town).pk)
    assert WHY in entry.data
    assert "late_total" not in entry.data


def test_the_person_sees_it_and_comments_and_every_look_is_noted(
    town: Town, at: Callable[[datetime], None], browser_of: Callable[[str], Client], pinned_queries: Pinned
) -> None:
    at(on(31, 18))
    chairman, head = browser_of("chairman"), browser_of("culture_head")
    address = f"/ho-so-su-viec/{town.mandates['culture_head'].officer_id}/"
    sent = {"purpose": "replacement", "why": WHY, "since": "01/01/2026", "until": "31/03/2026"}
    assert "ít nhất 10 ký tự" in chairman.post(address, {**sent, "why": "xem"}).content.decode()
    assert chairman.post(address, sent).status_code == 302
    file = FactFile.objects.get()
    page = f"/ho-so-su-viec/tep/{file.pk}/"
    with pinned_queries("a file of facts"):
        assert WHY in chairman.get(page).content.decode()
    chairman.get(page)
    assert chairman.get(f"{page}ban-in/").content[:2] == b"PK"
    assert WHY in head.get("/ho-so-su-viec/").content.decode()
    assert head.post(f"{page}y-kien/", {"comment": "Đơn vị thiếu hai người từ tháng 1"}).status_code == 302
    assert "thiếu hai người" in chairman.get(page).content.decode()
    verbs = list(Entry.objects.filter(stream_id=file.pk).order_by("seq").values_list("verb", flat=True))
    assert verbs == ["made", "viewed", "taken_away", "commented"]
    for key in ("officer", "admin", "economy_head", "mayor"):
        assert browser_of(key).get(page).status_code == 404
    assert head.get(address).status_code == 200
    assert browser_of("officer").get(address).status_code == 403
    with pytest.raises(Denied):
        comment_factfile(file, comment="x", by=town.actor("chairman"), at=on(31, 19))


def test_a_directive_is_counted_for_who_headed_the_unit_then(
    month: Month, at: Callable[[datetime], None], browser_of: Callable[[str], Client], pinned_queries: Pinned
) -> None:
    """A head leaves on 20 March: what fell due before is hers, what is handed in later the successor's."""
    town = month.town
    in_time, late, open_ = (month.give(None, to="officer", due=date(2026, 3, day)) for day in (10, 12, 30))
    month.done(in_time, on(9))
    note_lateness(on(16), worker_actor())
    file = StoredFile.objects.create(digest="d" * 64, size=1, media_type="text/plain", stored_at=on(1))
    directive = Directive.objects.create(
        body=town.units["ward"], state="handled", number="12/CT", subject="Đường hoa", folded="duong hoa", file=file,
        file_name="12.txt", received_at=on(1),
    )  # fmt: skip
    for n, task in enumerate((in_time, late, open_)):
        Proposal.objects.create(directive=directive, order=n, anchor=f"b{n}", text="x", task=task)
    mandate, day = town.mandates["culture_head"], date(2026, 3, 20)
    Mandate.objects.filter(pk=mandate.pk).update(valid_to=day)
    successor = Mandate.objects.create(officer=town.mandates["vice"].officer, post=mandate.post, valid_from=day)
    rows = {row.mandate: row for row in results_by_head(directive.pk, on(25))}
    first, second = rows[mandate], rows[successor]
    assert (first.done_in_time, first.open_late, first.total, first.share) == (1, 1, 2, 50)
    assert (second.open_in_time, second.total, second.share) == (1, 1, None)
    found = results_of_officer(mandate.officer_id, [directive.pk], on(25))
    assert found[directive.pk].total == 2
    at(on(25))
    with pinned_queries("a directive by head"):
        page = browser_of("chairman").get(f"/khen-thuong/van-ban/{directive.pk}/").content.decode()
    assert "Nguyễn Văn culture_head" in page
    assert browser_of("secretary").get(f"/khen-thuong/van-ban/{directive.pk}/").status_code == 404

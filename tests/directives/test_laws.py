"""A law comes in and becomes ready: what it says of itself, who is waited for, the work for it, and how it is found again."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from roviec.core.problems import Invalid
from roviec.core.provisions.readiness import Readiness
from roviec.directives import actions, queries
from roviec.directives.models import Directive, Guidance, LegalEffect, Provision
from roviec.ledger.models import Entry
from roviec.work import actions as work
from tests.directives.conftest import sample
from tests.work.town import NOW, Town, later

LAWS = Path(__file__).parent / "laws"
LAW, CIRCULAR = "luat-mau.docx", "tt-mau.docx"


def take_in(town: Town, name: str, *, key: str = "clerk") -> Directive:
    return actions.receive_directive((LAWS / name).read_bytes(), name, by=town.actor(key), at=NOW).directive


def cited(law: Directive, cite: str) -> Provision:
    return law.provisions.get(cite=cite)


def tally(town: Town, law: Directive, *, days: int = 0) -> tuple[int, int, int, int]:
    ready = queries.readiness([LegalEffect.objects.get(directive=law)], town.actor("clerk"), later(days))[law.pk]
    return tuple(ready.tally[one] for one in (Readiness.READY, Readiness.WORKING, Readiness.WAITING, Readiness.LATE))


def readiness_work(town: Town, *provisions: Provision, **fields: object) -> actions.Work:
    values = {
        "title": "Chuẩn bị thi hành",
        "deliverable": "Tờ trình",
        "lead_unit": town.units["home"],
        "accountable_post": town.posts["mayor"],
        "authority": "Chủ tịch UBND Thành phố",
    }
    return actions.Work([one.pk for one in provisions], work.TaskFields(**(values | fields)))


def test_a_law_waits_gets_work_and_guidance_and_is_ready_on_its_day(town: Town) -> None:
    clerk = town.actor("clerk")
    law = take_in(town, LAW)
    effect = LegalEffect.objects.get(directive=law)
    assert (effect.effective_on, effect.said_in.cite) == (date(2026, 7, 1), "khoản 1 Điều 8")
    assert [one["number"] for one in effect.ended] == ["64/2010/NĐ-CP"]
    assert cited(law, "Điều 6").effective_on == date(2026, 3, 1) and cited(law, "Điều 5").effective_on == date(
        2026, 7, 1
    )
    proposed = {(one.provision.cite, one.issuer) for one in law.guidance.filter(sure__gte=0.8)}
    assert proposed == {
        ("khoản 2 Điều 3", "Ủy ban nhân dân cấp tỉnh"),
        ("khoản 3 Điều 3", "Chính phủ"),
        ("khoản 2 Điều 4", "Bộ trưởng Bộ Xây dựng"),
        ("Điều 6", "Hội đồng nhân dân cấp tỉnh"),
    }

    sure = law.guidance.filter(sure__gte=0.8).values_list("pk", flat=True)
    actions.confirm_effect(law.pk, effective_on=date(2026, 7, 1), waiting=list(sure), by=clerk, at=NOW)
    assert Counter(law.guidance.values_list("state", flat=True)) == {"waiting": 4, "dropped": 2}
    assert tally(town, law) == (6, 0, 3, 0)  # nine articles: 3, 4 and 6 wait

    # Own guidance of the city is work: due by itself on the day that its provision takes effect.
    (task,) = actions.give_readiness_work(
        law.pk, [readiness_work(town, cited(law, "khoản 2 Điều 3"), cited(law, "Điều 5"))], by=clerk, at=NOW
    )
    law.refresh_from_db()
    assert task.plan_id == law.plan_id and law.plan.ends_on == date(2026, 7, 1)
    task.refresh_from_db()
    assert task.state == "assigned" and task.clock.due.date() == date(2026, 3, 1)
    assert tally(town, law) == (5, 1, 3, 0)
    assert tally(town, law, days=200) == (5, 0, 2, 2)  # overdue: articles 3 and 5

    # The circular comes in and fulfils what article 4 waited for.
    circular = take_in(town, CIRCULAR)
    waits = law.guidance.get(issuer="Bộ trưởng Bộ Xây dựng", state="waiting")
    with pytest.raises(Invalid):
        actions.fulfil_guidance(waits.pk, on=date(2026, 1, 5), document="92/2025/TT-BXD", by=clerk, at=NOW)
    actions.fulfil_guidance(waits.pk, on=date(2025, 12, 1), fulfilled_by=circular.pk, by=clerk, at=NOW)
    waits.refresh_from_db()
    assert (waits.state, waits.document) == ("fulfilled", "92/2025/TT-BXD")
    assert tally(town, law) == (6, 1, 2, 0)

    verbs = Entry.objects.filter(stream_id=law.pk).order_by("seq").values_list("verb", flat=True)
    assert list(verbs) == ["received", "effect_confirmed", "readiness_planned", "guidance_fulfilled"]


def test_work_with_gaps_gives_nothing_out_and_leaves_no_plan_behind(town: Town) -> None:
    law = take_in(town, LAW)
    gap = readiness_work(town, cited(law, "Điều 5"), lead_unit=None)
    with pytest.raises(Invalid):
        actions.give_readiness_work(law.pk, [gap], by=town.actor("clerk"), at=NOW)
    law.refresh_from_db()
    assert law.plan is None


def test_a_plan_of_a_body_has_passages_and_no_effect_and_one_passage_may_have_several_tasks(town: Town) -> None:
    clerk = town.actor("clerk")
    plan = actions.receive_directive(sample("kh-617.docx"), "kh-617.docx", by=clerk, at=NOW).directive
    assert not LegalEffect.objects.filter(directive=plan).exists() and not Guidance.objects.exists()
    first = plan.proposals.filter(lead_units__isnull=False).order_by("order").first()
    more = {"by": clerk, "at": NOW, "unclear_reason": "Giao trước", "authority": "Giám đốc"}
    done = actions.confirm_proposals(plan.pk, [first.pk], **more)
    anchors = {anchor: row for row in plan.provisions.all() for anchor in row.anchors}
    passage = anchors[first.anchor]
    second = actions.confirm_proposals(
        plan.pk, [plan.proposals.filter(state="proposed", lead_units__isnull=False).first().pk], **more
    )
    actions.link_task(passage.pk, second.tasks[0].pk, by=clerk, at=NOW)
    became = queries.became_of([passage], clerk, NOW)[passage.pk]
    assert {one.task.pk for one in became} == {done.tasks[0].pk, second.tasks[0].pk}
    # Every proposal stands in a passage of its document.
    assert {row.anchor for row in plan.proposals.all()} <= set(anchors)


def test_documents_of_before_are_divided_once(town: Town) -> None:
    law = take_in(town, LAW)
    rows = list(law.provisions.values_list("cite", "text"))
    Provision.objects.all().delete()
    LegalEffect.objects.all().delete()
    Directive.objects.update(divided=False)
    assert actions.divide_document(law.pk, by=town.actor("clerk"), at=NOW) == len(rows)
    assert list(law.provisions.values_list("cite", "text")) == rows
    assert actions.divide_document(law.pk, by=town.actor("clerk"), at=NOW) == 0


def test_words_find_passages_without_marks_phrases_first_and_only_what_may_be_seen(town: Town) -> None:
    law = take_in(town, LAW)
    hits, more = queries.search_provisions(town.actor("clerk"), "cay xanh cong cong", NOW)
    assert not more and hits[0].provision.cite == "khoản 1 Điều 5"
    assert ("cây xanh công cộng", True) in hits[0].pieces
    assert {hit.provision.cite for hit in hits} >= {"khoản 1 Điều 5", "khoản 1 Điều 2"}
    assert (
        queries.search_provisions(town.actor("clerk"), "khoản 3 điều 3", NOW)[0][0].waits_for[0].issuer == "Chính phủ"
    )
    assert queries.search_provisions(town.actor("clerk"), "cay xan", NOW) == ([], False)  # words are whole
    assert queries.search_provisions(town.actor("officer"), "cay xanh", NOW)[0] == []
    assert law.provisions.filter(words__contains=" cay xanh ").count() > 5

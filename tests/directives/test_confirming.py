"""Proposals become tasks when a person confirms them, and not before."""

from datetime import date

import pytest

from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.directives.actions import (
    Changes,
    External,
    confirm_proposals,
    correct_proposal,
    drop_proposal,
    merge_proposals,
    readdress,
    receive_directive,
    restore_proposal,
    split_proposal,
)
from roviec.directives.models import Directive, Proposal
from roviec.directives.queries import source_of
from roviec.ledger.actions import Conflict
from roviec.ledger.models import OutboxMessage
from roviec.organisation.models import Unit
from roviec.work.models import Task, TaskState
from tests.directives.conftest import sample
from tests.work.town import NOW, Town, later


@pytest.fixture
def directive(town: Town) -> Directive:
    return receive_directive(sample("kh-617.xlsx"), "kh-617.xlsx", by=town.actor("clerk"), at=NOW).directive


def row(directive: Directive, start: str) -> Proposal:
    return next(p for p in directive.proposals.all() if p.text.startswith(start))


def criteria(directive: Directive) -> Proposal:
    return row(directive, "Xây dựng Bộ tiêu chí")


AUTHORITY = "Giám đốc Sở quyết định"


def test_nothing_is_a_task_before_somebody_confirms(directive: Directive) -> None:
    assert directive.proposals.count() == 11
    assert not Task.objects.filter(plan__code="617/KH-UBND").exists()


def test_a_clear_row_is_given_to_its_lead_and_points_back_at_its_place(town: Town, directive: Directive) -> None:
    proposal = criteria(directive)
    correct_proposal(proposal.pk, Changes(deliverable="Bộ tiêu chí"), by=town.actor("clerk"), at=NOW)

    done = confirm_proposals(directive.pk, [proposal.pk], by=town.actor("clerk"), at=NOW, authority=AUTHORITY)

    task = Task.objects.get(pk=done.tasks[0].pk)
    assert (done.assigned, done.kept_as_draft) == (1, [])
    assert (task.state, task.lead_unit, task.plan.code) == (TaskState.ASSIGNED, town.units["science"], "617/KH-UBND")
    assert task.accountable_post == town.posts["science_head"]
    assert task.clock.due.date() == date(2025, 12, 31)
    assert source_of(task).anchor == proposal.anchor
    directive.refresh_from_db()
    assert (directive.state, directive.plan) == ("confirmed", task.plan)


def test_a_row_with_gaps_stays_a_draft_unless_a_reason_is_stated(town: Town, directive: Directive) -> None:
    first, second = list(directive.proposals.filter(lead_units=town.units["science"]))[:2]

    kept = confirm_proposals(directive.pk, [first.pk], by=town.actor("clerk"), at=NOW, authority=AUTHORITY)
    given = confirm_proposals(
        directive.pk, [second.pk], by=town.actor("clerk"), at=NOW, authority=AUTHORITY, unclear_reason="Việc gấp"
    )

    assert (kept.assigned, Task.objects.get(pk=kept.tasks[0].pk).state) == (0, TaskState.DRAFT)
    codes = {reason.code for _field, reason in kept.kept_as_draft[0][1].problems}
    assert codes == {"clarity.result_missing"}
    assert Task.objects.get(pk=given.tasks[0].pk).unclear_reason == "Việc gấp"
    assert given.plan == kept.plan, "all rows of one document stand in one plan"


def test_everybody_concerned_is_told_once_however_many_rows_they_get(town: Town, directive: Directive) -> None:
    rows = list(directive.proposals.filter(lead_units=town.units["science"]))
    OutboxMessage.objects.all().delete()

    done = confirm_proposals(
        directive.pk,
        [p.pk for p in rows],
        by=town.actor("clerk"),
        at=NOW,
        authority=AUTHORITY,
        unclear_reason="Giao trước",
    )

    assert done.assigned == len(rows) > 3
    assert OutboxMessage.objects.filter(topic__startswith="work.task").count() == 1


def test_several_leads_become_parts_with_one_holder_each(town: Town, directive: Directive) -> None:
    proposal = criteria(directive)
    leads = [town.units["science"].pk, town.units["trade"].pk]
    changes = Changes(lead_units=leads, deliverable="Bộ tiêu chí")
    correct_proposal(proposal.pk, changes, by=town.actor("clerk"), at=NOW)

    done = confirm_proposals(directive.pk, [proposal.pk], by=town.actor("clerk"), at=NOW, authority=AUTHORITY)

    whole = Task.objects.get(pk=done.tasks[0].pk)
    assert {part.lead_unit_id for part in whole.parts.all()} == set(leads)
    assert not whole.clock.counts and all(part.clock.counts for part in whole.parts.all())


def test_a_name_is_said_once_for_all_rows_and_the_document_remembers_it(town: Town) -> None:
    directive = receive_directive(sample("kh-617.docx"), "kh-617.docx", by=town.actor("clerk"), at=NOW).directive
    unknown = "Sở Văn hoá, Thể thao và Du lịch"
    rows = [p for p in directive.proposals.all() if unknown in p.leads]
    assert rows and not any(p.lead_units.exists() for p in rows)

    readdress(directive.pk, {unknown: town.units["culture"].pk}, by=town.actor("clerk"), at=NOW)

    assert all([unit.pk for unit in p.lead_units.all()] == [town.units["culture"].pk] for p in rows)
    directive.refresh_from_db()
    told = next(iter(directive.readdressed.values()))
    assert (told["name"], told["label"]) == (unknown, "Phòng Văn hóa - Xã hội")


def test_a_body_outside_is_made_once_whatever_its_spelling(town: Town, directive: Directive) -> None:
    readdress(directive.pk, {"Hiệp hội Doanh nghiệp": External()}, by=town.actor("clerk"), at=NOW)
    readdress(directive.pk, {"HIỆP HỘI DOANH NGHIỆP": External()}, by=town.actor("clerk"), at=NOW)

    outside = Unit.objects.get(is_external=True)
    assert outside.name == "Hiệp hội Doanh nghiệp"


def test_split_and_merge_keep_the_order_of_the_document(town: Town, directive: Directive) -> None:
    texts = list(directive.proposals.order_by("order").values_list("text", flat=True))
    first = directive.proposals.order_by("order").first()

    parts = split_proposal(first.pk, ["Phần một của việc", "Phần hai của việc"], by=town.actor("clerk"), at=NOW)
    now = list(directive.proposals.order_by("order").values_list("text", flat=True))
    assert now == ["Phần một của việc", "Phần hai của việc", *texts[1:]]

    merge_proposals([part.pk for part in parts], by=town.actor("clerk"), at=NOW)
    left = directive.proposals.exclude(state="dropped").order_by("order").values_list("text", flat=True)
    assert list(left) == ["Phần một của việc\nPhần hai của việc", *texts[1:]]


def test_a_confirmed_row_is_closed(town: Town, directive: Directive) -> None:
    proposal = criteria(directive)
    confirm_proposals(directive.pk, [proposal.pk], by=town.actor("clerk"), at=NOW, authority=AUTHORITY)

    for act in (
        lambda: correct_proposal(proposal.pk, Changes(text="Khác đi"), by=town.actor("clerk"), at=NOW),
        lambda: drop_proposal(proposal.pk, by=town.actor("clerk"), at=NOW),
        lambda: confirm_proposals(directive.pk, [proposal.pk], by=town.actor("clerk"), at=NOW),
    ):
        with pytest.raises(Invalid):
            act()
    assert Task.objects.filter(plan__code="617/KH-UBND").count() == 1


def test_a_dropped_row_can_be_taken_back(town: Town, directive: Directive) -> None:
    proposal = criteria(directive)
    drop_proposal(proposal.pk, by=town.actor("clerk"), at=NOW)
    restore_proposal(proposal.pk, by=town.actor("clerk"), at=later(hours=1))
    proposal.refresh_from_db()
    assert proposal.state == "proposed"


def test_who_looked_at_an_older_version_overwrites_nothing(town: Town, directive: Directive) -> None:
    proposal = criteria(directive)
    correct_proposal(proposal.pk, Changes(deliverable="Bộ tiêu chí"), by=town.actor("clerk"), at=NOW)

    for stale in ({"version": directive.version}, {"seen": proposal.version}):
        with pytest.raises(Conflict):
            correct_proposal(proposal.pk, Changes(deliverable="Khác"), by=town.actor("mayor"), at=NOW, **stale)
    proposal.refresh_from_db()
    assert proposal.deliverable == "Bộ tiêu chí"


@pytest.mark.parametrize(
    ("field", "value"), [("text", None), ("text", "  "), ("recurrence", "hằng tuần"), ("deliverable", "x" * 1001)]
)
def test_a_correction_that_no_task_could_carry_is_refused(
    town: Town, directive: Directive, field: str, value: str | None
) -> None:
    with pytest.raises(Invalid) as refusal:
        correct_proposal(criteria(directive).pk, Changes(**{field: value}), by=town.actor("clerk"), at=NOW)
    assert refusal.value.field == field


@pytest.mark.parametrize("key", ["officer", "chairman", "tracker", "secretary", "admin"])
def test_another_body_or_an_officer_confirms_nothing(town: Town, directive: Directive, key: str) -> None:
    with pytest.raises(Denied):
        confirm_proposals(directive.pk, [criteria(directive).pk], by=town.actor(key), at=NOW)
    assert not Task.objects.filter(plan__code="617/KH-UBND").exists()

"""Documents and the names in them go on with the unit that succeeds."""

import pytest

from roviec.directives.actions import receive_directive
from roviec.directives.estates import move_documents, move_proposals
from roviec.directives.models import Directive, Proposal
from roviec.ledger.models import Entry
from roviec.organisation import estates
from roviec.organisation.queries.actors import worker_actor
from tests.directives.conftest import sample
from tests.work.town import DAY, NOW, Town, later


def received(town: Town, body: str) -> Directive:
    return receive_directive(
        sample("kh-617.xlsx"), "kh-617.xlsx", by=worker_actor(), at=NOW, body=town.units[body]
    ).directive


def merge(town: Town, old: str, new: str) -> None:
    mapping = {town.units[old].pk: town.units[new].pk}
    move_documents(mapping, worker_actor(), later(1))
    move_proposals(mapping, worker_actor(), later(1))


def test_a_document_goes_on_at_the_successor_whatever_became_of_it(town: Town) -> None:
    directive = received(town, "city")
    Directive.objects.update(state=Directive.State.CONFIRMED)
    merge(town, "city", "ward")
    directive.refresh_from_db()
    assert directive.body == town.units["ward"]
    assert "directives.documents" not in estates.held_by([town.units["city"].pk], DAY)
    assert Entry.objects.filter(stream_id=directive.pk, verb="moved").count() == 1


@pytest.mark.parametrize(
    ("here", "there", "after"),
    [
        ("review", "review", {"review", "set_aside"}),
        ("review", "confirmed", {"confirmed", "set_aside"}),
        ("confirmed", "review", {"confirmed", "review"}),
        ("confirmed", "confirmed", {"confirmed"}),
        ("review", "set_aside", {"review", "set_aside"}),
    ],
)
def test_a_file_that_both_bodies_had_waits_once(town: Town, here: str, there: str, after: set[str]) -> None:
    moved, stayed = received(town, "city"), received(town, "ward")
    Directive.objects.filter(pk=moved.pk).update(state=here)
    Directive.objects.filter(pk=stayed.pk).update(state=there)
    merge(town, "city", "ward")
    states = Directive.objects.filter(body=town.units["ward"]).values_list("state", flat=True)
    assert (len(states), set(states)) == (2, after)


def test_proposals_that_wait_name_the_successor_once(town: Town) -> None:
    directive = received(town, "city")
    one, given = directive.proposals.all()[:2]
    science, finance = town.units["science"], town.units["finance"]
    for proposal in (one, given):
        proposal.lead_units.set([science])
        proposal.support_units.set([science, finance])
    Proposal.objects.filter(pk=given.pk).update(state=Proposal.State.CONFIRMED)
    merge(town, "science", "finance")
    assert (list(one.lead_units.all()), list(one.support_units.all())) == ([finance], [finance])
    assert list(given.lead_units.all()) == [science], "the past stays"
    assert "directives.proposals" not in estates.held_by([science.pk], DAY)

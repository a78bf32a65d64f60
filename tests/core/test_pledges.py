"""Who owes how many hard tasks, who may decide on them, and what can follow what."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roviec.core.pledges import (
    ENDED,
    RANKS,
    STEPS,
    TAKEN_ON,
    DecidingSeat,
    PledgeState,
    Quota,
    is_competent,
    quota_of,
    short_of,
    why_not,
)


def seat(rank: str, **more: bool) -> DecidingSeat:
    facts = {"same_body": True, "same_unit": False, "leads_unit": False, "body_above": False, **more}
    return DecidingSeat(rank, **facts)


@pytest.mark.parametrize(
    ("promises", "decides", "answer"),
    [
        ("staff", seat("head", same_unit=True), True),
        ("staff", seat("head"), False),
        ("staff", seat("deputy", same_unit=True), False),
        ("staff", seat("deputy_leader", leads_unit=True), True),
        ("staff", seat("deputy_leader"), False),
        ("head", seat("head", leads_unit=True), False),
        ("head", seat("leader"), True),
        ("deputy_leader", seat("leader"), True),
        ("deputy_leader", seat("deputy_leader", leads_unit=True), False),
        ("leader", seat("leader"), False),
        ("leader", seat("leader", same_body=False, body_above=True), True),
        ("leader", seat("deputy_leader", same_body=False, body_above=True), False),
        ("staff", seat("leader", same_body=False, body_above=True), False),
    ],
)
def test_a_head_above_decides_and_nobody_of_the_same_rank(promises: str, decides: DecidingSeat, answer: bool) -> None:
    assert is_competent(promises, decides) is answer


@given(rank=st.sampled_from(RANKS), unit=st.booleans(), leads=st.booleans())
@settings(max_examples=40)
def test_nobody_decides_for_a_seat_of_the_own_rank_in_the_own_body(rank: str, unit: bool, leads: bool) -> None:
    assert not is_competent(rank, seat(rank, same_unit=unit, leads_unit=leads))


def test_a_quota_that_names_a_title_comes_before_one_for_the_whole_rank() -> None:
    quotas = [Quota("leader", "", 2), Quota("leader", "Thường vụ; Thường trực", 3), Quota("staff", "", 1)]
    assert quota_of("leader", "Ủy viên Ban Thường vụ, Bí thư", quotas) == quotas[1]
    assert quota_of("leader", "Bí thư chi bộ", quotas) == quotas[0]
    assert quota_of("deputy", "Phó Trưởng phòng", quotas) is None


def test_what_was_taken_on_counts_however_it_ended_and_a_proposal_does_not() -> None:
    assert short_of(3, ["approved", "protected", "failed"]) == 0
    assert short_of(3, ["proposed", "refused", "withdrawn", "kept"]) == 2
    assert short_of(1, ["kept", "kept"]) == 0


@given(state=st.sampled_from(PledgeState), verb=st.sampled_from(sorted(STEPS)))
@settings(max_examples=40)
def test_nothing_follows_an_end_and_every_refusal_has_its_reason(state: PledgeState, verb: str) -> None:
    refused = why_not(verb, state)
    if state in ENDED or state not in TAKEN_ON | {PledgeState.PROPOSED}:
        assert refused is not None
    assert refused is None or refused.code == f"pledge.is_{state.value}"

"""Who may do what in the organisation, as one table: every action that is listed, for every role."""

from uuid import uuid4

import pytest

from roviec.core.actor import Actor, ActorKind, Duty
from roviec.organisation.permissions import PERMISSIONS, Scope

BODY, OTHER, UNIT = uuid4(), uuid4(), uuid4()


def actor(*duties: Duty, kind: ActorKind = ActorKind.PERSON, led: frozenset = frozenset()) -> Actor:
    return Actor(
        uuid4(), "x", kind, body_id=BODY, duties=frozenset(duties), bodies_seen=frozenset({BODY}), units_led=led
    )


ROLES = {
    "admin": actor(Duty.ADMIN),
    "worker": actor(kind=ActorKind.WORKER),
    "clerk": actor(Duty.STAFF, Duty.CLERK),
    "head": actor(Duty.HEAD, led=frozenset({UNIT})),
    "staff": actor(Duty.STAFF),
}
SCOPES = {
    "own": Scope.of([BODY], [UNIT]),  # a unit of the actor's body, led by the head
    "other": Scope.of([OTHER], [uuid4()]),
    "both": Scope.of([BODY, OTHER], [UNIT]),
    "none": Scope(),  # stands in no body yet
}
ALL, SYSTEM = set(SCOPES), {"admin", "worker"}
KEEPING = [
    "create_unit",
    "edit_unit",
    "rename_unit",
    "place_unit",
    "close_unit",
    "change_calendar",
    "add_alias",
    "add_function",
    "end_function",
    "create_post",
    "close_post",
    "give_mandate",
    "end_mandate",
    "give_portfolio",
    "end_portfolio",
    "give_delegation",
    "end_delegation",
    "draft_restructuring",
    "restructure",
]
TABLE: dict[str, dict[str, set[str]]] = {
    **{action: {"clerk": {"own"}} for action in KEEPING},
    **{action: {"clerk": {"own", "none"}} for action in ("create_officer", "edit_officer")},
    **{action: {"clerk": {"own", "none"}, "head": {"own", "both"}} for action in ("record_absence", "end_absence")},
    **{
        action: {"clerk": ALL}
        for action in ("see_administration", "create_job_type", "check_register", "apply_register")
    },
    **{
        action: {"clerk": ALL, "head": ALL, "staff": ALL}
        for action in ("see_units", "see_officers", "see_job_types", "see_calendars")
    },
    "add_outside_body": {"clerk": ALL, "head": ALL},
    "apply_mergers": {},
    "appoint_administrator": {},
}


def test_the_table_names_every_action() -> None:
    assert set(TABLE) == set(PERMISSIONS)


@pytest.mark.parametrize("action", sorted(TABLE))
@pytest.mark.parametrize("role", ROLES)
def test_each_role_may_do_exactly_what_the_table_says(action: str, role: str) -> None:
    expected = ALL if role in SYSTEM else TABLE[action].get(role, set())
    assert {name for name, scope in SCOPES.items() if PERMISSIONS.allows(ROLES[role], action, scope)} == expected


def test_what_is_not_listed_is_denied() -> None:
    assert not PERMISSIONS.allows(ROLES["admin"], "drop_everything", Scope())

"""Documents come in, are re-addressed, dated where they name no date, and given out, by the office of the city."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from importlib.resources import files
from itertools import cycle
from uuid import UUID

from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.core.unit_names import name_key
from roviec.demo.story import TO_LOCAL_GOVERNMENTS, Arrival
from roviec.directives.actions import (
    Changes,
    External,
    confirm_proposals,
    correct_proposal,
    drop_proposal,
    readdress,
    receive_directive,
)
from roviec.directives.models import Directive, Proposal
from roviec.organisation.models import Unit
from roviec.organisation.queries.names import find_units

AUTHORITY = "Đơn vị chủ trì quyết định trong phạm vi chức năng; việc vượt thẩm quyền trình Chủ tịch UBND Thành phố"
CROWD = 50  # more leads than this are all the wards
UNCLEAR_REASON = "Văn bản cấp trên không nêu đủ; Văn phòng giao trước, đơn vị chủ trì bổ sung khi tiếp nhận"


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), VIETNAM)


def take_in(arrival: Arrival, *, by: Actor, say: Callable[[str], None]) -> Directive:
    """Receive, address, date, confirm. Rows whose lead stays a vague crowd are dropped with that reason, as an office does."""
    say(arrival.file)
    at = moment(arrival.on, 8, 15)
    data = (files("roviec.demo") / "data/directives" / arrival.file).read_bytes()
    directive = receive_directive(data, arrival.file, by=by, at=at).directive
    if arrival.review_only:
        return directive
    _address(directive, arrival, by=by, at=at + timedelta(minutes=10))
    _complete(directive, arrival, by=by, at=at + timedelta(minutes=30))
    ready = list(_ready(directive, arrival.crowds))
    confirm_proposals(
        directive.pk,
        ready,
        by=by,
        at=at + timedelta(hours=1),
        authority=AUTHORITY,
        unclear_reason=UNCLEAR_REASON,
    )
    directive.refresh_from_db()
    return directive


def _address(directive: Directive, arrival: Arrival, *, by: Actor, at: datetime) -> None:
    names = {
        name for p in directive.proposals.all() for name, how in p.found["units"].items() if how in ("none", "many")
    }
    mapped = {name_key(name): target for name, target in arrival.mapping.items()}
    targets = find_units({*mapped.values(), *filter(None, [arrival.local])}, at.astimezone(VIETNAM).date())
    mapping: dict[str, UUID | External] = {}
    for name in sorted(names):
        key = name_key(name)
        if key in mapped:
            mapping[name] = _one(targets[mapped[key]]).pk
        elif arrival.local and any(name_key(words) in key for words in TO_LOCAL_GOVERNMENTS):
            mapping[name] = _one(targets[arrival.local]).pk
        elif _is_named_body(name):
            mapping[name] = External()
    if mapping:
        readdress(directive.pk, mapping, by=by, at=at)


def _complete(directive: Directive, arrival: Arrival, *, by: Actor, at: datetime) -> None:
    days = cycle(arrival.due)
    for proposal in directive.proposals.filter(state=Proposal.State.PROPOSED):
        leads = list(proposal.lead_units.all())
        if not leads:
            drop_proposal(proposal.pk, by=by, at=at, reason="Không có đơn vị chủ trì cụ thể")
            continue
        here = any(not lead.is_external for lead in leads)
        if not here and proposal.due and proposal.due < arrival.on:
            drop_proposal(proposal.pk, by=by, at=at, reason="Việc của cơ quan ngoài, hạn đã qua trước khi văn bản đến")
            continue
        if here and arrival.due and not proposal.recurrence and (proposal.due is None or proposal.due < arrival.on):
            deliverable = proposal.deliverable or "Báo cáo kết quả thực hiện"
            correct_proposal(proposal.pk, Changes(due=next(days), deliverable=deliverable), by=by, at=at)


def _ready(directive: Directive, crowds: int) -> Iterator[UUID]:
    """Rows with a lead; of those for all wards at once only the first few."""
    for proposal in directive.proposals.filter(state=Proposal.State.PROPOSED).order_by("order"):
        leads = proposal.lead_units.count()
        if leads > CROWD:
            crowds -= 1
        if leads and (leads <= CROWD or crowds >= 0):
            yield proposal.pk


def _one(units: list[Unit]) -> Unit:
    """The only unit; a name of the story that gives none or several is a mistake in the story."""
    (unit,) = units
    return unit


def _is_named_body(name: str) -> bool:
    """A proper name ("Bộ Tài chính"), not a crowd ("các đơn vị liên quan")."""
    first = name.split()[0].lower() if name.split() else ""
    return first not in {"các", "những", "cơ", "đơn", "tổ", "một", "toàn", "hệ"} and len(name) < 120

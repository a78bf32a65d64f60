"""Who takes and leaves which post."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from roviec.core.actor import Actor
from roviec.core.dated_tree import overlap
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.ledger.actions import lock, record
from roviec.ledger.bulk import record_each
from roviec.ledger.ids import new_id
from roviec.organisation.actions.checks import ends_after_start, existing, fits, in_batches, required
from roviec.organisation.models import Mandate, Officer, Post
from roviec.organisation.models.mandate import MandateKind
from roviec.organisation.permissions import PERMISSIONS, Scope


@dataclass(frozen=True, slots=True)
class NewMandate:
    """`is_scoring` None: yes, unless the post is held beside another one (kiêm nhiệm)."""

    officer: UUID
    post: UUID
    valid_from: date
    kind: str = MandateKind.APPOINTED
    document: str = ""
    valid_to: date | None = None
    is_scoring: bool | None = None
    id: UUID = field(default_factory=new_id)

    @property
    def scores(self) -> bool:
        return self.kind != MandateKind.CONCURRENT if self.is_scoring is None else self.is_scoring


def give_mandate(new: NewMandate, *, by: Actor, at: datetime) -> Mandate:
    return give_mandates([new], by=by, at=at)[0]


def give_mandates(rows: Sequence[NewMandate], *, by: Actor, at: datetime) -> list[Mandate]:
    """Raises Invalid where a post has another holder in those days, is closed, or an officer would be scored in two units at once."""
    with transaction.atomic():
        posts = existing(Post, {row.post for row in rows}, "post", "unit")
        officers = existing(Officer, {row.officer for row in rows}, "officer")
        for row in rows:
            PERMISSIONS.require(by, "give_mandate", Scope.of([posts[row.post].unit.body_id]))
            if posts[row.post].administers and not PERMISSIONS.allows(by, "appoint_administrator"):
                raise Invalid("post", Reason("organisation.administrators_only"))
            required(valid_from=row.valid_from)
            ends_after_start(row.valid_from, row.valid_to)
            _check_post(posts[row.post], row)
        _check_overlaps(rows, posts, officers)
        mandates = [
            Mandate(
                id=row.id,
                officer_id=row.officer,
                post_id=row.post,
                kind=row.kind,
                document=row.document,
                is_scoring=row.scores,
                valid_from=row.valid_from,
                valid_to=row.valid_to,
            )
            for row in rows
        ]
        for mandate in mandates:
            fits(mandate, ("kind", "document"))
        record_each(mandates, "mandate_given", by=by, at=at, data=mandate_facts)
        return mandates


def end_mandate(
    mandate_id: UUID, *, on: date, document: str = "", by: Actor, at: datetime, version: int | None = None
) -> Mandate:
    """The last day in office is the one before `on`."""
    with transaction.atomic():
        mandate = lock(Mandate, mandate_id, version=version, related=("post", "post__unit"))
        PERMISSIONS.require(by, "end_mandate", Scope.of([mandate.post.unit.body_id]))
        if mandate.valid_to is not None and mandate.valid_to <= on:
            raise Invalid(None, Reason("organisation.already_closed"))
        ends_after_start(mandate.valid_from, on)
        mandate.valid_to = on
        record(mandate, "mandate_ended", by=by, at=at, data={"on": on, "document": document}, changed=["valid_to"])
        return mandate


def mandate_facts(mandate: Mandate) -> dict[str, object]:
    return {
        "officer": mandate.officer_id,
        "post": mandate.post_id,
        "kind": mandate.kind,
        "document": mandate.document,
        "valid_from": mandate.valid_from,
        "valid_to": mandate.valid_to,
    }


def _check_post(post: Post, row: NewMandate) -> None:
    if row.valid_from < post.valid_from or (post.valid_to is not None and row.valid_from >= post.valid_to):
        raise Invalid(
            "post", Reason("organisation.post_not_in_force", {"title": post.title, "day": f"{row.valid_from:%d/%m/%Y}"})
        )


def _check_overlaps(rows: Sequence[NewMandate], posts: dict[UUID, Post], officers: dict[UUID, Officer]) -> None:
    """One holder per post and day; one scoring mandate per officer and day."""
    on_post: dict[UUID, list[Span]] = defaultdict(list)
    scoring: dict[UUID, list[Span]] = defaultdict(list)
    for mandate in in_batches(Mandate.objects.all(), "post", posts):
        on_post[mandate.post_id].append((mandate.valid_from, mandate.valid_to))
    for mandate in in_batches(Mandate.objects.filter(is_scoring=True), "officer", officers):
        scoring[mandate.officer_id].append((mandate.valid_from, mandate.valid_to))
    problems: list[tuple[str | None, Reason]] = []
    for row in rows:
        span = (row.valid_from, row.valid_to)
        if _touches(span, on_post[row.post]):
            post = posts[row.post]
            problems.append(("post", Reason("organisation.post_taken", {"title": post.title, "unit": post.unit.name})))
        on_post[row.post].append(span)
        if row.scores:
            if _touches(span, scoring[row.officer]):
                name = officers[row.officer].full_name
                problems.append(("is_scoring", Reason("organisation.scored_twice", {"officer": name})))
            scoring[row.officer].append(span)
    if problems:
        raise Invalid.many(problems)


Span = tuple[date, date | None]


def _touches(span: Span, others: Iterable[Span]) -> bool:
    return any(overlap(*span, *other) for other in others)

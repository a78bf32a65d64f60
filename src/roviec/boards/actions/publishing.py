"""A leader shows a plan to the public, or takes it down; the worker keeps the files as the work stands."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify

from roviec.boards.models import Publication
from roviec.boards.permissions import PERMISSIONS
from roviec.boards.public.files import Pages, keep_only, take_down, write_pages
from roviec.boards.public.pages import index_page, pages_of
from roviec.boards.queries.public import public_plan, published
from roviec.core.actor import Actor
from roviec.core.text import fold
from roviec.ledger.actions import lock, record
from roviec.work.models import Plan


def publish_plan(plan: Plan | UUID, *, by: Actor, at: datetime) -> Publication:
    """On from now; the files stand at the worker's next round."""
    with transaction.atomic():
        found = lock(Plan, plan.pk if isinstance(plan, Plan) else plan)
        PERMISSIONS.require(by, "publish_plan", found)
        known = Publication.objects.select_for_update().filter(plan=found).first()
        if known is None:
            known = Publication(plan=found, slug=_slug(found), is_on=True, published_at=at)
            record(known, "published", by=by, at=at, data={"plan": found.pk, "title": found.title, "slug": known.slug})
        elif not known.is_on:
            known.is_on, known.published_at = True, at
            record(known, "published", by=by, at=at, data={"plan": found.pk}, changed=["is_on", "published_at"])
    return known


def withdraw_plan(plan: Plan | UUID, *, by: Actor, at: datetime) -> Publication:
    """Gone at once: the files are removed as soon as the decision is kept. On other machines their worker removes them."""
    with transaction.atomic():
        found = lock(Plan, plan.pk if isinstance(plan, Plan) else plan)
        PERMISSIONS.require(by, "withdraw_plan", found)
        known = Publication.objects.select_for_update().get(plan=found)
        if known.is_on:
            known.is_on, known.withdrawn_at = False, at
            record(known, "withdrawn", by=by, at=at, data={"plan": found.pk}, changed=["is_on", "withdrawn_at"])
        slug = known.slug
        transaction.on_commit(lambda: take_down(settings.PUBLIC_ROOT, slug))
    return known


def write_publications(now: datetime, by: Actor) -> int:
    """The worker's: files of what is on, written where they differ; folders of what is not on are removed. Gives how many it wrote."""
    listed = list(published())
    root = settings.PUBLIC_ROOT
    if not listed and not root.exists():
        return 0
    written = 0
    heads: list[tuple[str, str, str]] = []
    for one in listed:
        facts = public_plan(one.plan, by, now)
        heads.append((one.slug, facts.title, facts.body))
        written += write_pages(root / one.slug, Pages(pages_of(facts, one.slug)))
    keep_only(root, {one.slug for one in listed})
    # Whoever took a plan down meanwhile has removed its files; they must not come back.
    for slug in {one.slug for one in listed} - set(published().values_list("slug", flat=True)):
        take_down(root, slug)
    written += write_pages(root, Pages(index_page(heads)))
    return written


def _slug(plan: Plan) -> str:
    words = slugify(fold(plan.code or plan.title))[:60].strip("-") or "ke-hoach"
    return f"{words}-{plan.pk.hex[-8:]}"

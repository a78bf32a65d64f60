"""Keeping a view of a list. A private wish like a bookmark: it changes nothing of the work and is not in the ledger."""

from datetime import datetime
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from django.urls import Resolver404, resolve

from roviec.boards.models import SavedView
from roviec.core.actor import Actor
from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason

# So many views of one page are a list that somebody still finds something in.
MOST = 30
# Of an address, what is no filter.
NOT_KEPT = {"trang"}


def kept_query(query: str) -> str:
    """The filters of an address, in one spelling, without the page of a long list."""
    return urlencode([pair for pair in parse_qsl(query) if pair[0] not in NOT_KEPT])


def save_view(*, name: str, path: str, query: str, shared: bool, by: Actor, at: datetime) -> SavedView:
    """The address under a name; saved again under the same name, it is replaced. Raises Invalid for an address that is no page here."""
    name = " ".join(name.split())[:100]
    if not name:
        raise Invalid("name", Reason("view.name_missing"))
    try:
        resolve(path)
    except Resolver404:
        raise Invalid("path", Reason("view.no_page")) from None
    kept = kept_query(query)
    if len(kept) > 1000 or len(path) > 300:
        raise Invalid("path", Reason("view.too_long"))
    own = SavedView.objects.filter(owner=by.account_id, path=path)
    if own.exclude(name=name).count() >= MOST:
        raise Invalid(None, Reason("view.too_many", {"most": MOST}))
    values = {"query": kept, "shared": shared, "created_at": at}
    return own.update_or_create(owner_id=by.account_id, path=path, name=name, defaults=values)[0]


def delete_view(pk: UUID, *, by: Actor) -> None:
    """Only one's own. Raises Denied for another's."""
    gone, _by_model = SavedView.objects.filter(pk=pk, owner=by.account_id).delete()
    if not gone:
        raise Denied("boards.delete_view")

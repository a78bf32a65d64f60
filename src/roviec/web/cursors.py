"""Pages of a list by cursor: an opaque, signed place (sort value, id), so that nothing is skipped or shown twice while rows come in."""

from typing import Any, TypeVar

from django.core import signing
from django.db.models import F, Model, Q, QuerySet

from roviec.core.problems import Invalid
from roviec.core.reasons import Reason

Row = TypeVar("Row", bound=Model)
SALT = "roviec.cursor"
LONGEST_PAGE = 200


def cursor_page(
    rows: QuerySet[Row], *, key: str, cursor: str = "", limit: int = 50, descending: bool = False
) -> tuple[list[Row], str | None]:
    """One page in the order (`key`, id), rows without the key last, and the cursor of the next page or None.

    `key` is a field of the model. Raises Invalid for a cursor that is not ours, or of another list.
    """
    limit = max(1, min(limit, LONGEST_PAGE))
    order = F(key).desc(nulls_last=True) if descending else F(key).asc(nulls_last=True)
    rows = rows.order_by(order, "pk")
    field = rows.model._meta.get_field(key)
    place = f"{rows.model._meta.label_lower}:{key}:{int(descending)}"
    if cursor:
        value, pk = _read(cursor, place)
        rows = rows.filter(_after(key, None if value is None else field.to_python(value), pk, descending))
    found = list(rows[: limit + 1])
    if len(found) <= limit:
        return found, None
    last = found[limit - 1]
    value = None if getattr(last, field.attname) is None else field.value_to_string(last)
    return found[:limit], signing.dumps([place, value, str(last.pk)], salt=SALT)


def _read(cursor: str, place: str) -> tuple[Any, str]:
    try:
        made_for, value, pk = signing.loads(cursor, salt=SALT)
    except (signing.BadSignature, ValueError):
        made_for = value = pk = None
    if made_for != place:
        raise Invalid("cursor", Reason("request.bad_cursor"))
    return value, pk


def _after(key: str, value: Any, pk: str, descending: bool) -> Q:
    if value is None:
        return Q(**{f"{key}__isnull": True, "pk__gt": pk})
    beyond = Q(**{f"{key}__{'lt' if descending else 'gt'}": value})
    return beyond | Q(**{key: value, "pk__gt": pk}) | Q(**{f"{key}__isnull": True})

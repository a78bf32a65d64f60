"""Several counts in one query."""

from uuid import UUID

from django.db.models import IntegerField, QuerySet, Subquery

from roviec.organisation.models import Unit


class HowMany(Subquery):
    """The number of rows of a query, as a column of another one."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


def counts_at_once(body_id: UUID | None, **rows: QuerySet) -> dict[str, int]:
    """Name -> number of rows. The body's own row only carries them; without a body nothing is counted. One query."""
    if body_id is None:
        return dict.fromkeys(rows, 0)
    asked = {name: HowMany(one.order_by().values("pk")) for name, one in rows.items()}
    counts = Unit.objects.filter(pk=body_id).annotate(**asked).values_list(*asked).get()
    return dict(zip(asked, counts, strict=True))

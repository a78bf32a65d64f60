"""Who does it, from the last hold of somebody at work; and what lay with outside bodies no longer waits for a name."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def fill(apps, schema_editor):
    Clock, Hold = (apps.get_model("custody", name) for name in ("Clock", "Hold"))
    abroad = {"holder_unit__is_external": True, "holder_post": None, "closed_at": None}
    Clock.objects.filter(hold_kind="unnamed", **abroad).update(hold_kind="outside")
    Hold.objects.filter(kind="unnamed", unit__is_external=True, post=None).update(kind="outside")
    at_work = Hold.objects.filter(clock=OuterRef("pk"), kind="working").order_by("-since").values("unit")[:1]
    Clock.objects.exclude(hold_kind__in=("unnamed", "outside")).update(doer_unit=Subquery(at_work))


class Migration(migrations.Migration):
    dependencies = [("custody", "0007_who_does_it")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]

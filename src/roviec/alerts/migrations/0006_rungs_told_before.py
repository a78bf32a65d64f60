from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# Before there were ladders, "due soon" was told three working days ahead and "late" at once.
TOLD = {"due_soon": -3, "late": 0}


def name_their_rung(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    transitions = apps.get_model("alerts", "Transition").objects
    for kind, step in TOLD.items():
        transitions.filter(kind=kind).update(ladder="chung@2020-01-01", step=step)


class Migration(migrations.Migration):
    dependencies = [("alerts", "0005_ladders")]
    operations = [migrations.RunPython(name_their_rung, migrations.RunPython.noop)]

"""The account under which the system itself acts: nothing happens without an actor."""

from django.db import migrations

from roviec.ledger.ids import new_id


def create(apps, schema_editor):
    account = apps.get_model("organisation", "Account")
    account.objects.create(id=new_id(), username="worker", kind="worker", password="!", must_change_password=False)


def remove(apps, schema_editor):
    apps.get_model("organisation", "Account").objects.filter(username="worker").delete()


class Migration(migrations.Migration):
    dependencies = [("organisation", "0001_initial")]
    operations = [migrations.RunPython(create, remove)]

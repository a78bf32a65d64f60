"""The table of the cache that all web processes share (throttles): made here, so that nobody has to run createcachetable."""

from django.core.management import call_command
from django.db import migrations


def create(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE IF EXISTS cache")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_entries_are_final")]
    operations = [migrations.RunPython(create, drop)]

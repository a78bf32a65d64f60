"""Searching a million tasks by parts of words."""

from django.db import migrations

from roviec.ledger.trigrams import drop_index, index_words


def add(apps, schema_editor):
    index_words(schema_editor, "work_task", "folded", "work_words_of_tasks")


def remove(apps, schema_editor):
    drop_index(schema_editor, "work_words_of_tasks")


class Migration(migrations.Migration):
    dependencies = [("work", "0006_reminders")]
    operations = [migrations.RunPython(add, remove)]

"""The database itself refuses to change or remove an entry: a stray UPDATE is stopped before `ledger verify` has to find it."""

from django.db import migrations

SQLITE = [
    """CREATE TRIGGER ledger_entry_unchanged BEFORE UPDATE ON ledger_entry
       BEGIN SELECT RAISE(ABORT, 'ledger entries are final'); END""",
    """CREATE TRIGGER ledger_entry_kept BEFORE DELETE ON ledger_entry
       BEGIN SELECT RAISE(ABORT, 'ledger entries are final'); END""",
]
POSTGRESQL = [
    """CREATE FUNCTION ledger_entry_is_final() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'ledger entries are final'; END $$""",
    """CREATE TRIGGER ledger_entry_final BEFORE UPDATE OR DELETE ON ledger_entry
       FOR EACH ROW EXECUTE FUNCTION ledger_entry_is_final()""",
]
UNDO = {
    "sqlite": ["DROP TRIGGER IF EXISTS ledger_entry_unchanged", "DROP TRIGGER IF EXISTS ledger_entry_kept"],
    "postgresql": [
        "DROP TRIGGER IF EXISTS ledger_entry_final ON ledger_entry",
        "DROP FUNCTION IF EXISTS ledger_entry_is_final",
    ],
}


def forwards(apps, schema_editor):
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def backwards(apps, schema_editor):
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]

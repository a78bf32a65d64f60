"""Words inside a folded text, found without reading every row: a trigram index where the database has one.

For migrations. PostgreSQL has it in its own extension pg_trgm, which the owner of a database may install; where that is refused, and on
SQLite, searching reads the rows (0.1 s for the hundred thousand tasks that a ward has at most). What is found is the same.
"""

from django.db import DatabaseError, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def index_words(schema_editor: BaseDatabaseSchemaEditor, table: str, column: str, name: str) -> bool:
    """Makes the index; False, and nothing made, where the database has none of the kind."""
    connection = schema_editor.connection
    if connection.vendor != "postgresql":
        return False
    try:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    except DatabaseError:
        return False
    quote = connection.ops.quote_name
    schema_editor.execute(
        f"CREATE INDEX IF NOT EXISTS {quote(name)} ON {quote(table)} USING gin ({quote(column)} gin_trgm_ops)"
    )
    return True


def drop_index(schema_editor: BaseDatabaseSchemaEditor, name: str) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX IF EXISTS {schema_editor.connection.ops.quote_name(name)}")

"""The form of a backup: a .tar.gz that either database can be restored from, readable without us.

header.json               format, version of Rõ Việc, when, from which database, applied migrations
tables/<table>.jsonl      one row per line, an array of its columns; the first line names them
files/<path>              the files under MEDIA_ROOT
manifest.json             rows and SHA-256 of each table, SHA-256 of each file; last, so that a cut-off backup has none
"""

import base64
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import Field, JSONField, Model
from django.utils.duration import duration_string

FORMAT = 1
HEADER, MANIFEST, TABLES, FILES = "header.json", "manifest.json", "tables/", "files/"
# Sign-ins end with the machine they were made on; the others are made by migrate.
LEFT_OUT = {"sessions", "contenttypes", "auth"}


class BackupError(Exception):
    """The backup cannot be written or used. `code` names a sentence, `facts` fill it; the command says it."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(f"{code} {facts}")
        self.code = code
        self.facts = facts


def kept_models(models: Iterable[type[Model]]) -> list[type[Model]]:
    """Models whose rows a backup holds, in the order of their table names."""
    kept = {
        model._meta.db_table: model
        for model in models
        if model._meta.managed and not (model._meta.proxy or model._meta.swapped or model._meta.app_label in LEFT_OUT)
    }
    return [kept[table] for table in sorted(kept)]


def columns_of(model: type[Model]) -> list[Field]:
    return [field for field in model._meta.concrete_fields if not field.generated]


def plain(field: Field, value: Any) -> Any:
    """The value as JSON holds it; `value_of` takes it back."""
    if value is None or isinstance(value, bool | int | float | str) or isinstance(field, JSONField):
        return value
    if isinstance(value, bytes | bytearray | memoryview):
        return base64.b64encode(bytes(value)).decode("ascii")
    if isinstance(value, timedelta):
        return duration_string(value)
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def value_of(field: Field, value: Any) -> Any:
    if value is None or isinstance(field, JSONField):
        return value
    target = field.target_field if field.is_relation else field
    return target.to_python(value)

"""`roviec restore`: a backup into an empty database of either kind; nothing half-done, everything checked.

The tables are made as they were when the backup was written, filled in one transaction, and then brought to the present by the
migrations: that is also how a backup of an earlier release comes back.
"""

import hashlib
import json
import os
import re
import tarfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO, Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model

from roviec.ledger.archive import (
    FILES,
    FORMAT,
    HEADER,
    MANIFEST,
    TABLES,
    BackupError,
    columns_of,
    kept_models,
    value_of,
)
from roviec.ledger.backup import Progress, private, silent
from roviec.ledger.triggers import lifted
from roviec.ledger.verify import Verdict, verify_ledger

AT_ONCE = 1000
TABLE = re.compile(rf"{TABLES}([a-z0-9_]+)\.jsonl")
LONGEST_HEADER = 10_000_000


def restore_backup(source: Path, *, replace: bool = False, progress: Progress = silent) -> Verdict:
    """Returns what `ledger verify` says of the restored ledger (who signed its checkpoints is not asked: that key may be another).

    Raises BackupError when the file is no whole backup, of a later version, or the database holds something and not `replace`.
    """
    try:
        with tarfile.open(source, "r|gz") as archive:
            members = iter(archive)
            header = read_json(archive, next(members, None), HEADER)
            models = prepare(header, replace)
            with transaction.atomic(), lifted():
                empty(list(models.values()))
                load(archive, members, models, progress)
                reset_sequences(list(models.values()))
    except (tarfile.TarError, EOFError, OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise BackupError("no_backup", path=source, why=error) from error
    except DatabaseError as error:
        raise BackupError("not_fitting", path=source, why=str(error).splitlines()[0]) from error
    call_command("migrate", verbosity=0, interactive=False)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # plans kept from when the tables were empty are made anew
    return verify_ledger(signatures=False)


def read_json(archive: tarfile.TarFile, entry: tarfile.TarInfo | None, name: str) -> dict[str, Any]:
    if entry is None or entry.name != name or entry.size > LONGEST_HEADER:
        raise BackupError("no_backup", path=archive.name, why=name)
    return json.loads(content_of(archive, entry).read())


def content_of(archive: tarfile.TarFile, entry: tarfile.TarInfo) -> IO[bytes]:
    content = archive.extractfile(entry) if entry.isfile() else None
    if content is None:
        raise BackupError("no_backup", path=archive.name, why=entry.name)
    return content


def prepare(header: dict[str, Any], replace: bool) -> dict[str, type[Model]]:
    """Brings an empty database to the migrations of the backup; the models as they were then, by table."""
    if header.get("format") != FORMAT:
        raise BackupError("newer", version=header.get("version"))
    wanted = {(app, name) for app, name in header["migrations"]}
    executor = MigrationExecutor(connection)
    known = set(executor.loader.graph.nodes) | set(executor.loader.replacements)
    if not wanted <= known:
        raise BackupError("newer", version=header.get("version"))
    applied = set(MigrationRecorder(connection).applied_migrations())
    if holds_something() and not replace:
        raise BackupError("not_empty")
    if applied - wanted and holds_something():
        raise BackupError("database_newer", version=header.get("version"))
    graph = executor.loader.graph
    targets = [
        node
        for node in wanted
        if not any(child.key in wanted and child.key[0] == node[0] for child in graph.node_map[node].children)
    ]
    # An empty database that is newer than the backup goes back to where the backup stood; apps it did not have yet go whole.
    later_apps = {app for app, _name in applied} - {app for app, _name in wanted}
    executor.migrate([*targets, *((app, None) for app in sorted(later_apps))])
    state = MigrationExecutor(connection).loader.project_state(targets).apps
    return {model._meta.db_table: model for model in kept_models(state.get_models(include_auto_created=True))}


def holds_something() -> bool:
    """Anything that a person put there; a fresh database holds only the account of the worker."""
    tables = set(connection.introspection.table_names())
    for label, condition in (("ledger.Entry", {}), ("organisation.Account", {"kind": "person"})):
        model = apps.get_model(label)
        if model._meta.db_table in tables and model._base_manager.filter(**condition).exists():
            return True
    return False


def empty(models: list[type[Model]]) -> None:
    """Foreign keys are checked when the transaction ends, so the order does not matter."""
    tables = [connection.ops.quote_name(model._meta.db_table) for model in models]
    if "django_session" in connection.introspection.table_names():
        tables.append("django_session")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE")
        else:
            for table in tables:
                cursor.execute(f"DELETE FROM {table}")


def load(
    archive: tarfile.TarFile, members: Iterator[tarfile.TarInfo], models: dict[str, type[Model]], progress: Progress
) -> dict[str, Any]:
    """Reads tables and files to the manifest and compares. Raises BackupError before anything is committed."""
    tables: dict[str, dict[str, Any]] = {}
    files: dict[str, str] = {}
    for entry in members:
        if entry.name == MANIFEST:
            manifest = json.loads(content_of(archive, entry).read())
            if manifest != {"tables": tables, "files": files}:
                raise BackupError("differs", path=archive.name)
            return manifest
        if match := TABLE.fullmatch(entry.name):
            progress(match[1], len(tables), len(models))
            if match[1] not in models:
                raise BackupError("no_backup", path=archive.name, why=entry.name)
            tables[match[1]] = load_table(models[match[1]], content_of(archive, entry))
        elif entry.name.startswith(FILES):
            progress("files", len(files), 0)
            name = entry.name.removeprefix(FILES)
            files[name] = load_file(name, content_of(archive, entry))
        else:
            raise BackupError("no_backup", path=archive.name, why=entry.name)
    raise BackupError("cut_off", path=archive.name)


def load_table(model: type[Model], lines: IO[bytes]) -> dict[str, Any]:
    by_column = {field.column: field for field in columns_of(model)}
    first = lines.readline()
    digest, count = hashlib.sha256(first), 0
    fields = [by_column[column] for column in json.loads(first)]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    insert = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places})"
    batch: list[list[Any]] = []
    with connection.cursor() as cursor:
        for line in lines:
            digest.update(line)
            count += 1
            row = json.loads(line)
            batch.append(
                [
                    field.get_db_prep_save(value_of(field, value), connection)
                    for field, value in zip(fields, row, strict=True)
                ]
            )
            if len(batch) == AT_ONCE:
                cursor.executemany(insert, batch)
                batch.clear()
        if batch:
            cursor.executemany(insert, batch)
    return {"rows": count, "sha256": digest.hexdigest()}


def load_file(name: str, content: IO[bytes]) -> str:
    """Puts the file where it was. One that is named by its content has to have that content."""
    parts = PurePosixPath(name).parts
    if not parts or name.startswith("/") or ".." in parts:
        raise BackupError("no_backup", path=name, why="..")
    target = Path(settings.MEDIA_ROOT).joinpath(*parts)
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.part")
    digest = hashlib.sha256()
    try:
        with private(part) as file:
            while chunk := content.read(1 << 20):
                digest.update(chunk)
                file.write(chunk)
        if re.fullmatch(r"[0-9a-f]{64}", target.name) and target.name != digest.hexdigest():
            raise BackupError("differs", path=name)
        os.replace(part, target)
    finally:
        part.unlink(missing_ok=True)
    return digest.hexdigest()


def reset_sequences(models: list[type[Model]]) -> None:
    """New rows get numbers beyond the restored ones (PostgreSQL; SQLite looks for itself)."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)

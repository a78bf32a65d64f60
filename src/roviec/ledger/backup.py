"""`roviec backup`: database and files, consistent, while people go on working.

The rows are read in one snapshot (`ledger.snapshot`). The files are addressed by their content and never changed, and a row is
committed after its file is written: copying the files after the snapshot was taken can copy some too many, never one too few.
"""

import contextlib
import gzip
import hashlib
import io
import json
import os
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model

from roviec import __version__
from roviec.ledger.archive import FILES, FORMAT, HEADER, MANIFEST, TABLES, BackupError, columns_of, kept_models, plain
from roviec.ledger.snapshot import snapshot
from roviec.ledger.system_time import system_now

AT_ONCE = 2000
# Level 3: two thirds of the time of the default for a few percent more bytes.
COMPRESSION = 3
Progress = Callable[[str, int, int], None]


def silent(what: str, done: int, whole: int) -> None:
    """A progress that is told nobody. The arguments: table or "files", steps done, steps in all."""


def write_backup(target: Path, progress: Progress = silent) -> dict[str, Any]:
    """Writes the archive beside `target`, then renames: a backup that stands under its name is whole. Returns its manifest."""
    part = target.with_name(f".{target.name}.part")
    manifest: dict[str, Any] = {"tables": {}, "files": {}}
    try:
        with (
            private(part) as raw,
            gzip.GzipFile(fileobj=raw, mode="wb", compresslevel=COMPRESSION, mtime=0) as packed,
            tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive,
        ):
            with snapshot():
                add_json(archive, HEADER, header())
                models = kept_models(apps.get_models(include_auto_created=True))
                for step, model in enumerate(models):
                    progress(model._meta.db_table, step, len(models))
                    manifest["tables"][model._meta.db_table] = add_table(archive, model, target.parent)
            for step, (name, path) in enumerate(files := list(stored_files())):
                progress("files", step, len(files))
                manifest["files"][name] = add_file(archive, name, path)
            add_json(archive, MANIFEST, manifest)
        os.replace(part, target)
    except OSError as error:
        raise BackupError("not_written", path=target, why=error.strerror or error) from error
    finally:
        part.unlink(missing_ok=True)
    return manifest


@contextlib.contextmanager
def private(path: Path) -> Iterator[IO[bytes]]:
    """A new file that only its owner reads: a backup holds everything."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


def header() -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": __version__,
        "made_at": system_now().isoformat(),
        "database": connection.vendor,
        "migrations": sorted(MigrationRecorder(connection).applied_migrations()),
    }


def add_table(archive: tarfile.TarFile, model: type[Model], folder: Path) -> dict[str, Any]:
    """One table, by way of a file: its length stands before its content in the archive."""
    fields = columns_of(model)
    names = [field.attname for field in fields]
    digest, count = hashlib.sha256(), 0
    with tempfile.TemporaryFile(dir=folder) as file:

        def write(row: list[Any]) -> None:
            # Sorted: PostgreSQL keeps the keys of JSON in an order of its own, and the same rows shall have the same digest.
            line = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"
            digest.update(line)
            file.write(line)

        write([field.column for field in fields])
        for row in model._base_manager.order_by("pk").values_list(*names).iterator(chunk_size=AT_ONCE):
            write([plain(field, value) for field, value in zip(fields, row, strict=True)])
            count += 1
        entry = member(f"{TABLES}{model._meta.db_table}.jsonl", file.tell())
        file.seek(0)
        archive.addfile(entry, file)
    return {"rows": count, "sha256": digest.hexdigest()}


def stored_files() -> Iterator[tuple[str, Path]]:
    """Path under MEDIA_ROOT and the file, without what is just being written (names with a dot before)."""
    root = Path(settings.MEDIA_ROOT)
    for path in sorted(root.rglob("*")):
        if path.is_file() and not path.is_symlink() and not path.name.startswith("."):
            yield path.relative_to(root).as_posix(), path


def add_file(archive: tarfile.TarFile, name: str, path: Path) -> str:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        entry = member(FILES + name, file.tell())
        file.seek(0)
        archive.addfile(entry, file)
    return digest


def add_json(archive: tarfile.TarFile, name: str, content: dict[str, Any]) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=1).encode()
    archive.addfile(member(name, len(text)), io.BytesIO(text))


def member(name: str, size: int) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o600
    return entry

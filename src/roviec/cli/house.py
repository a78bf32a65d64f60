"""Entering the house: commands that need the database set Django up first, and speak the user's language there too."""

import argparse
import os
import sys
from collections.abc import Callable

from roviec.cli.command import CommandError, no_file
from roviec.cli.language import gettext as _
from roviec.cli.language import language


def enter(*, migrated: bool = True) -> None:
    """Django is ready afterwards. Raises CommandError when the database cannot be reached or is not of this version."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "roviec.config.settings")
    # Django takes a second to import; commands that work on files alone never get here.
    import django  # noqa: PLC0415

    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.db import DatabaseError, connection  # noqa: PLC0415
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415
    from django.utils import translation  # noqa: PLC0415

    translation.activate(language())
    try:
        settings.VAR.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise no_file(settings.VAR, error) from None
    try:
        connection.ensure_connection()
        if not migrated:
            return
        executor = MigrationExecutor(connection)
        behind = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        raise CommandError(_("Không nối được cơ sở dữ liệu: %(why)s") % {"why": str(error).splitlines()[0]}) from None
    if behind:
        raise CommandError(
            _("Cơ sở dữ liệu chưa được nâng lên phiên bản này (%(count)s bước); hãy chạy: roviec migrate")
            % {"count": len(behind)}
        )


def bar(label: str) -> Callable[[str, int, int], None]:
    """A progress of (what, done, whole) on a terminal's error stream; silent elsewhere."""

    def show(what: str, done: int, whole: int) -> None:
        if sys.stderr.isatty():
            count = f"{done}/{whole}" if whole else str(done)
            print(f"\r{label}: {what} {count}\x1b[K", end="", file=sys.stderr, flush=True)

    return show


def end_bar() -> None:
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help=_("in kết quả dạng JSON"))

"""`roviec migrate`: brings the database to this version; run after each upgrade, before the services start."""

import argparse

from roviec.cli.command import OK
from roviec.cli.house import enter


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose."""


def run(arguments: argparse.Namespace) -> int:
    enter(migrated=False)
    from django.core.management import call_command  # noqa: PLC0415  after enter()

    call_command("migrate", interactive=False, verbosity=0)
    return OK

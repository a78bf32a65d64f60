"""Writes `releases/<this version>.tar.gz`: the small town at work. Run once for each release, never for one that is out.

DJANGO_SETTINGS_MODULE=roviec.config.settings ROVIEC_VAR=$(mktemp -d) python -m tests.upgrade.write_release
"""

import sys
from pathlib import Path

import django

django.setup()

from django.core.management import call_command  # noqa: E402  after setup

from roviec import __version__  # noqa: E402
from roviec.ledger.backup import write_backup  # noqa: E402
from roviec.work.actions import (  # noqa: E402
    accept_deliverable,
    accept_task,
    report_progress,
    submit_deliverable,
)
from tests.work.town import build, later  # noqa: E402


def main() -> int:
    target = Path(__file__).parent / "releases" / f"{__version__}.tar.gz"
    if target.exists():
        print(f"{target} is there: a release that is out is never written again.", file=sys.stderr)
        return 1
    call_command("migrate", verbosity=0)
    town = build()
    town.draft()
    town.assigned()
    for ends in (False, True):
        task = town.assigned()
        accept_task(task, by=town.actor("officer"), at=later(hours=1))
        report_progress(task, progress=40, text="Xong đề cương", by=town.actor("officer"), at=later(hours=2))
        if ends:
            submit_deliverable(task, link="https://vanban.invalid/1", by=town.actor("officer"), at=later(hours=3))
            accept_deliverable(task, by=town.actor("chairman"), at=later(hours=4))
    target.parent.mkdir(exist_ok=True)
    write_backup(target)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Opening the demo city on an installation: the snapshot, the clock at the morning of its story, and passwords of its own."""

import json
import os
from dataclasses import asdict
from pathlib import Path

from django.conf import settings

from roviec.core.permission import Denied
from roviec.demo.arrivals import moment
from roviec.demo.city import TODAY
from roviec.demo.clock import set_clock
from roviec.demo.roles import DemoAccount, give_passwords
from roviec.demo.snapshot import is_loaded, load_snapshot
from roviec.ledger.backup import Progress, silent
from roviec.organisation.queries.actors import worker_actor

OPENS_AT = moment(TODAY, 8)


def open_demo(progress: Progress = silent) -> bool:
    """Load the city into an empty demo database; False, and nothing done, when it holds one already."""
    if not settings.DEMO:
        raise Denied("demo.load")
    if is_loaded():
        return False
    load_snapshot(progress)
    set_clock(OPENS_AT, by=worker_actor())
    _keep(give_passwords())
    return True


def accounts() -> list[DemoAccount]:
    """The accounts by role with this installation's passwords, which only the owner of the files can read."""
    if not settings.DEMO:
        raise Denied("demo.accounts")
    path = _path()
    if not path.exists():
        _keep(give_passwords())
    return [DemoAccount(**row) for row in json.loads(path.read_text(encoding="utf-8"))]


def _keep(given: list[DemoAccount]) -> None:
    path = _path()
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        json.dump([asdict(account) for account in given], out, ensure_ascii=False, indent=1)


def _path() -> Path:
    return Path(settings.VAR) / "demo-accounts.json"

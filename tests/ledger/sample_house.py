"""A small installation with every kind of column in use, made in the database of the environment.

python -m tests.ledger.sample_house            fills it
python -m tests.ledger.sample_house write N    goes on writing entries and files for N seconds, printing a line when it has begun
"""

import hashlib
import os
import sys
import time
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "roviec.config.settings")
django.setup()

from allauth.mfa.models import Authenticator  # noqa: E402  after setup()
from django.conf import settings  # noqa: E402
from django.db import transaction  # noqa: E402

from roviec.ledger.actions import announce, record  # noqa: E402
from roviec.ledger.checkpoint import SETTLED_AFTER, make_checkpoint  # noqa: E402
from roviec.ledger.models import RequestKey  # noqa: E402
from roviec.ledger.system_time import system_now  # noqa: E402
from roviec.organisation.models import Absence  # noqa: E402
from tests.access.people import SINCE, a_post, a_unit, an_account  # noqa: E402
from tests.ledger.streams import BY, NOON, a_thing  # noqa: E402


def store(content: bytes) -> Path:
    digest = hashlib.sha256(content).hexdigest()
    path = Path(settings.MEDIA_ROOT) / digest[:2] / digest[2:4] / digest
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def fill() -> None:
    unit = a_unit("Sở Nội vụ “Thử” \\ \x1f \n \t")
    account = an_account("chuyenvien", a_post(unit, "Chuyên viên"))
    Authenticator.objects.create(user=account, type="totp", data={"secret": "kín", "lồng": [1, None, {"ă": True}]})
    Absence.objects.create(officer=account.officer, valid_from=SINCE)
    RequestKey.objects.create(
        account_id=account.pk, key="k", request_hash="h", status=200, body=bytes(range(256)), created_at=NOON
    )
    thing = a_thing(7)
    with transaction.atomic():
        announce("work.task_assigned", thing, at=NOON, payload={"hạn": "2025-12-05", "số": 1.5, "không": None})
    for n in range(20):
        a_thing(n % 3 + 1, f"Đặng Thị {n}")
    make_checkpoint(system_now() + SETTLED_AFTER * 2)
    store(b"")
    store("Quyết định số 12/QĐ-UBND".encode() * 1000)


def go_on_writing(seconds: float) -> None:
    end, n = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        store(str(n).encode())
        with transaction.atomic():
            thing = a_thing(1, f"Người viết {n}")
            record(thing, "changed", by=BY, at=NOON, data={"tệp": n})
        n += 1
        if n == 3:
            print("writing", flush=True)
    print(n, flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["write"]:
        go_on_writing(float(sys.argv[2]))
    else:
        fill()

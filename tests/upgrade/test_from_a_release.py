"""Data of each release that went out comes into this version whole: its backup is restored, migrated, verified and looked at.

`releases/<version>.tar.gz` is a backup of the small town of `tests/work/town.py` at work, written by that version:
`python -m tests.upgrade.write_release`. A release adds its file; files are never changed.
"""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from roviec.ledger.restore import restore_backup
from roviec.organisation.models import Account, Mandate
from roviec.work.models import Task, TaskState
from tests.work.town import NOW

RELEASES = sorted((Path(__file__).parent / "releases").glob("*.tar.gz"))


def test_there_is_a_release_to_come_from() -> None:
    assert RELEASES


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("release", RELEASES, ids=lambda path: path.name)
@pytest.mark.slow
def test_the_data_of_a_release_come_into_this_version_whole(release: Path) -> None:
    verdict = restore_backup(release, replace=True)

    assert verdict.sound and verdict.entries > 0
    states = set(Task.objects.values_list("state", flat=True))
    assert {TaskState.DRAFT, TaskState.ASSIGNED, TaskState.IN_PROGRESS, TaskState.DONE} <= states
    client = Client()
    account = Account.objects.get(username="chairman")
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    mandate = Mandate.objects.get(officer=account.officer)
    session = client.session
    session["mandate"] = str(mandate.pk)
    session.save()
    for task in Task.objects.filter(plan__created_at__lte=NOW):
        assert client.get(reverse("work:task", args=[task.pk])).status_code == 200, task.state
    assert client.get(reverse("work:plan", args=[task.plan_id])).status_code == 200

"""Pages over a generated city: time of one client's request (CPU of Python and of the database), and the number of its queries.

    python -m tests.postgres python -m benchmarks.pages --officers 100000 --tasks 1000000
    python -m benchmarks.pages --officers 10000 --tasks 100000            SQLite in a temporary folder

The reference is the bell of the same run (session, actor, one count): the ratio says what the page's own work costs. A city already
in the database is measured as it stands.
"""

import argparse
import json
from dataclasses import dataclass
from datetime import datetime

from benchmarks import house  # noqa: F401  first: it sets Django up

# isort: split

from django.core.management import call_command
from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks.city import PLAN, UNIT, City, build
from benchmarks.city_sql import uuid_of
from benchmarks.measuring import timed
from roviec.organisation.models import Account
from roviec.web import clock
from roviec.work.models import Task

WARM, ROUNDS = 3, 20
NOT_COUNTED = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


@dataclass(frozen=True)
class Measured:
    """Milliseconds of CPU and of wall clock per request, the number of queries, bytes of the answer."""

    who: str
    page: str
    path: str
    cpu: float
    wall: float
    queries: int
    size: int


def prepare(city: City, now: datetime) -> float:
    """Migrates; builds the city unless there is one. Gives the seconds it took."""
    call_command("migrate", verbosity=0)
    if connection.vendor == "postgresql":
        # As in an installation: the cluster of the tests plans every statement anew, because its tables fill after they were planned.
        name = connection.ops.quote_name(connection.settings_dict["NAME"])
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER DATABASE {name} SET plan_cache_mode = auto")
        connection.close()
    return timed(lambda: Task.objects.exists() or build(city, now)).wall


def signed_in(account_id: object) -> Client:
    client = Client()
    client.force_login(
        Account.objects.get(pk=account_id), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


def addresses(city: City) -> list[tuple[str, Client, dict[str, str]]]:
    """Who asks for what. Plan 0 is the city's. First tasks are closed, so open ones are looked up."""
    ward = 1 % city.wards
    office, division = ward * 10 + 1, city.in_wards + 1
    department = city.leaves + city.wards
    tracker = signed_in(city.account(ward * 10))
    city_tracker = signed_in(city.account(department))

    def unit(n: int) -> str:
        return f"/don-vi/{uuid_of(UNIT, n)}/"

    def open_task(n: int) -> str:
        rows = Task.objects.filter(plan=uuid_of(PLAN, n), state="in_progress").order_by("order")
        return f"/nhiem-vu/{rows.values_list('pk', flat=True)[0]}/"

    def plan(n: int) -> str:
        return f"/ke-hoach/{uuid_of(PLAN, n)}/"

    city_plan = 0
    everyday = {
        "bell": "/thong-bao/so-luong/",
        "my day": "/viec-cua-toi/",
        "plan": plan(city.plan_of_ward(ward)),
        "task": open_task(city.plan_of_ward(ward)),
    }
    return [
        ("officer", signed_in(city.account(office, 5)), everyday | {"unit": unit(office)}),
        ("head", signed_in(city.account(office)), everyday | {"unit": unit(office)}),
        (
            "tracker of a ward",
            tracker,
            everyday | {"unit": unit(city.leaves + ward), "tracker": "/theo-doi/", "city": "/toan-thanh-pho/"},
        ),
        ("leader of a ward", signed_in(city.account(city.leaves + ward)), everyday | {"leader": "/lanh-dao/"}),
        (
            "head of a department",
            signed_in(city.account(department + min(1, city.departments - 1))),
            {
                "my day": "/viec-cua-toi/",
                "plan": plan(city_plan),
                "task": open_task(city_plan),
                "unit": unit(department + min(1, city.departments - 1)),
            },
        ),
        (
            "tracker of the city",
            city_tracker,
            {
                "my day": "/viec-cua-toi/",
                "plan": plan(city_plan),
                "task": open_task(city_plan),
                "unit": unit(division),
                "tracker": "/theo-doi/",
                "city": "/toan-thanh-pho/",
            },
        ),
        (
            "leader of the city",
            signed_in(city.account(city.city)),
            {"leader": "/lanh-dao/", "my day": "/viec-cua-toi/"},
        ),
    ]


def measure(who: str, page: str, path: str, client: Client, times: int) -> Measured:
    """The best of so many: other work on the machine only adds."""

    def ask() -> None:
        answer = client.get(path)
        if answer.status_code != 200:
            raise SystemExit(f"{who}: {path} answers {answer.status_code}")

    for _ in range(WARM):
        ask()
    with CaptureQueriesContext(connection) as captured:
        size = len(client.get(path).content)
    queries = sum(not query["sql"].upper().startswith(NOT_COUNTED) for query in captured)
    reset_queries()
    rounds = [timed(ask) for _ in range(times)]
    cpu, wall = min(took.cpu for took in rounds), min(took.wall for took in rounds)
    return Measured(who, page, path, cpu * 1000, wall * 1000, queries, size)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--officers", type=int, default=10_000)
    parser.add_argument("--tasks", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--only", default="", help="who and page must contain this")
    parser.add_argument("--json", action="store_true", help="one JSON object a page")
    arguments = parser.parse_args()
    city = City(arguments.officers, arguments.tasks)
    took = prepare(city, clock.now())
    if not arguments.json:
        print(
            f"{connection.vendor}: {city.posts:,} officers, {city.tasks:,} tasks, built in {took:.0f} s\n", flush=True
        )
        print(f"{'who':<22}{'page':<10}{'CPU ms':>8}{'wall ms':>9}{'queries':>9}{'KB':>7}")
    for who, client, pages in addresses(city):
        for page, path in pages.items():
            if arguments.only not in f"{who} {page}":
                continue
            one = measure(who, page, path, client, arguments.rounds)
            if arguments.json:
                print(json.dumps(one.__dict__), flush=True)
            else:
                print(
                    f"{who:<22}{page:<10}{one.cpu:>8.1f}{one.wall:>9.1f}{one.queries:>9}{one.size / 1024:>7.0f}",
                    flush=True,
                )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

"""Search over passages: N documents of twenty passages each, written from the words of real ones; found and shown, on a rare phrase, on
words that stand apart, on common words, and for who sees little of it.

    python -m tests.postgres python -m benchmarks.passages 20000     on a throwaway PostgreSQL
    python -m benchmarks.passages 20000                              on SQLite in a temporary folder

The reference is the same search without an index and without the house's order of asking: every passage that the actor sees is read
and its words are looked for. Milliseconds of CPU, of this process and of the database's.
"""

import argparse
import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from benchmarks import house  # noqa: F401  it starts Django on a database of its own, so it comes first

# isort: split
from django.core.management import call_command
from django.db import connection

from benchmarks.measuring import Took, timed
from roviec.core.actor import Actor, ActorKind
from roviec.core.provisions.found import searchable, searched_words
from roviec.directives.models import Directive, Provision
from roviec.directives.queries import search_provisions
from roviec.organisation.models import Unit
from roviec.organisation.queries.actors import worker_actor
from roviec.work.models import StoredFile

NOW = datetime(2025, 12, 5, 8, tzinfo=UTC)
DAY = date(2025, 7, 1)
TEXTS = Path(__file__).parent.parent / "tests" / "directives" / "laws" / "nd-335.txt"
PER_DOCUMENT, WORDS, BODIES = 20, (20, 90), 200
SEARCHES = {
    "rare phrase": "sắp xếp đơn vị hành chính",
    "words apart": "kinh phí phần mềm công chức",
    "common words": "cơ quan đơn vị",
    "nothing": "khinh khí cầu",
}
RARE = "Thực hiện việc sắp xếp đơn vị hành chính theo lộ trình được duyệt."


def build(documents: int) -> tuple[list[Unit], int]:
    """The bodies, and the bytes of text written. A hundred documents have the rare phrase."""
    chance = random.Random(335)
    words = TEXTS.read_text(encoding="utf-8").split()
    units = [
        Unit(code=f"b{n}", name=f"UBND {n}", folded=f"ubnd {n}", level="commune", valid_from=DAY, is_body=True)
        for n in range(BODIES)
    ]
    for unit in units:
        unit.body_id = unit.pk
    Unit.objects.bulk_create(units)
    file = StoredFile.objects.create(digest="0" * 64, size=1, media_type="text/plain", stored_at=NOW)
    rare = set(chance.sample(range(documents), min(100, documents)))
    written = 0
    for start in range(0, documents, 500):
        batch = [
            Directive(
                body=units[n % BODIES], file=file, file_name="a.txt", number=f"{n}/KH-UBND", subject=f"Kế hoạch {n}",
                folded=f"{n}/kh-ubnd ke hoach {n}", issued_on=DAY, state="confirmed", received_at=NOW + timedelta(seconds=n), divided=True,
            )
            for n in range(start, min(start + 500, documents))
        ]  # fmt: skip
        Directive.objects.bulk_create(batch)
        rows = []
        for n, directive in enumerate(batch, start):
            for order in range(1, PER_DOCUMENT + 1):
                at, many = chance.randrange(len(words) - 100), chance.randint(*WORDS)
                text = RARE if n in rare and order == 7 else " ".join(words[at : at + many])
                written += len(text.encode())
                rows.append(
                    Provision(
                        directive=directive, order=order, level="clause", number=str(order), cite=f"khoản {order} Điều 1",
                        text=text, words=searchable(f"khoản {order} Điều 1 {text}"), anchors=[f"p{order}"],
                    )
                )  # fmt: skip
        Provision.objects.bulk_create(rows, batch_size=2_000)
    return units, written


def actor_of(bodies: list[Unit]) -> Actor:
    worker = worker_actor()
    seen = frozenset(unit.pk for unit in bodies)
    return Actor(
        account_id=worker.account_id,
        account_label="bench",
        kind=ActorKind.PERSON,
        body_id=bodies[0].pk,
        bodies_seen=seen,
    )


def read_all(actor: Actor, text: str) -> int:
    """The reference: each passage in sight is read, its words are looked for."""
    wanted = [f" {word} " for word in searched_words(text)]
    rows = Provision.objects.filter(directive__body__in=actor.bodies_seen).values_list("words", flat=True)
    return sum(all(word in words for word in wanted) for words in rows.iterator(2_000))


def best(act: object, times: int) -> Took:
    return min((timed(act) for _ in range(times)), key=lambda took: took.cpu)  # type: ignore[arg-type]


def sizes() -> str:
    if connection.vendor != "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
            return f"database {cursor.fetchone()[0] / 2**20:.0f} MB"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_total_relation_size('directives_provision'), pg_relation_size('directives_words_of_provisions')"
        )
        table, index = cursor.fetchone()
    return f"passages {table / 2**20:.0f} MB, of that the index of words {index / 2**20:.0f} MB"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents", type=int, nargs="?", default=20_000)
    arguments = parser.parse_args()
    call_command("migrate", verbosity=0)
    if Directive.objects.exists():
        parser.error("the database is not empty; name another with DATABASE_URL")
    units, written = build(arguments.documents)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    count = Provision.objects.count()
    print(f"{arguments.documents:,} documents, {count:,} passages, {written / 2**20:.0f} MB of text; {sizes()}")
    for who, bodies in (("city", units), ("one body", units[:1])):
        actor = actor_of(bodies)
        for name, text in SEARCHES.items():
            found, more = search_provisions(actor, text, NOW)
            took = best(lambda text=text, actor=actor: search_provisions(actor, text, NOW), 5)
            print(f"{who:9} {name:13} {took.cpu * 1000:8.1f} ms CPU  {len(found)}{'+' if more else ''} found")
    took = best(lambda: read_all(actor_of(units), SEARCHES["rare phrase"]), 1)
    print(f"reference, every passage read     {took.cpu * 1000:8.1f} ms CPU")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

"""`roviec ledger verify`: whatever is done to the entries behind the actions' back is found, and named."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from roviec.ledger.chain import Link, link_hash
from roviec.ledger.checkpoint import SETTLED_AFTER, make_checkpoint
from roviec.ledger.models import Checkpoint, Entry, PersonalValue
from roviec.ledger.stream_sql import entries_by_stream
from roviec.ledger.system_time import system_now
from roviec.ledger.verify import verify_ledger
from tests.ledger.streams import a_thing, at_the_database, key, triggers_installed

pytestmark = pytest.mark.django_db
LATER = SETTLED_AFTER + timedelta(minutes=1)
NINE = hypothesis_settings(
    max_examples=9, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)


def found() -> list[tuple[str, str, int]]:
    return [(finding.kind, finding.stream_id, finding.seq) for finding in verify_ledger().findings]


def hash_of(entry: Entry, previous: str) -> str:
    return link_hash(previous, Link(**{name: getattr(entry, name) for name in Link._fields}))


def test_an_untouched_ledger_is_sound() -> None:
    a_thing(3)
    a_thing(1)
    make_checkpoint(system_now() + LATER)
    verdict = verify_ledger()
    assert verdict.sound
    assert (verdict.entries, verdict.streams, verdict.checkpoints) == (4, 2, 1)


def test_the_database_and_the_chain_hash_the_same_text() -> None:
    a_thing(6)
    for row in entries_by_stream():
        entry = Entry.objects.get(number=row.number)
        assert hash_of(entry, entry.previous_hash) == entry.hash == row.hash


@given(st.integers(1, 5), st.sampled_from(["verb", "account_label", "data", "mandate_label", "stream_kind"]))
@NINE
def test_a_changed_entry_is_found_and_named(seq: int, column: str) -> None:
    with transaction.atomic():
        a_thing(2)
        thing = a_thing(5)
        Entry.objects.filter(stream_id=thing.pk, seq=seq).update(**{column: "khác"})
        assert ("changed", str(thing.pk), seq) in found()
        assert {stream for _kind, stream, _seq in found()} == {str(thing.pk)}
        transaction.set_rollback(True)


@given(st.integers(1, 5), st.sampled_from(["at", "recorded_at"]))
@NINE
def test_a_changed_time_is_found_to_the_microsecond(seq: int, column: str) -> None:
    with transaction.atomic():
        thing = a_thing(5)
        entry = Entry.objects.get(stream_id=thing.pk, seq=seq)
        moved = getattr(entry, column) + timedelta(microseconds=1)
        Entry.objects.filter(pk=entry.pk).update(**{column: moved})
        assert found() == [("changed", str(thing.pk), seq)]
        transaction.set_rollback(True)


@given(st.integers(1, 5))
@NINE
def test_an_entry_rewritten_together_with_its_hash_is_found_and_named(seq: int) -> None:
    with transaction.atomic():
        thing = a_thing(5)
        entry = Entry.objects.get(stream_id=thing.pk, seq=seq)
        entry.verb = "khác"
        Entry.objects.filter(pk=entry.pk).update(verb="khác", hash=hash_of(entry, entry.previous_hash))
        assert found() == [("changed", str(thing.pk), seq)]
        transaction.set_rollback(True)


@given(st.integers(1, 4))
@NINE
def test_a_removed_entry_is_found_and_named(seq: int) -> None:
    with transaction.atomic():
        thing = a_thing(5)
        Entry.objects.filter(stream_id=thing.pk, seq=seq).delete()
        assert found() == [("removed", str(thing.pk), seq)]
        transaction.set_rollback(True)


@given(st.integers(1, 4))
@NINE
def test_a_removed_entry_with_the_rest_renumbered_is_found(seq: int) -> None:
    with transaction.atomic():
        thing = a_thing(5)
        Entry.objects.filter(stream_id=thing.pk, seq=seq).delete()
        for entry in Entry.objects.filter(stream_id=thing.pk, seq__gt=seq).order_by("seq"):
            Entry.objects.filter(pk=entry.pk).update(seq=entry.seq - 1)
        kinds = {kind for kind, stream, _seq in found() if stream == str(thing.pk)}
        assert kinds & {"removed", "cut_off", "reordered"}
        transaction.set_rollback(True)


@given(st.integers(1, 3))
@NINE
def test_a_cut_off_tail_is_found(kept: int) -> None:
    with transaction.atomic():
        thing = a_thing(4)
        Entry.objects.filter(stream_id=thing.pk, seq__gt=kept).delete()
        assert ("cut_off", str(thing.pk), 4) in found()
        transaction.set_rollback(True)


def test_a_whole_removed_stream_is_found() -> None:
    thing = a_thing(2)
    Entry.objects.filter(stream_id=thing.pk).delete()
    assert found() == [("cut_off", str(thing.pk), 2)]


def test_a_tail_cut_off_together_with_the_thing_s_own_sum_is_found_by_the_checkpoint() -> None:
    thing = a_thing(3)
    make_checkpoint(system_now() + LATER)
    Entry.objects.filter(stream_id=thing.pk, seq=3).delete()
    last = Entry.objects.get(stream_id=thing.pk, seq=2)
    type(thing).objects.filter(pk=thing.pk).update(ledger_seq=2, ledger_hash=last.hash)
    assert [finding.kind for finding in verify_ledger().findings] == ["sum_differs"]


def test_an_appended_entry_is_found_and_named() -> None:
    thing = a_thing(2)
    entry = Entry.objects.get(stream_id=thing.pk, seq=2)
    entry.number, entry.seq, entry.previous_hash = None, 3, entry.hash
    entry.hash = hash_of(entry, entry.previous_hash)
    entry.save(force_insert=True)
    assert found() == [("inserted", str(thing.pk), 3)]


@given(st.integers(1, 4))
@NINE
def test_an_entry_put_in_between_is_found_and_named(seq: int) -> None:
    """The rest moves down by one; what was put in hashes right and follows what stands before it."""
    with transaction.atomic():
        thing = a_thing(4)
        false = Entry.objects.get(stream_id=thing.pk, seq=seq)
        for entry in Entry.objects.filter(stream_id=thing.pk, seq__gte=seq).order_by("-seq"):
            Entry.objects.filter(pk=entry.pk).update(seq=entry.seq + 1)
        false.number, false.verb = None, "khác"
        false.hash = hash_of(false, false.previous_hash)
        false.save(force_insert=True)
        assert ("inserted", str(thing.pk), seq) in found()
        transaction.set_rollback(True)


@given(st.integers(1, 4))
@NINE
def test_two_entries_that_changed_places_are_found_and_named(seq: int) -> None:
    with transaction.atomic():
        thing = a_thing(5)
        with at_the_database() as cursor:
            for old, new in ((seq, 99), (seq + 1, seq), (99, seq + 1)):
                cursor.execute(
                    "UPDATE ledger_entry SET seq = %s WHERE stream_id = %s AND seq = %s", [new, key(thing.pk), old]
                )
        assert found() == [("reordered", str(thing.pk), seq), ("reordered", str(thing.pk), seq + 1)]
        transaction.set_rollback(True)


def test_numbers_that_changed_places_between_streams_are_found_by_the_checkpoint() -> None:
    one, two = a_thing(1), a_thing(1)
    make_checkpoint(system_now() + LATER)
    first, second = Entry.objects.get(stream_id=one.pk).number, Entry.objects.get(stream_id=two.pk).number
    for old, new in ((first, 10**9), (second, first), (10**9, second)):
        Entry.objects.filter(number=old).update(number=new)
    assert [finding.kind for finding in verify_ledger().findings] == ["sum_differs"]


def test_entries_of_a_thing_that_is_gone_are_found() -> None:
    thing = a_thing(1)
    type(thing).objects.filter(pk=thing.pk).delete()
    assert found() == [("thing_gone", str(thing.pk), 1)]


def test_a_checkpoint_covers_only_what_has_settled() -> None:
    a_thing(2)
    assert make_checkpoint(system_now()) is None
    made = make_checkpoint(system_now() + LATER)
    assert made is not None
    assert made.entries == 2
    assert make_checkpoint(system_now() + LATER) is None


def test_a_checkpoint_chains_to_the_one_before() -> None:
    a_thing(2)
    make_checkpoint(system_now() + LATER)
    a_thing(3)
    second = make_checkpoint(system_now() + LATER)
    assert second is not None
    assert second.entries == 5
    Checkpoint.objects.order_by("upto").first().delete()
    assert [finding.kind for finding in verify_ledger().findings] == ["sum_differs"]


def test_a_checkpoint_written_without_the_key_is_found(settings) -> None:
    a_thing(1)
    key_of_the_house, settings.SECRET_KEY = settings.SECRET_KEY, "khóa của kẻ khác"
    make_checkpoint(system_now() + LATER)
    settings.SECRET_KEY = key_of_the_house
    assert [finding.kind for finding in verify_ledger().findings] == ["unsigned"]


def test_after_a_change_of_key_the_old_checkpoints_still_count(settings) -> None:
    a_thing(1)
    make_checkpoint(system_now() + LATER)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "khóa mới"
    assert verify_ledger().sound


@pytest.mark.parametrize("statement", ["UPDATE ledger_entry SET verb = 'khác'", "DELETE FROM ledger_entry"])
def test_the_database_itself_refuses_to_change_or_remove_an_entry(statement: str) -> None:
    a_thing(1)
    with (
        triggers_installed(),
        pytest.raises(DatabaseError, match="final"),
        transaction.atomic(),
        at_the_database() as cursor,
    ):
        cursor.execute(statement)
    assert verify_ledger().sound


def test_erasing_a_personal_value_leaves_the_chain_whole() -> None:
    a_thing(2)
    PersonalValue.objects.all().delete()
    assert verify_ledger().sound

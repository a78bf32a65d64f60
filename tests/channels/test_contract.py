"""What holds on every channel: taken, tried again, refused for good, never for long, and nothing told to the logs."""

import logging
import time
from datetime import timedelta
from pathlib import Path

import pytest

from roviec.alerts import channels
from roviec.alerts.actions import sending
from roviec.alerts.models import Message
from roviec.core.delivery import GIVEN_UP_AFTER, Fault
from roviec.ledger.system_time import system_now
from tests.channels.conftest import SECRET, Post
from tests.channels.sinks import CUTS, HANGS, LATER, REFUSES, TAKES


def test_every_file_of_a_channel_is_one() -> None:
    shared = {"__init__", "contract", "outside"}
    files = {path.stem for path in Path(channels.__file__).parent.glob("*.py")} - shared
    assert files == set(channels.CHANNELS)


def test_what_is_taken_is_sent_once(post: Post) -> None:
    post.address()
    message = post.message()
    assert post.send().sent == 1
    message.refresh_from_db()
    assert (message.attempts, message.error, message.leased_until) == (1, "", None)
    assert message.sent_at and not message.failed_at
    post.wait_over()
    assert post.send().sent == 0
    assert post.arrived == 1


def test_what_fails_is_tried_again_after_ever_longer_waits_and_given_up_at_last(post: Post) -> None:
    post.address()
    message = post.message()
    post.server.mode = LATER
    waits = []
    for _attempt in range(3):
        post.wait_over()
        now = system_now()
        assert post.send().put_off == 1
        message.refresh_from_db()
        waits.append((message.send_from - now).total_seconds())
    assert [round(wait, -1) for wait in waits] == [30, 60, 120]
    assert message.error
    post.server.mode = TAKES
    post.wait_over()
    assert post.send().sent == 1

    hopeless = post.message(created_at=system_now() - GIVEN_UP_AFTER)
    post.server.mode = LATER
    assert post.send().failed == 1
    hopeless.refresh_from_db()
    assert hopeless.fault_kind == Fault.GAVE_UP and hopeless.failed_at


def test_an_address_that_refuses_for_good_ends_with_its_fault_and_the_message_goes_back(post: Post) -> None:
    address = post.address()
    message, next_one = post.message(), None
    post.server.mode = REFUSES
    assert post.send().failed == 1
    address.refresh_from_db()
    message.refresh_from_db()
    assert address.ended_at and address.fault
    assert message.fault_kind == Fault.REFUSED
    next_one = post.message()
    post.send()
    next_one.refresh_from_db()
    assert next_one.fault_kind == Fault.NO_ADDRESS


def test_who_never_answers_is_left_after_a_while_and_holds_up_nobody(post: Post) -> None:
    post.address("never")
    post.address("an", "colleague")
    stuck, other = post.message(), post.message("colleague")
    post.mode_of("never", HANGS)
    started = time.monotonic()
    post.send()
    assert time.monotonic() - started < 8
    stuck.refresh_from_db()
    assert stuck.sent_at is None and stuck.send_from > system_now()
    post.server.answers.clear()
    post.server.released.set()
    post.wait_over()
    post.send()
    assert Message.objects.filter(pk__in=[stuck.pk, other.pk], sent_at=None).count() == 0


def test_who_died_at_it_left_it_to_be_sent_again_with_a_mark(post: Post) -> None:
    post.address()
    message = post.message()
    assert sending.lease_messages(post.channel, by=post.worker, system_now=system_now(), limit=10) == [message]
    assert post.send().sent == 0, "it is somebody else's"
    post.wait_over()
    assert post.send().sent == 1
    message.refresh_from_db()
    assert message.maybe_sent


def test_what_may_have_arrived_without_an_answer_is_marked(post: Post) -> None:
    post.address()
    message = post.message()
    post.server.mode = CUTS
    assert post.send().put_off == 1
    message.refresh_from_db()
    assert message.maybe_sent and message.sent_at is None
    post.server.mode = TAKES
    post.wait_over()
    assert post.send().sent == 1
    assert post.arrived == 2


def test_one_of_two_addresses_that_fails_is_tried_on_alone(post: Post) -> None:
    post.address("an")
    post.address("hai")
    message = post.message()
    post.mode_of("hai", LATER)
    assert post.send().put_off == 1
    assert post.arrived in (1, 2)
    post.server.answers.clear()
    post.server.got.clear()
    post.wait_over()
    assert post.send().sent == 1
    assert post.arrived == 1, "the first has it already"
    message.refresh_from_db()
    assert len(message.reached) == 2


@pytest.mark.parametrize("mode", [TAKES, LATER, REFUSES, CUTS])
def test_no_address_and_no_secret_in_logs_or_errors(post: Post, mode: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    address = post.address("nguyen-van-an")
    message = post.message()
    post.server.mode = mode
    problems = post.send().problems
    message.refresh_from_db()
    address.refresh_from_db()
    said = " ".join([caplog.text, message.error, address.fault, *problems, repr(message), repr(address)])
    for secret in ("nguyen-van-an", SECRET, "0123456789abcdef", "MDEyMzQ1"):
        assert secret not in said


def test_two_senders_take_nothing_twice(post: Post) -> None:
    post.address()
    made = {post.message(kinds=()).pk for _n in range(6)}
    now = system_now()
    first = sending.lease_messages(post.channel, by=post.worker, system_now=now, limit=4)
    second = sending.lease_messages(post.channel, by=post.worker, system_now=now, limit=4)
    assert len(first) == 4 and {one.pk for one in first} | {one.pk for one in second} == made
    late = now + sending.LEASE + timedelta(seconds=1)
    again = sending.lease_messages(post.channel, by=post.worker, system_now=late, limit=10)
    assert {one.pk for one in again} == made and all(one.maybe_sent for one in again)
    assert not sending.confirm(first[0], sending.Attempt(), by=post.worker, system_now=late), "its lease ran out"

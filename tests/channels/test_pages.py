"""From a person's page to their letter box and back; what administrators see of it; what nobody else does."""

import json
import re
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from roviec.alerts.models import Address, Message
from roviec.jobs import worker
from roviec.jobs.steps import Job, Step
from roviec.ledger.models import Entry
from tests.channels.conftest import Post
from tests.channels.sinks import HANGS, LATER, REFUSES, TAKES, parsed

Open = Callable[[str], Post]
PAGE = "/thong-bao/noi-nhan/"


@pytest.fixture
def signed_in(open_post: Open) -> Callable[[Post, str], Client]:
    def enter(post: Post, who: str = "officer") -> Client:
        client = Client()
        client.force_login(post.town.accounts[who])
        session = client.session
        session["account_authentication_methods_user"] = str(post.town.accounts[who].pk)
        session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
        session.save()
        return client

    return enter


def text_of(post: Post) -> str:
    return parsed(post.server.got[-1][1]).get_body(("plain",)).get_content()


def test_an_e_mail_address_is_added_confirmed_by_its_letter_tried_and_taken_away(
    open_post: Open, signed_in: Any, pinned_queries: Any
) -> None:
    post = open_post("email")
    client = signed_in(post)
    wrong = client.post(f"{PAGE}them/", {"channel": "email", "value": "không phải thư"})
    assert wrong.status_code == 422 and Address.objects.count() == 0
    client.post(f"{PAGE}them/", {"channel": "email", "value": "an.nguyen@DaNang.example.vn"})
    address = Address.objects.get()
    assert address.verified_at is None and address.value == "an.nguyen@danang.example.vn"
    waiting = post.message()
    post.send()
    waiting.refresh_from_db()
    assert waiting.fault_kind == "no_address", "nothing goes to an address before it is confirmed"
    [link] = re.findall(r"https://roviec\.example\.vn(/thong-bao/noi-nhan/xac-nhan/\S+)", text_of(post))

    stranger = signed_in(post, "colleague")
    stranger.post(link)
    client.get(link)
    address.refresh_from_db()
    assert address.verified_at is None, "mail programs open links; and a link is of use to its owner alone"
    client.post(link)
    address.refresh_from_db()
    assert address.verified_at
    with pinned_queries("alerts: addresses"):
        shown = client.get(PAGE).content.decode()
    assert "an.nguyen@danang.example.vn" in shown
    assert "an.nguyen" not in stranger.get(PAGE).content.decode()

    Message.objects.all().delete()  # a minute later
    client.post(f"{PAGE}{address.pk}/gui/")
    client.post(f"{PAGE}{address.pk}/gui/")
    assert post.send().sent == 1, "the second press within a minute sends nothing"
    assert "nhận được thông báo" in text_of(post)
    assert stranger.post(f"{PAGE}{address.pk}/bo/").status_code == 404
    client.post(f"{PAGE}{address.pk}/bo/")
    address.refresh_from_db()
    assert address.ended_at
    verbs = list(Entry.objects.filter(verb__startswith="address_").order_by("seq").values_list("verb", "data"))
    assert [verb for verb, _data in verbs] == ["address_added", "address_confirmed", "address_ended"]
    assert "an.nguyen" not in str(verbs)


def test_adding_an_address_asks_who_sits_at_the_screen(open_post: Open) -> None:
    post = open_post("email")
    client = Client()
    client.force_login(post.town.accounts["officer"])
    answer = client.post(f"{PAGE}them/", {"channel": "email", "value": "an@danang.example.vn"})
    assert answer.status_code == 302 and "/tai-khoan/" in answer["Location"]
    assert Address.objects.count() == 0


def test_a_webhook_shows_its_secret_once_and_lives_from_its_first_answer(open_post: Open, signed_in: Any) -> None:
    post = open_post("webhook")
    client = signed_in(post)
    refused = client.post(f"{PAGE}them/", {"channel": "webhook", "value": "https://169.254.169.254/"})
    assert refused.status_code == 422
    page = client.post(f"{PAGE}them/", {"channel": "webhook", "value": post.value(), "label": "Chatbot"})
    [secret] = re.findall(r'<code class="text-break">([\w-]{40,})</code>', page.content.decode())
    address = Address.objects.get()
    assert secret not in address.secret and secret not in client.get(PAGE).content.decode()
    post.server.mode = LATER
    post.send()
    address.refresh_from_db()
    assert address.verified_at is None
    post.server.mode = TAKES
    post.wait_over()
    post.send()
    address.refresh_from_db()
    assert address.verified_at


def test_a_shared_browser_belongs_to_who_switched_it_on_last(open_post: Open, signed_in: Any) -> None:
    post = open_post("web_push")
    for who in ("officer", "colleague"):
        given = {"endpoint": f"http://127.0.0.1:{post.server.port}/b", "keys": _keys(post)}
        signed_in(post, who).post(f"{PAGE}them/", {"channel": "web_push", "value": _json(given), "label": "Chrome"})
    live = Address.objects.filter(ended_at=None)
    assert [one.officer_id for one in live] == [post.town.accounts["colleague"].officer_id]


def _json(value: object) -> str:
    return json.dumps(value)


def _keys(post: Post) -> dict[str, str]:
    found = json.loads(post.value())
    return {"p256dh": found["p256dh"], "auth": found["auth"]}


def test_administrators_see_what_waits_and_why_and_try_it_again(
    open_post: Open, signed_in: Any, pinned_queries: Any, settings: Any
) -> None:
    post = open_post("email")
    post.address()
    message = post.message()
    post.server.mode = LATER
    post.send()
    admin = signed_in(post, "admin")
    with pinned_queries("jobs: queue"):
        page = admin.get("/quan-tri/hang-doi/").content.decode()
    assert "relay answered 451 to RCPT" in page and "an@danang" not in page
    assert signed_in(post, "officer").get("/quan-tri/hang-doi/").status_code == 403
    post.server.mode = TAKES
    assert post.send().sent == 0
    admin.post("/quan-tri/hang-doi/thu-lai/")
    assert post.send().sent == 1

    post.mode_of("an", REFUSES)
    post.message()
    post.send()
    client = Client()
    assert client.get("/metrics").status_code == 404
    settings.METRICS_TOKEN = "ma-cua-prometheus"
    assert client.get("/metrics", headers={"Authorization": "Bearer khac"}).status_code == 404
    said = client.get("/metrics", headers={"Authorization": "Bearer ma-cua-prometheus"}).content.decode()
    assert 'roviec_messages_sent_day{channel="email"} 1.0' in said
    assert 'roviec_messages_failed_day{channel="email",kind="refused"} 1.0' in said
    assert "danang" not in said
    message.refresh_from_db()
    assert message.sent_at


def test_the_outside_watcher_is_called_and_its_silence_stops_nothing(open_post: Open, settings: Any) -> None:
    post = open_post("webhook")
    settings.WATCHER_URL = f"http://127.0.0.1:{post.server.port}/con-song"
    worker.tell_watcher()
    assert [path for path, _headers, _body in post.server.got] == ["/con-song"]
    post.server.mode = HANGS
    worker.tell_watcher()


def test_with_several_machines_the_watcher_is_called_only_while_their_workers_live_and_meet_no_problem(
    transactional_db: None, open_post: Open, settings: Any
) -> None:
    post = open_post("webhook")
    settings.WATCHER_URL, settings.TICK_SECONDS = f"http://127.0.0.1:{post.server.port}/con-song", 1

    def a_beat() -> int:
        stop = threading.Event()
        worker.conduct(stop, lambda _step: stop.set())
        return len(post.server.got)

    assert a_beat() == 0, "the beat runs nothing itself"

    def fails(_job: Job) -> list[str]:
        return ["the relay is down"]

    there = worker.Worker(threading.Event(), steps=[Step("send", fails), Step("tidy", lambda _job: [])])
    there.run_one("send")
    there.run_one("tidy")
    assert a_beat() == 0, "another step that went well does not hide it"
    there._steps = [Step("send", lambda _job: [])]
    there.run_one("send")
    assert a_beat() == 1

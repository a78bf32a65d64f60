"""What each channel makes of a message, read with other eyes than those that wrote it."""

import hashlib
import hmac
import json
from base64 import urlsafe_b64decode
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from roviec.alerts.channels import email, web_push
from roviec.alerts.channels.contract import Destination, Later, Refused
from roviec.alerts.outgoing import Outgoing
from roviec.core.problems import Invalid
from roviec.ledger.system_time import system_now
from tests.channels.conftest import BROWSER, SECRET, Post
from tests.channels.sinks import REFUSES, TAKES, Relay, parsed, serving

Open = Callable[[str], Post]


def plain(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def test_an_e_mail_is_text_and_html_in_its_readers_language_over_one_connection(open_post: Open) -> None:
    post = open_post("email")
    post.address("an")
    post.address("binh", "colleague")
    reader = post.town.accounts["colleague"]
    reader.language = "en"
    reader.save(update_fields=["language"])
    messages = [post.message(kinds=("late", "late", "assigned")) for _n in range(6)]
    english = post.message("colleague", kinds=("late",))
    assert post.send().sent == 7
    assert post.server.connections <= email.SENDERS
    mails = {to: parsed(content) for to, content in post.server.got}
    mail = mails["an@danang.example.vn"]
    assert mail["Subject"] == "Rõ Việc: 3 thông báo (2 quá hạn, 1 mới giao)"
    assert mail["Auto-Submitted"] == "auto-generated" and mail["List-Id"] == "<thong-bao.danang.example.vn>"
    ids = [parsed(content)["Message-ID"] for to, content in post.server.got if to.startswith("an@")]
    assert sorted(ids) == sorted(f"<{one.pk}@danang.example.vn>" for one in messages)
    text = mail.get_body(("plain",)).get_content()
    html = mail.get_body(("html",)).get_content()
    assert text.index("QUÁ HẠN (2)") < text.index("MỚI GIAO (1)")
    for body in (text, html):
        assert "Chương trình công tác tháng 12" in body
        assert f"https://roviec.example.vn/ke-hoach/{post.town.plan.pk}" in body
    other = mails["binh@danang.example.vn"]
    assert other["Content-Language"] == "en" and "Overdue" in other["Subject"]
    assert f"<{english.pk}@" in other["Message-ID"]


def test_a_repeat_keeps_its_id_and_says_that_it_is_one(open_post: Open) -> None:
    post = open_post("email")
    post.address()
    message = post.message(maybe_sent=True)
    post.send()
    [(_to, content)] = post.server.got
    mail = parsed(content)
    assert mail["Subject"].startswith("(gửi lại) ")
    assert mail["Message-ID"] == f"<{message.pk}@danang.example.vn>"
    assert "có thể đã đến một lần" in mail.get_body(("plain",)).get_content()


def test_nothing_goes_in_the_clear_to_another_machine(open_post: Open, settings: Any) -> None:
    open_post("email")
    with serving(Relay, "127.0.0.2") as elsewhere:
        settings.SMTP = f"smtp://ten:mat-khau@127.0.0.2:{elsewhere.port}"
        with pytest.raises(Later, match="offers no STARTTLS"):
            email.sender().send(_outgoing(), Destination("an@danang.example.vn"))
        assert elsewhere.got == []


def _outgoing() -> Outgoing:
    return Outgoing(uuid4(), "test", "vi", system_now())


@pytest.mark.parametrize(
    ("code", "said", "ends"),
    [
        (550, b"5.1.1 no such user", True),
        (550, b"user unknown", True),
        (554, b"5.7.1 relay access denied", False),
        (550, b"5.7.1 blocked", False),
        (552, b"5.2.2 mailbox full", False),
        (450, b"4.2.0 greylisted", False),
    ],
)
def test_only_an_address_that_is_wrong_ends(code: int, said: bytes, ends: bool) -> None:
    assert isinstance(email.judge_recipient(code, said), Refused if ends else Later)


def test_our_own_sender_is_no_address(settings: Any) -> None:
    settings.MAIL_FROM = "ro-viec@danang.example.vn"
    for wrong in ("Ro-Viec@DANANG.example.vn", "an@", "an@x.vn\r\nBcc: b@x.vn", "Ân@x.vn", "a" * 300 + "@x.vn"):
        with pytest.raises(Invalid):
            email.checked(wrong)


def test_a_webhook_is_signed_over_time_and_body(open_post: Open) -> None:
    post = open_post("webhook")
    post.address()
    message = post.message(kinds=("late",), maybe_sent=True)
    post.send()
    [(_path, headers, body)] = post.server.got
    at, mark = (part.partition("=")[2] for part in headers["Ro-Viec-Signature"].split(","))
    assert mark == hmac.new(SECRET.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    data = json.loads(body)
    assert data["id"] == str(message.pk) == headers["Ro-Viec-Id"] and data["repeated"] is True
    [notice] = data["notices"]
    assert notice["kind"] == "late" and notice["url"].startswith("https://roviec.example.vn/")


def test_web_push_encrypts_as_the_example_of_rfc_8291() -> None:
    ours = ec.derive_private_key(int.from_bytes(plain("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")), ec.SECP256R1())
    body = web_push.encrypted(
        b"When I grow up, I want to be a watermelon",
        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        "BTBZMqHH6r4Tts7J_aSIgg",
        ours=ours,
        salt=plain("DGv6ra1nlYgDCS1FRnbzlw"),
    )
    assert body == plain(
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6"
        "cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


def test_a_browser_reads_counts_and_no_titles_and_knows_who_sent_it(open_post: Open) -> None:
    post = open_post("web_push")
    post.address()
    post.message(kinds=("late", "late", "assigned"), kind="immediate")
    assert post.send().sent == 1
    [(_path, headers, body)] = post.server.got
    salt, theirs = body[:16], body[21 : 21 + body[20]]
    point = BROWSER.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    shared = BROWSER.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs))

    def derived(secret: bytes, salted: bytes, info: bytes, length: int) -> bytes:
        return HKDF(algorithm=SHA256(), length=length, salt=salted, info=info).derive(secret)

    secret = derived(shared, b"0123456789abcdef", b"WebPush: info\0" + point + theirs, 32)
    content_key = derived(secret, salt, b"Content-Encoding: aes128gcm\0", 16)
    text = AESGCM(content_key).decrypt(derived(secret, salt, b"Content-Encoding: nonce\0", 12), body[86:], None)
    said = json.loads(text.removesuffix(b"\2"))
    assert said["body"] == "2 quá hạn, 1 mới giao" and said["url"] == "/thong-bao/"
    assert "Chương trình" not in text.decode()
    assert headers["Urgency"] == "high" and int(headers["TTL"]) > 0
    token, public = headers["Authorization"].removeprefix("vapid t=").split(", k=")
    verifier = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), plain(public))
    audience = f"http://127.0.0.1:{post.server.port}"
    claims = jwt.decode(token, verifier, algorithms=["ES256"], audience=audience, leeway=timedelta(0))
    assert claims["sub"] == "mailto:ro-viec@danang.example.vn"


def test_the_relay_itself_being_down_costs_no_attempt_and_ends_no_address(open_post: Open, settings: Any) -> None:
    post = open_post("email")
    address = post.address()
    made = [post.message() for _n in range(20)]
    settings.SMTP = "smtp://127.0.0.1:1"
    sent = post.send()
    assert sent.put_off == 20 and len(sent.problems) == 1
    for one in made:
        one.refresh_from_db()
    assert sum(one.attempts for one in made) <= 2 * email.SENDERS
    address.refresh_from_db()
    assert address.ended_at is None
    settings.SMTP = f"smtp://127.0.0.1:{post.server.port}"
    post.server.mode = TAKES
    post.wait_over()
    assert post.send().sent == 20


def test_a_relay_that_refuses_us_ends_nobody(open_post: Open) -> None:
    post = open_post("email")
    post.mode_of("an", REFUSES)
    wrong, right = post.address("an"), post.address("binh")
    message = post.message()
    assert post.send().sent == 1
    for one in (wrong, right, message):
        one.refresh_from_db()
    assert wrong.ended_at and not right.ended_at and message.sent_at

"""HTTP to addresses that people typed in: never into our own network, never elsewhere than checked, never for long."""

import ipaddress
import socket
import ssl
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from roviec.alerts.channels import outside
from roviec.alerts.channels.contract import Later, Refused
from roviec.core.problems import Invalid
from tests.channels.sinks import DRIPS, FLOODS, HANGS, MOVED, Web, _Server, serving


@pytest.fixture
def sink(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[_Server]:
    monkeypatch.setattr(outside, "SECONDS", 0.6)
    with serving(Web) as server:
        settings.WEBHOOK_INSIDE = frozenset({f"127.0.0.1:{server.port}"})
        yield server


def url(server: _Server, host: str = "127.0.0.1", scheme: str = "http") -> str:
    return f"{scheme}://{host}:{server.port}/x"


@pytest.mark.parametrize(
    "address",
    [
        "http://example.vn/",
        "https://127.0.0.1/",
        "https://10.1.2.3/",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://[64:ff9b::a00:1]/",
        "https://[fe80::1]/",
        "https://0.0.0.0/",
        "https://100.64.0.1/",
        "https://224.0.0.1/",
        "https://ten:mat-khau@example.vn/",
        "ftp://example.vn/",
        "file:///etc/passwd",
        "https://example.vn:99999/",
        "https://exa mple.vn/",
        "https://example.vn/\r\nX: y",
        "https:///x",
        "",
    ],
)
def test_such_an_address_is_not_taken(address: str, db: None) -> None:
    with pytest.raises(Invalid):
        outside.target_of(address)


@pytest.mark.parametrize("disguise", ["127.1", "2130706433", "0x7f.1", "localhost", "0"])
def test_a_name_that_leads_inside_is_refused_when_it_is_resolved(sink: _Server, disguise: str) -> None:
    with pytest.raises((Refused, Invalid)):
        outside.request("POST", f"https://{disguise}:{sink.port}/")
    assert sink.connections == 0


@given(st.ip_addresses(v=4, network="10.0.0.0/8") | st.ip_addresses(v=4, network="192.168.0.0/16"))
def test_no_private_address_is_public_in_any_dress(ip: ipaddress.IPv4Address) -> None:
    dressed = [str(ip), f"::ffff:{ip}", f"64:ff9b::{ip}", str(ipaddress.IPv6Address((0x2002 << 112) | (int(ip) << 80)))]
    assert not any(outside.is_public(one) for one in dressed)
    assert outside.is_public("8.8.8.8") and outside.is_public("2606:4700::1111")


def test_a_name_that_answers_otherwise_the_second_time_gains_nothing(
    sink: _Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection goes to the address that was checked: the name is asked once."""
    asked = []

    def resolver(host: str, port: int, **_more: object) -> list[tuple]:
        asked.append(host)
        where = "203.0.114.7" if len(asked) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (where, port))]

    reached = []

    def connect(where: tuple[str, int], timeout: float) -> socket.socket:
        reached.append(where[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", resolver)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(Later):
        outside.request("POST", "https://doi-mat.example.vn/")
    assert asked == ["doi-mat.example.vn"] and reached == ["203.0.114.7"]


@pytest.mark.parametrize("mode", [HANGS, FLOODS, DRIPS])
def test_a_sink_that_answers_with_gigabytes_or_never_is_left_in_time(sink: _Server, mode: str) -> None:
    sink.mode = mode
    started = time.monotonic()
    if mode == HANGS:
        with pytest.raises(Later, match="in time"):
            outside.request("POST", url(sink), body=b"{}")
    else:
        assert len(outside.request("POST", url(sink), body=b"{}").body) <= outside.ANSWER_BYTES
    assert time.monotonic() - started < 3


def test_a_redirect_is_not_followed(sink: _Server) -> None:
    sink.mode = MOVED
    with pytest.raises(Refused):
        outside.judge_answer(outside.request("POST", url(sink)))
    assert [path for path, _headers, _body in sink.got] == ["/x"]


def certificate(folder: Path, name: str) -> tuple[Path, ssl.SSLContext]:
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime(2026, 1, 1, tzinfo=UTC)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=36500))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    public, private = folder / f"{name}.pem", folder / f"{name}.key"
    public.write_bytes(made.public_bytes(Encoding.PEM))
    private.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(public, private)
    return public, context


@pytest.mark.parametrize(("name", "fits"), [("localhost", True), ("khac.example.vn", False)])
def test_the_certificate_must_be_that_of_the_name(tmp_path: Path, settings: Any, name: str, fits: bool) -> None:
    public, context = certificate(tmp_path, name)
    settings.OUTSIDE_CA = str(public)
    with serving(Web, context=context) as server:
        settings.WEBHOOK_INSIDE = frozenset({f"localhost:{server.port}"})
        if fits:
            assert outside.request("POST", url(server, "localhost", "https")).status == 204
            assert server.got[0][1]["Host"] == f"localhost:{server.port}"
        else:
            with pytest.raises(Later):
                outside.request("POST", url(server, "localhost", "https"))
            assert server.got == []

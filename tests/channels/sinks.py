"""Real servers on this machine that behave well or badly: a relay for mail, and a program that takes POSTs."""

import contextlib
import email
import email.policy
import http.server
import socket
import socketserver
import ssl
import threading
import time
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any, ClassVar

# What a server does with what it is sent.
TAKES, LATER, REFUSES, HANGS, CUTS, FLOODS, DRIPS, MOVED = (
    "takes",
    "later",
    "refuses",
    "hangs",
    "cuts",
    "floods",
    "drips",
    "moved",
)


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, host: str, handler: type, context: ssl.SSLContext | None) -> None:
        super().__init__((host, 0), handler)
        self.mode = TAKES
        self.answers: dict[str, str] = {}  # mode by address or path, before `mode`
        self.got: list[Any] = []
        self.connections = 0
        self.slow = 0.0  # seconds between having a message and saying so
        self.context = context
        self.released = threading.Event()

    def get_request(self) -> tuple[socket.socket, Any]:
        raw, peer = super().get_request()
        self.connections += 1
        return (self.context.wrap_socket(raw, server_side=True) if self.context else raw), peer

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away in the middle is what is tested."""

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def hang(self) -> None:
        self.released.wait(30)


class Relay(socketserver.StreamRequestHandler):
    """As much of SMTP as a relay needs: what was taken lies in `got` as (recipient, message)."""

    server: _Server

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self) -> None:
        self.say("220 sink")
        to = ""
        while line := self.rfile.readline():
            verb = line[:4].upper()
            mode = self.server.answers.get(to, self.server.mode)
            if verb in (b"EHLO", b"HELO"):
                self.say("250 sink")
            elif verb == b"RCPT":
                to = line.split(b"<")[1].split(b">")[0].decode()
                mode = self.server.answers.get(to, self.server.mode)
                if mode == HANGS:
                    return self.server.hang()
                self.say({LATER: "451 4.3.0 busy", REFUSES: "550 5.1.1 no such user"}.get(mode, "250 fine"))
            elif verb == b"DATA":
                self.say("354 go on")
                content = b""
                while (part := self.rfile.readline()) != b".\r\n":
                    content += part.removeprefix(b".") if part.startswith(b"..") else part
                self.server.got.append((to, content))
                if mode == CUTS:  # it has the message, and dies before it says so
                    return None
                time.sleep(self.server.slow)
                self.say("250 taken")
            elif verb == b"QUIT":
                return self.say("221 bye")
            else:
                self.say("250 fine")
        return None


def parsed(content: bytes) -> EmailMessage:
    return email.message_from_bytes(content, policy=email.policy.default)  # type: ignore[return-value]


class Web(http.server.BaseHTTPRequestHandler):
    """What was taken lies in `got` as (path, headers, body)."""

    server: _Server
    STATUS: ClassVar = {TAKES: 204, LATER: 500, REFUSES: 410, MOVED: 302, FLOODS: 200, DRIPS: 200}

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        mode = self.server.answers.get(self.path, self.server.mode)
        if mode == HANGS:
            return self.server.hang()
        self.server.got.append((self.path, dict(self.headers), body))
        if mode == CUTS:
            return None
        self.send_response(self.STATUS[mode])
        if mode == MOVED:
            self.send_header("Location", f"http://127.0.0.1:{self.server.port}/elsewhere")
        if mode == FLOODS:
            self.send_header("Content-Length", str(10 * 2**30))
        self.end_headers()
        with contextlib.suppress(OSError):
            while mode == FLOODS:
                self.wfile.write(b"x" * 65536)
            while mode == DRIPS and not self.server.released.is_set():
                self.wfile.write(b"x")
                time.sleep(0.05)
        return None

    def do_GET(self) -> None:
        self.do_POST()

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@contextlib.contextmanager
def serving(handler: type, host: str = "127.0.0.1", context: ssl.SSLContext | None = None) -> Iterator[_Server]:
    server = _Server(host, handler, context)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield server
    finally:
        server.released.set()
        server.shutdown()
        server.server_close()

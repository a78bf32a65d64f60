"""`roviec serve`: the web server (Granian), on the loopback address unless told otherwise."""

import argparse
import socket
import sys

from roviec.cli.command import OK, CommandError
from roviec.cli.house import enter
from roviec.cli.language import gettext as _

TARGET = "roviec.config.wsgi:application"
# More threads than this per process only wait for one another; more processes help, up to the number of cores.
THREADS = 4
# So long may a browser or a proxy keep a public page: one that is taken down is gone everywhere after it.
PUBLIC_SECONDS = 60


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help=_("địa chỉ lắng nghe (mặc định 127.0.0.1: chỉ máy này)"))
    parser.add_argument("--port", type=int, default=8000, help=_("cổng (mặc định 8000)"))
    parser.add_argument(
        "--workers", type=int, default=1, help=_("số tiến trình (mặc định 1, mỗi tiến trình dưới 200 MB)")
    )


def run(arguments: argparse.Namespace) -> int:
    enter()
    _refuse_unsafe_settings()
    _refuse_busy_port(arguments.host, arguments.port)
    from django.conf import settings  # noqa: PLC0415  after enter()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connections  # noqa: PLC0415
    from granian import Granian  # noqa: PLC0415  heavy, and of this command alone
    from granian.constants import Interfaces  # noqa: PLC0415
    from granian.log import LogLevels  # noqa: PLC0415

    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # the server of static files wants it to be there
    if settings.PRODUCTION:
        call_command("collectstatic", interactive=False, verbosity=0)
    settings.PUBLIC_ROOT.mkdir(parents=True, exist_ok=True)
    connections.close_all()
    # No access log: addresses of pages say what a person works on; the proxy in front keeps one where it is wanted.
    Granian(
        TARGET,
        address=arguments.host,
        port=arguments.port,
        interface=Interfaces.WSGI,
        workers=max(1, arguments.workers),
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        # Pages for the public are files: no request for them reaches Python.
        static_path_route=["/cong-khai"],
        static_path_mount=[settings.PUBLIC_ROOT],
        static_path_dir_to_file="index.html",
        static_path_expires=PUBLIC_SECONDS,
        log_access=False,
        log_level=LogLevels.warning,
    ).serve()
    return OK


def _refuse_unsafe_settings() -> None:
    from django.core.checks import ERROR, run_checks  # noqa: PLC0415  after enter()

    from roviec.config.checks import TAG  # noqa: PLC0415

    messages = run_checks(tags=[TAG])
    for message in messages:
        print(f"{message.id}: {message.msg} {message.hint or ''}".rstrip(), file=sys.stderr)
    errors = [message for message in messages if message.level >= ERROR]
    if errors:
        raise CommandError(
            _("Không khởi động: có %(count)s thiết đặt chưa an toàn cho vận hành thật.") % {"count": len(errors)}
        )


def _refuse_busy_port(host: str, port: int) -> None:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except (OSError, OverflowError) as error:
        raise CommandError(
            _("Không mở được %(host)s:%(port)s: %(why)s") % {"host": host, "port": port, "why": error}
        ) from None

"""`roviec worker`: lateness, warnings, series and seals, in the background."""

import argparse
import importlib.util
import os
import signal
import threading
from types import FrameType

from roviec.cli.command import INCOMPLETE, OK, CommandError
from roviec.cli.language import gettext as _


def add_arguments(parser: argparse.ArgumentParser) -> None:
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--once", action="store_true", help=_("chạy một nhịp rồi thoát"))
    how.add_argument(
        "--beat", action="store_true", help=_("giữ nhịp cho các tiến trình trên nhiều máy (chỉ khi có ROVIEC_ENGINE)")
    )
    how.add_argument(
        "--status", action="store_true", help=_("in tình trạng tiến trình nền; mã thoát 1 khi nó im lặng hoặc có lỗi")
    )


def run(arguments: argparse.Namespace) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "roviec.config.settings")
    stop = threading.Event()
    if not arguments.status:
        _end_on_signals(stop)
    # Django and what stands on it take a second to load: only the commands that need a database pay for it.
    import django  # noqa: PLC0415

    django.setup()
    if arguments.status:
        return _status()
    from django.conf import settings  # noqa: PLC0415  after django.setup()

    if arguments.beat or (settings.ENGINE and not arguments.once):
        return _woken(stop, arguments.beat)
    return _work(stop, arguments.once)


def _end_on_signals(stop: threading.Event) -> None:
    """SIGTERM and Ctrl-C end the worker after the commit it is at; a second one ends it there and then."""

    def end(number: int, frame: FrameType | None) -> None:
        stop.set()
        signal.signal(number, signal.SIG_DFL)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)


def _woken(stop: threading.Event, beat: bool) -> int:
    """With a broker: one process keeps the beat, all others run what they are asked to."""
    from django.conf import settings  # noqa: PLC0415  after django.setup()

    if not settings.ENGINE:
        raise CommandError(_("--beat chỉ dùng khi có ROVIEC_ENGINE."))
    if importlib.util.find_spec("celery") is None:
        raise CommandError(_("ROVIEC_ENGINE cần Celery: cài thêm phần celery (docs/how-to/run-in-production.md)."))
    from roviec.jobs import worker  # noqa: PLC0415
    from roviec.jobs.tasks import wake  # noqa: PLC0415

    if beat:
        worker.conduct(stop, wake)
    else:
        from roviec.jobs.engines.celery import work  # noqa: PLC0415

        signal.signal(signal.SIGTERM, signal.SIG_DFL)  # Celery ends on them by itself, after the step it is at
        signal.signal(signal.SIGINT, signal.default_int_handler)
        work()
    return OK


def _work(stop: threading.Event, once: bool) -> int:
    from roviec.jobs import worker  # noqa: PLC0415  after django.setup()

    problems = worker.run(stop, once=once)
    return INCOMPLETE if once and problems else OK


def _status() -> int:
    from roviec.jobs.queries import outbox_state, worker_state  # noqa: PLC0415  after django.setup()
    from roviec.jobs.silence import tell_of  # noqa: PLC0415
    from roviec.ledger.system_time import system_now  # noqa: PLC0415
    from roviec.web import clock  # noqa: PLC0415

    now = system_now()
    state, waiting = worker_state(now), outbox_state()
    tell_of(state, clock.now())
    if state.last_at is None:
        print(_("Tiến trình nền chưa chạy lần nào."))
    else:
        ago = int((now - state.last_at).total_seconds())
        text = (
            _("Đang chạy: %(workers)s tiến trình, nhịp gần nhất %(ago)s giây trước, mất %(busy)s ms.")
            if state.alive
            else _("IM LẶNG: nhịp gần nhất %(ago)s giây trước.")
        )
        print(text % {"workers": state.workers, "ago": ago, "busy": state.busy_ms})
    if state.note:
        print(_("Bước có lỗi: %(note)s") % {"note": state.note})
    age = int((now - waiting.oldest).total_seconds()) if waiting.oldest else 0
    print(
        _("Chờ xử lý: %(count)s tin, %(failing)s tin lỗi, cũ nhất %(age)s giây.")
        % {"count": waiting.count, "failing": waiting.failing, "age": age}
    )
    return OK if state.alive and not state.note and not waiting.failing else INCOMPLETE

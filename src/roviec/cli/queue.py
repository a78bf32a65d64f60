"""`roviec queue`: what waits to be told and sent, since when, why it fails; and trying it again at once."""

import argparse
import dataclasses
import json
from datetime import datetime

from roviec.cli.command import INCOMPLETE, OK
from roviec.cli.house import add_json, enter
from roviec.cli.language import gettext as _


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_json(parser)
    parser.add_argument("--retry", action="store_true", help=_("thử gửi lại ngay những bản tin đang lỗi"))
    parser.add_argument("--channel", default="", metavar=_("KÊNH"), help=_("chỉ kênh này khi thử lại"))


def run(arguments: argparse.Namespace) -> int:
    """Exit status 1 when no worker runs or something fails."""
    enter()
    from roviec.alerts.actions.sending import try_again  # noqa: PLC0415  after enter()
    from roviec.jobs.queries import system_queue  # noqa: PLC0415
    from roviec.ledger.system_time import system_now  # noqa: PLC0415
    from roviec.organisation.queries.actors import worker_actor  # noqa: PLC0415

    now = system_now()
    if arguments.retry:
        n = try_again(arguments.channel, by=worker_actor(), system_now=now)
        print(_("Số bản tin được thử lại ngay: %(n)s") % {"n": n})
        return OK
    state = system_queue(now)
    failing = state.outbox.failing + sum(one.failing for one in state.queues)
    if arguments.json:
        print(json.dumps(dataclasses.asdict(state), default=_plain))
    else:
        alive = _("Tiến trình nền: %(n)s đang chạy") if state.worker.alive else _("Tiến trình nền: IM LẶNG")
        print(alive % {"n": state.worker.workers})
        said = {"count": state.outbox.count, "failing": state.outbox.failing, "age": _age(state.outbox.oldest, now)}
        print(_("Chờ xử lý: %(count)s tin, %(failing)s tin lỗi, cũ nhất %(age)s giây.") % said)
        for one in state.queues:
            facts = {"channel": one.channel, "waiting": one.waiting, "failing": one.failing, "sent": one.sent}
            facts |= {"age": _age(one.oldest, now), "failed": sum(one.failed.values())}
            line = _("%(channel)s: chờ gửi %(waiting)s, cũ nhất %(age)s giây, đang lỗi %(failing)s;")
            day = _("24 giờ qua gửi %(sent)s, bỏ cuộc %(failed)s")
            print(f"{line} {day}" % facts)
        for trouble in state.troubles:
            print(f"  {trouble['channel']}: {trouble['count']} × {trouble['error']}")
    return OK if state.worker.alive and not failing else INCOMPLETE


def _age(instant: datetime | None, now: datetime) -> int:
    return int((now - instant).total_seconds()) if instant else 0


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value.total_seconds()  # type: ignore[attr-defined]

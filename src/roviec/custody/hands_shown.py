"""Hands in words for pages: times in working days, what is usual beside them, what there are too few of."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from roviec.core.custody import comparing
from roviec.core.custody.chain import POWER
from roviec.core.custody.comparing import Estimate
from roviec.custody.calendars import NATIONAL, calendar_named
from roviec.custody.queries.hands import DAY, HANDS, Held, Staffing
from roviec.custody.queries.traces import Step

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from roviec.custody.models import Hold, Trace
    from roviec.organisation.models import Unit

KINDS: dict[str, str | Promise] = {
    "working": gettext_lazy("Đang xử lý"),
    "unnamed": gettext_lazy("Chờ phân công"),
    "signature": gettext_lazy("Chờ ký"),
    "acceptance": gettext_lazy("Chờ nghiệm thu"),
}
SIGNS: dict[str, str | Promise] = {
    "circle": gettext_lazy("Việc quay lại người đã giữ"),
    "back_and_forth": gettext_lazy("Trả đi trả lại từ lần thứ hai"),
    "sideways": gettext_lazy("Chuyển cho người cùng cấp"),
    "upward": gettext_lazy("Trình lên việc đã được giao quyền"),
    "slow_answer": gettext_lazy("Cho ý kiến sau hạn"),
    "only_agreed": gettext_lazy("Xin ý kiến, trả lời chỉ nhất trí"),
    "suspended": gettext_lazy("Tạm dừng"),
    "extended": gettext_lazy("Gia hạn"),
}


# Of a department with a thousand posts, those with most late and open work; the others stand on the pages of its divisions.
MOST_PEOPLE = 40


def with_query(address: str, query: Mapping[str, object]) -> str:
    return f"{address}?{urlencode({name: str(value) for name, value in query.items()})}"


def without_power(found: "QuerySet[Trace]") -> "QuerySet[Trace]":
    return found.exclude(kind__in=[kind.value for kind in POWER])


def days(minutes: float) -> str:
    """Working days with one decimal; less than a tenth of one says so."""
    value = minutes / DAY
    return _decimal(value) if value >= 0.05 or not value else "<" + _decimal(0.1)


def _decimal(value: float) -> str:
    return number_format(value, decimal_pos=1)


@dataclass(frozen=True, slots=True)
class KindRow:
    """One kind of hold: how often, how long typically, what is usual in the body, where its events are."""

    word: str | Promise
    n: int
    typical: str
    usual: str
    total: str
    after_due: str
    delay: str
    url: str


def by_kind(held: Mapping[tuple[UUID | None, str], Held]) -> dict[str, Held]:
    sums: dict[str, Held] = {}
    for (_post, kind), one in held.items():
        sums[kind] = sums.get(kind, Held()) + one
    return sums


def _typical(one: Held) -> str:
    if not one.n:
        return "–"
    estimates, _usual = comparing.times({"": one.times})
    return _decimal(estimates[""].own)


def rows_of_kinds(sums: Mapping[str, Held], beside: Mapping[str, Held], where: Mapping[str, object]) -> list[KindRow]:
    turns = reverse("custody:turns")
    return [
        KindRow(
            KINDS[kind],
            one.n,
            _typical(one),
            _typical(beside.get(kind, Held())),
            days(one.minutes),
            days(one.after_due),
            days(one.delay),
            with_query(turns, {**where, "loai": kind}),
        )
        for kind in KINDS
        if (one := sums.get(kind))
    ]


def queues(waiting: Iterable[tuple[str, int, datetime]], now: datetime, posts: Sequence[UUID]) -> list[dict[str, Any]]:
    """What lies with one now, what waits for a decision first; the oldest in working days."""
    calendar = calendar_named(NATIONAL)
    order = {"signature": 0, "acceptance": 1, "working": 2}
    rows = [
        {
            "kind": kind,
            "word": KINDS[kind],
            "n": n,
            "oldest": calendar.working_days_between(since, now).n,
            "decides": kind in ("signature", "acceptance"),
        }
        for kind, n, since in waiting
        if kind in KINDS
    ]
    return sorted(rows, key=lambda row: order.get(str(row["kind"]), 9))


def sign_rows(counts: Mapping[str, int], where: Mapping[str, object]) -> list[dict[str, Any]]:
    """What was found, most first; power used stands apart."""
    found = reverse("custody:found")
    return [
        {"word": SIGNS[kind], "n": n, "url": with_query(found, {**where, "loai": kind})}
        for kind, n in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        if kind not in POWER
    ]


def people(
    held: Mapping[tuple[UUID | None, str], Held],
    names: Mapping[UUID, tuple[str, str]],
    open_: Mapping[UUID, tuple[int, int]],
    where: Mapping[str, object],
) -> list[dict[str, Any]]:
    """By post, whoever has most open first: load beside time, because who has much keeps each longer."""
    sums: dict[UUID, Held] = {}
    for (post, _kind), one in held.items():
        if post is not None:
            sums[post] = sums.get(post, Held()) + one
    turns = reverse("custody:turns")
    rows: list[dict[str, Any]] = []
    for post, one in sums.items():
        title, name = names.get(post, ("", ""))
        lies, late = open_.get(post, (0, 0))
        rows.append(
            {
                "name": name or _("Khuyết"),
                "title": title,
                "open": lies,
                "late": late,
                "n": one.n,
                "typical": _typical(one) if one.n >= comparing.FEWEST else "",
                "after_due": days(one.after_due),
                "delay": days(one.delay),
                "url": with_query(turns, {**where, "vi_tri": post}),
            }
        )
    return sorted(rows, key=lambda row: (-row["late"], -row["open"], -row["n"], row["name"]))[:MOST_PEOPLE]


@dataclass(frozen=True, slots=True)
class Compared:
    """One unit beside the others. `bar` places its interval on the common axis, in percent: left, width, and the point."""

    name: str
    url: str
    time: Estimate | None
    time_said: str
    between: str
    word: str
    tone: str
    bar: tuple[str, str, str] | None
    slow: str
    slow_n: int
    signs: int
    signs_per: str
    signs_url: str
    delay: str
    staffing: Staffing
    per_person: str


def comparison(
    units: Sequence["Unit"],
    belongs: Mapping[UUID, UUID],
    held_by: Mapping[UUID, Held],
    given: Mapping[UUID, tuple[int, int]],
    signs_of: Mapping[UUID, Mapping[str, int]],
    staffing: Mapping[UUID, Staffing],
    span_days: int,
) -> dict[str, Any]:
    """Rows by how far from usual, slowest first; those with too few come last, without a place. `belongs` says in which row a unit is."""
    held: dict[UUID, Held] = {}
    opinions: dict[UUID, tuple[int, int]] = {}
    signs: dict[UUID, int] = {}
    staff: dict[UUID, Staffing] = {}
    for pk, row in belongs.items():
        held[row] = held.get(row, Held()) + held_by.get(pk, Held())
        late, n = opinions.get(row, (0, 0))
        opinions[row] = (late + given.get(pk, (0, 0))[0], n + given.get(pk, (0, 0))[1])
        signs[row] = signs.get(row, 0) + sum(signs_of.get(pk, {}).values())
        staff[row] = staff.get(row, Staffing()) + staffing.get(pk, Staffing())
    times, usual = comparing.times({pk: one.times for pk, one in held.items()})
    slow, usual_slow = comparing.shares(opinions)
    # An interval that leaves the page says no more than one that ends at its edge.
    edge = max([usual * 2, *(one.value * 1.5 for one in times.values() if one.enough)]) or 1.0
    rows = [
        _compared(
            one,
            times.get(one.pk),
            slow.get(one.pk),
            held.get(one.pk, Held()),
            signs.get(one.pk, 0),
            staff.get(one.pk, Staffing()),
            edge,
            span_days,
        )
        for one in units
        if held.get(one.pk, Held()).n or staff.get(one.pk, Staffing()).open
    ]
    rows.sort(key=lambda row: (not (row.time and row.time.enough), -(row.time.value if row.time else 0), row.name))
    return {
        "rows": rows,
        "usual": _decimal(usual),
        "usual_at": f"{min(100 * usual / edge, 100):.2f}",
        "usual_slow": f"{round(100 * usual_slow)} %",
        "fewest": comparing.FEWEST,
    }


def _compared(
    unit: "Unit",
    time: Estimate | None,
    slow: Estimate | None,
    held: Held,
    total: int,
    staff: Staffing,
    edge: float,
    span_days: int,
) -> Compared:
    enough = time is not None and time.enough
    word, tone, bar = _("Chưa đủ"), "", None
    if time is not None and enough:
        word = {1: _("Lâu hơn"), -1: _("Nhanh hơn"), 0: _("Như thường lệ")}[time.apart]
        tone = {1: "soon", -1: "good", 0: ""}[time.apart]
        low, high = min(time.low, edge), min(time.high, edge)
        bar = (
            f"{100 * low / edge:.2f}",
            f"{max(100 * (high - low) / edge, 0.6):.2f}",
            f"{100 * time.value / edge:.2f}",
        )
    where = {"don_vi": unit.pk, "ky": span_days}
    return Compared(
        name=unit.short_name or unit.name,
        url=with_query(reverse("custody:unit_hands", args=[unit.pk]), {"ky": span_days}),
        time=time,
        time_said=_decimal(time.value) if time is not None and enough else "",
        between=f"{_decimal(time.low)}–{_decimal(time.high)}" if time is not None and enough else "",
        word=word,
        tone=tone,
        bar=bar,
        slow=f"{round(100 * slow.value)} %" if slow and slow.enough else "",
        slow_n=slow.n if slow else 0,
        signs=total,
        signs_per=_decimal(100 * total / held.n) if held.n >= comparing.FEWEST else "",
        signs_url=with_query(reverse("custody:found"), where),
        delay=days(held.delay),
        staffing=staff,
        per_person=_decimal(staff.per_person) if staff.per_person is not None else "–",
    )


def turn_line(hold: "Hold", said: tuple[str, str] | None) -> dict[str, Any]:
    return {
        "title": said[0] if said else "",
        "url": reverse("custody:chain", args=[hold.clock_id]) if said else "",
        "unit": hold.unit.short_name or hold.unit.name,
        "post": hold.post.title if hold.post else "",
        "word": KINDS.get(hold.kind, hold.get_kind_display()),
        "how": hold.get_how_display(),
        "since": hold.since,
        "until": hold.until,
        "days": days(hold.minutes or 0),
        "after_due": days(hold.after_due) if hold.after_due else "",
        "delay": days(hold.delay) if hold.delay else "",
    }


def step_line(step: Step) -> dict[str, Any]:
    hold = step.hold
    return {
        "unit": hold.unit.short_name or hold.unit.name,
        "post": hold.post.title if hold.post else "",
        "person": step.person,
        "word": hold.get_kind_display(),
        "how": hold.get_how_display(),
        "reason": hold.reason,
        "since": hold.since,
        "until": hold.until,
        "days": days(step.days * DAY),
        "percent": step.percent,
        "delay": days(step.delay_days * DAY) if step.delay_days else "",
    }


def trace_line(trace: "Trace", said: tuple[str, str] | None, *, named: bool, may_remark: bool) -> dict[str, Any]:
    facts = trace.facts
    more = ""
    if trace.kind == "circle":
        more = _("qua %(n)s lượt giữ") % {"n": len(facts.get("holds", ()))}
    elif trace.kind == "back_and_forth":
        more = _("lần thứ %(n)s") % {"n": len(facts.get("holds", ())) // 2}
    elif trace.kind == "upward":
        more = _("phạm vi được giao: %(scope)s") % {"scope": facts.get("scope", "")}
    elif trace.kind in ("slow_answer", "only_agreed"):
        more = _("trả lời: “%(answer)s”") % {"answer": facts.get("answer", "")}
    elif facts.get("reason"):
        more = str(facts["reason"])
    length = ""
    if trace.minutes is not None and trace.kind in ("circle", "slow_answer", "suspended", "extended"):
        length = _("%(days)s ngày làm việc") % {"days": days(trace.minutes)}
    return {
        "pk": trace.pk,
        "word": SIGNS[trace.kind],
        "title": said[0] if said else _("Việc ngoài phạm vi được xem"),
        "url": reverse("custody:chain", args=[trace.clock_id]) if said else "",
        "unit": trace.unit.short_name or trace.unit.name,
        "who": trace.who or (trace.officer.full_name if named and trace.officer else ""),
        "at": trace.at,
        "length": length,
        "more": more,
        # Who said it would say who it is about.
        "remarks": [
            {"text": said.text, "by": said.by_label if named else _("Người liên quan"), "at": said.at}
            for said in trace.remarks.all()
        ],
        "may_remark": may_remark,
    }


assert set(KINDS) == set(HANDS)

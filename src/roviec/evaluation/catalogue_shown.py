"""Findings of a catalogue arranged for pages: what was found, where, by kind."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from roviec.core.catalogue import Finding
from roviec.core.reasons import Reason
from roviec.evaluation.readers.catalogue import HEADINGS

# Kind -> its words, and the codes that belong to it. What stands in none is an error of form.
KINDS: dict[str, tuple[str | Promise, frozenset[str]]] = {
    "trung": (_("Trùng lặp"), frozenset({"duplicate", "alike", "too_long_to_compare"})),
    "gop": (_("Sản phẩm gộp"), frozenset({"output_compound", "output_either"})),
    "san-pham": (_("Không phải sản phẩm"), frozenset({"output_is_doing"})),
    "he-so": (
        _("Điểm, hệ số"),
        frozenset({"points_outside_frame", "coefficient_not_of_points", "coefficient_outside_group", "no_standard"}),
    ),
    "nhom": (
        _("Nhóm, khung điểm"),
        frozenset({"no_group", "group_gap", "frame_differs", "frames_overlap", "frames_gap"}),
    ),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """`row` 0: of the list as a whole. `column`: the heading of the field."""

    row: int
    column: str
    reason: Reason
    error: bool
    kind: str


def from_findings(findings: Iterable[Finding]) -> list[Shown]:
    return [_shown(one.row, one.field, one.reason, one.error) for one in findings]


def from_stored(findings: Sequence[Mapping[str, Any]]) -> list[Shown]:
    """As `WorkCatalogue.findings` keeps them; what was found seldom stands before what was found everywhere."""
    often = Counter(one["code"] for one in findings)
    ordered = sorted(findings, key=lambda one: (often[one["code"]], one["code"], one["row"]))
    return [
        _shown(one["row"], one["field"], Reason(one["code"], one["params"], one["cite"]), error=False)
        for one in ordered
    ]


def _shown(row: int, field: str, reason: Reason, error: bool) -> Shown:
    code = reason.code.partition(".")[2]
    kind = next((name for name, (_words, codes) in KINDS.items() if code in codes), "")
    return Shown(row, HEADINGS.get(field, field), reason, error, kind)


def tabs_of(shown: list[Shown], chosen: str) -> list[dict[str, Any]]:
    """Errors first, then each kind of remark that occurs."""
    errors = sum(one.error for one in shown)
    tabs: list[dict[str, Any]] = [{"label": _("Tất cả"), "url": "?", "active": not chosen, "count": len(shown)}]
    if errors:
        tabs.append({"label": _("Lỗi phải sửa"), "url": "?loai=loi", "active": chosen == "loi", "count": errors})
    for name, (words, _codes) in KINDS.items():
        count = sum(one.kind == name and not one.error for one in shown)
        if count:
            tabs.append({"label": words, "url": f"?loai={name}", "active": chosen == name, "count": count})
    return tabs


def chosen_of(shown: list[Shown], chosen: str) -> list[Shown]:
    if chosen == "loi":
        return [one for one in shown if one.error]
    return [one for one in shown if one.kind == chosen and not one.error] if chosen in KINDS else shown

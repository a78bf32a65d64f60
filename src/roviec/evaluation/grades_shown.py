"""One grade arranged for pages: where it stands, its steps with what is written at each, its months and reasons."""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from roviec.core.reasons import Reason
from roviec.core.scoring.grading import Step, why_not
from roviec.evaluation.permissions import PERMISSIONS
from roviec.evaluation.permissions.grades import Deciding
from roviec.evaluation.queries.years import Worked, means_of_parts
from roviec.evaluation.rulesets import party_track, rulesets
from roviec.evaluation.sheets_shown import TONES, number
from roviec.web.reasons import sentence

# state -> tone and sign
LOOKS = {
    "open": ("soon", "open"),
    "sent": ("plain", "submitted"),
    "met": ("plain", "submitted"),
    "proposed": ("plain", "submitted"),
    "decided": ("good", "done"),
}
PARTS: Mapping[str, str | Promise] = {
    "Q1": gettext_lazy("Quý I"),
    "Q2": gettext_lazy("Quý II"),
    "Q3": gettext_lazy("Quý III"),
    "Q4": gettext_lazy("Quý IV"),
    "H1": gettext_lazy("6 tháng đầu năm"),
    "H2": gettext_lazy("6 tháng cuối năm"),
}
DECIMAL = re.compile(r"\d+\.\d+")
LABELS: Mapping[Step, str | Promise] = {
    Step.SEND: gettext_lazy("Tự xếp loại"),
    Step.MEET: gettext_lazy("Ghi cuộc họp"),
    Step.COMMENT: gettext_lazy("Ghi nhận xét của cấp ủy"),
    Step.PROPOSE: gettext_lazy("Đề xuất"),
    Step.DECIDE: gettext_lazy("Quyết định"),
    Step.REGRADE: gettext_lazy("Ra quyết định mới"),
}


def band_name(ruleset: str, band: int | None) -> str:
    return _("Không xếp loại") if band is None else rulesets()[ruleset].bands[band].name


def may_read_result(grade: Any, actor: Any) -> bool:
    """The graded official reads the result once it was told; those who grade, at once."""
    return grade.officer_id != actor.officer_id or grade.published_at is not None


def row(grade: Any, worked: Worked, title: str, actor: Any) -> dict[str, Any]:
    """A line of a list."""
    tone, sign = LOOKS[grade.state]
    result = worked.result
    told = may_read_result(grade, actor)
    return {
        "grade": grade,
        "title": title,
        "mean": number(result.mean),
        "months": len(worked.months),
        "missing": len(worked.missing),
        "worked": band_name(grade.ruleset, result.band) if result.mean is not None else "–",
        "own": band_name(grade.ruleset, grade.own_band) if grade.own_band is not None else "–",
        "decided": band_name(grade.ruleset, grade.band) if grade.state == "decided" and told else "",
        "tone": tone,
        "sign": sign,
        "word": grade.get_state_display() if told or grade.state != "decided" else _("Chờ công bố"),
        "band_tone": TONES[grade.band] if grade.state == "decided" and told and grade.band is not None else "none",
    }


def months_rows(worked: Worked, sheets: Mapping[int, Any]) -> list[dict[str, Any]]:
    """Twelve of them: points with the sheet that they come from, or why there are none."""
    return [
        {
            "month": month,
            "total": number(worked.months[month]) if month in worked.months else "",
            "sheet": sheets.get(month),
            "missing": month in worked.missing,
        }
        for month in range(1, 13)
    ]


def parts_rows(worked: Worked) -> list[tuple[str, str]]:
    return [(str(PARTS[name]), mean.replace(".", ",")) for name, mean in means_of_parts(worked.months)]


def reasons_said(worked: Worked) -> list[str]:
    return [sentence(Reason(one.code, _with_commas(one.params), one.cite)) for one in worked.result.reasons]


def _with_commas(params: Mapping[str, str | int]) -> dict[str, str | int]:
    """Decimals as they are written here."""
    return {
        name: value.replace(".", ",") if isinstance(value, str) and DECIMAL.fullmatch(value) else value
        for name, value in params.items()
    }


def open_steps(grade: Any, request: HttpRequest, grader: Any, *, in_body: bool) -> list[dict[str, Any]]:
    """The steps that the reader may take now; the first is the next one."""
    found = []
    for step, label in LABELS.items():
        if why_not(step, grade.state, role=grade.role, in_body=in_body, commented=bool(grade.party_comment)):
            continue
        thing = Deciding(grade, grader) if step in (Step.DECIDE, Step.REGRADE) else grade
        if PERMISSIONS.allows(request.actor, step.value, thing):
            found.append({"verb": step.value, "label": label})
    # What moves the grade on stands first; what only corrects comes after.
    order = {"decided": (Step.REGRADE,), "open": (Step.SEND,), "sent": (Step.MEET,)}.get(
        grade.state, (Step.DECIDE, Step.PROPOSE)
    )
    return sorted(found, key=lambda one: one["verb"] not in [step.value for step in order])


def tighter(band: int | None) -> dict[str, Any] | None:
    """What the Party's track asks beside for that level; shown while nothing is worked out with it."""
    track = party_track()
    if band is None:
        return None
    return {"title": track.title, "missing": track.missing, "conditions": track.bands[band].tighter}


def places_rows(places: Sequence[Any], names: Mapping[str, tuple[str, Fraction | None]]) -> list[dict[str, Any]]:
    """Places for excellent, the agency first; names with their means where there is a tie or no place."""

    def said(keys: Sequence[str]) -> list[tuple[str, str, str]]:
        return [(key, names[key][0], number(names[key][1])) for key in keys]

    return [
        {
            "group": one.group or _("Toàn cơ quan"),
            "good": one.good,
            "excellent": one.excellent,
            "places": one.places,
            "over": one.over,
            "clear": said(one.clear),
            "tied": said(one.tied),
            "without": said(one.without),
        }
        for one in places
    ]

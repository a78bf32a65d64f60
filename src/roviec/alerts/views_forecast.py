"""The page that says how good forecasts have proved: one click from every forecast."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from roviec.alerts.queries.forecasts import bodies_with_record, last_learning, record_of
from roviec.core.forecast.judging import Band
from roviec.core.forecast.learning import ENOUGH
from roviec.core.reasons import Reason

# The picture, in its own units.
SIDE = 300
RULES = (
    ("model", gettext_lazy("Dự báo này")),
    ("by_time", gettext_lazy("Tỷ lệ trễ của việc đã dùng chừng ấy thời gian")),
    ("base", gettext_lazy("Tỷ lệ trễ chung")),
    ("share", gettext_lazy("Lấy phần thời gian đã dùng làm khả năng trễ")),
    ("threshold", gettext_lazy("Đã dùng quá 75% thời gian thì coi là trễ")),
)


class BodyForm(forms.Form):
    co_quan = forms.ChoiceField(label=gettext_lazy("Cơ quan"), required=False)

    def __init__(self, data: Any, bodies: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["co_quan"].choices = bodies


@require_GET
def forecasts(request: HttpRequest) -> HttpResponse:
    """`?co_quan=` chooses another body that the reader sees; anything else falls back to the own one."""
    bodies = bodies_with_record(request.actor)
    known = {str(body.pk): body for body in bodies}
    body = known.get(request.GET.get("co_quan", "")) or known.get(str(request.actor.body_id))
    learning = last_learning()
    record = record_of(UUID(str(body.pk)), request.now) if body else None
    return render(
        request,
        "alerts/forecasts.html",
        {
            "body": body,
            "filters": BodyForm({"co_quan": body.pk if body else ""}, [(pk, one.name) for pk, one in known.items()])
            if len(bodies) > 1
            else None,
            "record": record,
            "dots": _dots(record.bands) if record else [],
            "grid": [_place(tenth / 10) for tenth in range(0, 11, 2)],
            "side": SIDE,
            "learning": learning,
            "late_percent": round(100 * learning.late_share) if learning else 0,
            "scores": _scores(learning.proof) if learning else [],
            "why_not": _why_not(learning),
        },
    )


def _why_not(learning: Any) -> Reason | None:
    if learning is None:
        return Reason("forecast.little_history", {"cases": 0, "enough": ENOUGH})
    if learning.trusted:
        return None
    if learning.cases < ENOUGH or not learning.proof:
        return Reason("forecast.little_history", {"cases": learning.cases, "enough": ENOUGH})
    return Reason("forecast.not_better", {"cases": learning.proof["cases"]})


def _scores(proof: dict[str, Any]) -> list[dict[str, Any]]:
    """Each rule with its score, ours first; bars in percent of the worst."""
    if not proof:
        return []
    worst = max(proof[name] for name, _ in RULES) or 1
    return [
        {
            "label": label,
            "score": f"{proof[name]:.3f}".replace(".", ","),
            "ours": name == "model",
            "bar": f"{100 * proof[name] / worst:.0f}",
        }
        for name, label in RULES
    ]


def _place(share: float) -> dict[str, Any]:
    return {"at": round(share * SIDE), "up": round((1 - share) * SIDE), "label": round(100 * share)}


def _dots(bands: list[Band]) -> list[dict[str, Any]]:
    """Where each band stands in the picture; its area grows with the number of forecasts."""
    most = max((band.n for band in bands), default=1)
    return [
        {
            "band": band,
            "from": round(100 * band.low),
            "to": round(100 * band.high),
            "said": round(100 * band.said),
            "came": round(100 * band.came),
            "least": round(100 * band.at_least),
            "most": round(100 * band.at_most),
            "x": round(band.said * SIDE, 1),
            "y": round((1 - band.came) * SIDE, 1),
            "y_least": round((1 - band.at_least) * SIDE, 1),
            "y_most": round((1 - band.at_most) * SIDE, 1),
            "r": round(3 + 6 * (band.n / most) ** 0.5, 1),
        }
        for band in bands
    ]

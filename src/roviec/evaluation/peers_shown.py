"""A round and its results arranged for pages: words, bars, and only what may be shown to who looks."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from roviec.core.reasons import Reason
from roviec.evaluation.forms.peers import said
from roviec.web.reasons import sentence

# state -> tone and sign
LOOKS = {"open": ("soon", "open"), "closed": ("good", "done"), "dropped": ("none", "cancelled")}
WHY = {
    "unit": gettext_lazy("cùng đơn vị"),
    "work": gettext_lazy("cùng xử lý một việc"),
    "units": gettext_lazy("hai đơn vị cùng làm việc"),
}
WIDE = 100.0


@dataclass(frozen=True, slots=True)
class Line:
    """One result in a table. `enough` False: too few raters for this viewer; then no number stands in it. Bars are 0 to 100 wide."""

    result: Any
    enough: bool
    bar: tuple[float, float] | None = None
    at: float = 0.0
    beside: Decimal | None = None


def round_line(one: Any) -> dict[str, Any]:
    tone, sign = LOOKS[one.state]
    return {
        "round": one,
        "tone": tone,
        "sign": sign,
        "place": (one.unit or one.body).name,
        "period": said(one.period),
        "url": reverse("evaluation:peers_round", args=[one.pk]),
    }


def line(result: Any, *, own: bool, beside: Decimal | None = None) -> Line:
    """For others than the person spoken of one rater more is needed: who looks may be one of the raters and knows their own answer."""
    enough = result.raters >= result.round.smallest_group + (0 if own else 1)
    if not enough:
        return Line(result, False, beside=beside)
    if result.adjusted is None:
        return Line(result, True, at=_place(result.raw, result.round.points), beside=beside)
    low, high, at = (_place(value, result.round.points) for value in (result.low, result.high, result.adjusted))
    return Line(result, True, (low, max(high - low, 0.5)), at, beside)


def _place(value: float, points: int) -> float:
    return round(WIDE * (value - 1) / (points - 1), 1)


def usual(one: Any) -> float | None:
    """The mean over all questions and everybody whose result is shown."""
    questions = one.estimates.get("questions") or []
    return sum(questions) / len(questions) if questions else None


def usual_at(one: Any) -> float | None:
    middle = usual(one)
    return None if middle is None else _place(middle, one.points)


def in_words(result: Any) -> str:
    """What one's own result says, and what it does not."""
    middle = usual(result.round)
    if result.adjusted is None or middle is None:
        return _("Chưa đủ dữ liệu để bỏ phần chấm chặt hay dễ: chỉ có điểm trung bình của những người trả lời.")
    if result.low > middle:
        return _("Cao hơn mặt bằng chung của đợt.")
    if result.high < middle:
        return _("Thấp hơn mặt bằng chung của đợt.")
    return _("Không khác mặt bằng chung của đợt: khoảng tin cậy chứa mức chung.")


def problems(one: Any) -> list[str]:
    return [sentence(Reason(p["code"], p["params"], p["cite"])) for p in one.estimates.get("problems", ())]


def questions(one: Any) -> list[tuple[str, float | None, float]]:
    """(question, mean, width of its bar); no mean where too few answered."""
    means = one.estimates.get("questions") or [None] * len(one.questions)
    return [
        (text, mean, 0.0 if mean is None else _place(mean, one.points))
        for text, mean in zip(one.questions, means, strict=True)
    ]


def severity(one: Any) -> list[dict[str, Any]]:
    """Columns of how severe or lenient raters were: range, how many, height 0 to 100, and a word. Nobody can be found in it."""
    columns = one.estimates.get("severity") or []
    most = max((n for _since, _until, n in columns), default=1)
    return [
        {
            "since": since,
            "until": until,
            "n": n,
            "height": WIDE * n / most,
            "top": WIDE - WIDE * n / most,
            "word": _("chặt hơn") if until <= 0 else _("dễ hơn") if since >= 0 else _("như chung"),
        }
        for since, until, n in columns
    ]


def favours(one: Any) -> str:
    """The sign of favours returned, about the round; never about a pair."""
    found = one.estimates.get("favours") or {}
    if found.get("p") is None:
        return _("Chưa đủ cặp đồng nghiệp nhận xét lẫn nhau để xem có nể nang qua lại hay không.")
    params = {
        "pairs": found["pairs"],
        "high": found["both_high"],
        "chance": f"{found['by_chance']:.1f}".replace(".", ","),
    }
    if found["sign"]:
        return (
            _(
                "Có dấu hiệu nể nang qua lại: trong %(pairs)s cặp nhận xét lẫn nhau, %(high)s cặp cùng khen nhau "
                "cao hơn hẳn những gì người khác nói về họ; ngẫu nhiên thì chỉ khoảng %(chance)s cặp."
            )
            % params
        )
    return (
        _(
            "Không thấy dấu hiệu nể nang qua lại: trong %(pairs)s cặp nhận xét lẫn nhau, %(high)s cặp cùng khen nhau "
            "cao hơn hẳn; ngẫu nhiên cũng có khoảng %(chance)s cặp."
        )
        % params
    )


def few(n: int, least: int) -> str:
    """A number of people, or only that they are few."""
    return str(n) if n >= least or n == 0 else _("dưới %(n)s") % {"n": least}


def why(reason: str) -> str:
    """Why somebody is asked about this colleague (core.raters.choosing.Why)."""
    return str(WHY.get(reason, ""))

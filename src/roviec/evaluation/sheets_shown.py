"""One sheet arranged for its page: what it comes to in sentences, products with their tasks, what is missing and where to mend it."""

import re
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from roviec.core.calendars import VIETNAM
from roviec.core.periods import length_in_months
from roviec.core.reasons import Reason
from roviec.core.scoring.model import Origin
from roviec.core.scoring.stored import reason_from_json
from roviec.core.scoring.written import written
from roviec.evaluation.criteria import CRITERIA, GROUPS
from roviec.web.reasons import sentence

LETTERS: dict[str, str | Promise] = {
    "a": gettext_lazy("Số lượng"),
    "b": gettext_lazy("Chất lượng"),
    "c": gettext_lazy("Tiến độ"),
    "d": gettext_lazy("Kết quả của đơn vị"),
    "đ": gettext_lazy("Tổ chức thực hiện"),
    "e": gettext_lazy("Đoàn kết"),
}
ORIGINS: dict[str, str | Promise] = {
    Origin.HANDED_OVER.value: gettext_lazy("Đã chuyển vì không có khả năng hoàn thành"),
    Origin.TAKEN_OVER.value: gettext_lazy("Nhận thêm từ người khác"),
    Origin.SUDDEN.value: gettext_lazy("Đột xuất, ngoài kế hoạch"),
}
# tone and sign by state of the sheet
LOOKS = {"open": ("soon", "open"), "sent": ("plain", "submitted"), "confirmed": ("good", "done")}
# Tones of bands, the highest first.
TONES = ("good", "good", "soon", "late")
TITLE = 140
DECIMAL = re.compile(r"[0-9]+\.[0-9]+")


def period_words(period: str) -> str:
    """ "tháng 3/2026", "quý I/2026"."""
    year, rest = period.split("-")
    if length_in_months(period) == 3:
        return _("quý %(quarter)s/%(year)s") % {"quarter": ("I", "II", "III", "IV")[int(rest[1:]) - 1], "year": year}
    return _("tháng %(month)s/%(year)s") % {"month": int(rest), "year": year}


def number(value: Fraction | Decimal | None, places: int = 2) -> str:
    """With a decimal comma; "–" for none."""
    return "–" if value is None else written(Fraction(value), places).replace(".", ",")


def row(sheet: Any) -> dict[str, Any]:
    """A line of a list of sheets. Sheets come with period."""
    tone, sign = LOOKS[sheet.state]
    return {
        "sheet": sheet,
        "period": period_words(sheet.period.period),
        "total": number(sheet.total),
        "band": (sheet.score or {}).get("band") or "",
        "tone": tone,
        "sign": sign,
        "word": sheet.get_state_display(),
        "url": reverse("evaluation:sheet", args=[sheet.pk]),
    }


def arranged(shown: Any, now: datetime, *, own: bool) -> dict[str, Any]:
    """Everything the page says of `queries.sheets.SheetShown`, in words and numbers as written."""
    sheet, score = shown.sheet, shown.score
    tone, sign = LOOKS[sheet.state]
    cites = {reason.code: reason for reason in score.reasons}
    band = next((n for n, one in enumerate(shown.rules.bands) if one.name == score.band), None)
    products = _products(shown)
    return {
        "sheet": sheet,
        "period": period_words(sheet.period.period),
        "tone": tone,
        "sign": sign,
        "word": sheet.get_state_display(),
        "total": number(score.total),
        "results": number(score.results),
        "general": number(score.general),
        "results_most": number(shown.rules.results_most),
        "general_most": number(shown.rules.general_most),
        "band": score.band or "",
        "band_tone": "none" if band is None else TONES[min(band, len(TONES) - 1)],
        "ratios": [_ratio(letter, ratio, cites, shown.rules.cites) for letter, ratio in score.ratios.items()],
        "products": products,
        "missing": _missing(shown, own),
        "reasons": [said(one) for one in score.reasons],
        "settings": _settings(shown),
        "additions": [_addition(one) for one in shown.additions],
        "history": [_entry(one) for one in shown.history],
        "live": shown.live,
        "is_running": sheet.period.ends_on >= now.astimezone(VIETNAM).date(),
        "undone": sum(1 for group in products for line in group["lines"] if line["undone"]),
        "before": row(shown.before) if shown.before else None,
    }


def said(reason: Reason) -> str:
    """The sentence with a decimal comma in its numbers."""
    params = {
        name: value.replace(".", ",") if isinstance(value, str) and DECIMAL.fullmatch(value) else value
        for name, value in reason.params.items()
    }
    return sentence(Reason(reason.code, params, reason.cite))


def _ratio(
    letter: str, ratio: Fraction | None, found: Mapping[str, Reason], cites: Mapping[str, str]
) -> dict[str, Any]:
    """One of a … e as a sentence with its numerator and denominator."""
    reason = found.get(f"score.{letter}")
    facts: dict[str, Any] = {"letter": letter, "name": LETTERS[letter], "cite": cites.get(letter, "")}
    facts["percent"] = "–" if ratio is None else f"{number(ratio * 100, 1)} %"
    facts["value"] = "0" if ratio is None else written(min(ratio, Fraction(1)) * 100, 1)
    if reason is not None:
        words = {
            "a": _("Làm xong %(done)s trên %(given)s đơn vị sản phẩm được giao"),
            "b": _("Đạt chất lượng %(done)s trên %(given)s đơn vị sản phẩm được giao"),
            "c": _("Đúng hạn %(done)s trên %(given)s đơn vị sản phẩm được giao"),
        }[letter]
        decimals = {key: str(reason.params[key]).replace(".", ",") for key in ("done", "given")}
        facts["text"] = words % decimals
    else:
        full = {"d": "score.d", "đ": "score.dd", "e": "score.e"}.get(letter)
        other = found.get(f"{full}_full") or found.get(f"{full}_half")
        facts["text"] = sentence(other) if other else _("Chưa đủ dữ liệu")
    return facts


def _products(shown: Any) -> list[dict[str, Any]]:
    """Items by product, each line one piece of work with what it adds; the heaviest product first."""
    groups: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for item, points in zip(shown.items, shown.score.lines, strict=True):
        groups[item["product"], item["name"]].append(_line(item, points, shown.titles))
    rows = []
    for (code, name), lines in groups.items():
        sums = {
            key: sum((line["exact"][key] for line in lines), Fraction(0))
            for key in ("given", "completed", "good", "on_time")
        }
        rows.append(
            {
                "code": code,
                "name": name,
                "coefficient": lines[0]["coefficient"],
                "lines": sorted(lines, key=lambda line: not line["flags"]),
                "count": ngettext("%(n)s việc", "%(n)s việc", len(lines)) % {"n": len(lines)},
                "flagged": any(line["flags"] for line in lines),
                **{key: number(value) for key, value in sums.items()},
                "weight": max(sums["given"], sums["completed"]),
            }
        )
    return sorted(rows, key=lambda one: (-one["weight"], one["code"]))


def _line(item: Mapping[str, Any], points: Any, titles: Mapping[str, str]) -> dict[str, Any]:
    refs = item["refs"]
    task = refs.get("task")
    exact = {name: getattr(points, name) for name in ("given", "completed", "good", "on_time")}
    undone = points.item.completed == 0 and item["origin"] != Origin.HANDED_OVER.value
    return {
        "title": (titles.get(task, "") if task else _("Sản phẩm bổ sung"))[:TITLE],
        "url": reverse("work:task", args=[task]) if task in titles else "",
        "quantity": str(item["quantity"]).replace(".", ","),
        "coefficient": str(item["coefficient"]).replace(".", ","),
        "due": _instant(refs.get("due")),
        "finished": _instant(refs.get("finished")) if not undone else None,
        "origin": ORIGINS.get(item["origin"], ""),
        "carried": refs.get("why") == "carried_over",
        "undone": undone,
        "flags": _flags(item, undone),
        "exact": exact,
        **{name: number(value) for name, value in exact.items()},
    }


def _flags(item: Mapping[str, Any], undone: bool) -> list[dict[str, str]]:
    """What took points off, and what did not because its cause was objective."""
    refs = item["refs"]
    flags: list[dict[str, str]] = []
    if undone:
        flags.append({"tone": "late", "sign": "open", "text": _("Chưa xong")})
    for one in refs.get("late", ()):
        day = _instant(one["due"])
        said = {"day": f"{day:%d/%m}" if day else ""}
        if one["excused"]:
            flags.append({"tone": "plain", "sign": "info", "text": _("Lỡ hạn %(day)s, nguyên nhân khách quan") % said})
        else:
            flags.append({"tone": "late", "sign": "late", "text": _("Lỡ hạn %(day)s: trừ 25 %% tiến độ") % said})
    for one in refs.get("failures", ()):
        word = _("Mở lại sau nghiệm thu") if one["reopened"] else _("Bị trả lại")
        if one["excused"]:
            text = _("%(what)s, nguyên nhân khách quan") % {"what": word}
            flags.append({"tone": "plain", "sign": "info", "text": text})
        else:
            text = _("%(what)s: trừ 25 %% chất lượng") % {"what": word}
            flags.append({"tone": "late-done", "sign": "returned", "text": text})
    return flags


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _missing(shown: Any, own: bool) -> list[dict[str, Any]]:
    """What stands between the sheet and its points, each with the place where it is mended."""
    rows: list[dict[str, Any]] = []
    for task in shown.stored.get("without_product", ()):
        if task in shown.titles:
            rows.append(
                {"kind": "product", "text": shown.titles[task][:TITLE], "url": reverse("work:task", args=[task])}
            )
    waiting = [one for one in shown.additions if one.accepted is None and one.withdrawn_at is None]
    if waiting:
        text = ngettext(
            "%(n)s sản phẩm bổ sung chờ người có thẩm quyền quyết định, chưa tính điểm",
            "%(n)s sản phẩm bổ sung chờ người có thẩm quyền quyết định, chưa tính điểm",
            len(waiting),
        )
        rows.append({"kind": "info", "text": text % {"n": len(waiting)}, "url": "#bo-sung"})
    for data in shown.stored["problems"]:
        reason = reason_from_json(data)
        if reason.code == "sheet.without_product":
            continue
        url = "#tieu-chi-chung" if own and reason.code == "score.criteria_missing" else ""
        if "task" in reason.params:
            url = reverse("work:task", args=[reason.params["task"]])
        text = _("Chưa chấm tiêu chí chung") if reason.code == "score.criteria_missing" else said(reason)
        rows.append({"kind": "info", "text": text, "url": url, "cite": reason.cite})
    return rows


def _settings(shown: Any) -> list[dict[str, str]]:
    """The readings that this period was opened with, where the text leaves something open."""
    chosen = shown.sheet.period.settings
    return [
        {"key": key, "value": chosen.get(key, one.default), "note": one.note, "cite": one.cite}
        for key, one in shown.rules.settings.items()
        if chosen.get(key, one.default) != one.default
    ]


def _addition(one: Any) -> dict[str, Any]:
    if one.withdrawn_at:
        look = ("none", "cancelled", _("Đã rút"))
    elif one.accepted is None:
        look = ("soon", "soon", _("Chờ quyết định"))
    else:
        look = ("good", "done", _("Chấp nhận")) if one.accepted else ("late-done", "returned", _("Không chấp nhận"))
    return {
        "one": one,
        "tone": look[0],
        "sign": look[1],
        "word": look[2],
        "origin": ORIGINS.get(one.origin, ""),
        "quantity": number(one.quantity, 3),
        "done": number(one.done, 3),
        "open": one.accepted is None and one.withdrawn_at is None,
    }


STEPS: dict[str, str | Promise] = {
    "sheet_opened": gettext_lazy("Mở phiếu"),
    "sheet_scored": gettext_lazy("Tự chấm tiêu chí chung"),
    "sheet_sent": gettext_lazy("Gửi phiếu"),
    "product_added": gettext_lazy("Bổ sung sản phẩm"),
    "addition_withdrawn": gettext_lazy("Rút sản phẩm bổ sung"),
    "addition_decided": gettext_lazy("Quyết định sản phẩm bổ sung"),
    "unit_fact_said": gettext_lazy("Ghi tiêu chí của người lãnh đạo"),
    "sheet_confirmed": gettext_lazy("Xác nhận"),
    "sheet_returned": gettext_lazy("Trả lại phiếu"),
    "viewed": gettext_lazy("Xem phiếu"),
}


def _entry(entry: Any) -> dict[str, Any]:
    return {
        "what": STEPS.get(entry.verb, entry.verb),
        "by": entry.account_label,
        "at": entry.at,
        "hash": entry.hash[:12],
    }


def criteria_rows(
    most: Mapping[str, Fraction], fields: Mapping[str, Any], own: Mapping[str, str], confirmed: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Form 01 in its groups: each with its items, their most, the field where it is still scored, else the points."""
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for key, value in most.items():
        points = confirmed.get(key, own.get(key, ""))
        groups[key.partition(".")[0]].append(
            {
                "key": key,
                "label": CRITERIA.get(key, key),
                "most": number(value),
                "field": fields.get(key),
                "points": points.replace(".", ","),
                "own": own.get(key, "").replace(".", ","),
            }
        )
    sums: dict[str, Fraction] = defaultdict(Fraction)
    for key, value in most.items():
        sums[key.partition(".")[0]] += value
    return [
        {"key": key, "label": GROUPS.get(key, key), "items": items, "most": number(sums[key])}
        for key, items in groups.items()
    ]

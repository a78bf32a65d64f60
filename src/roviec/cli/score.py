"""`roviec score`: one official's period under a rule-set, every point with its rule."""

import argparse
import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from roviec.cli.command import INCOMPLETE, OK, CommandError, no_file
from roviec.cli.language import gettext as _
from roviec.cli.score_messages import said
from roviec.core.problems import Invalid
from roviec.core.scoring.model import Score
from roviec.core.scoring.reading import facts_from
from roviec.core.scoring.rulesets import Ruleset
from roviec.core.scoring.scoring import score
from roviec.core.scoring.written import written
from roviec.evaluation.rulesets import rulesets


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar=_("TỆP"), help=_("phiếu của một kỳ, dạng JSON"))
    parser.add_argument("--json", action="store_true", help=_("in kết quả dạng JSON"))


def run(arguments: argparse.Namespace) -> int:
    path: Path = arguments.file
    data = _read(path)
    rules = _rules(data, path)
    try:
        facts = facts_from(data)
        found = score(facts, rules)
        places = int(rules.chosen(facts.settings)["decimals"])
    except Invalid as invalid:
        lines = [f"{path}: {field or '.'}: {said(reason)}" for field, reason in invalid.problems]
        raise CommandError("\n".join(lines)) from None
    answer = _answer(found, places)
    if arguments.json:
        print(json.dumps(answer, ensure_ascii=False))
    else:
        _print(found, rules)
    return OK if found.total is not None else INCOMPLETE


def _read(path: Path) -> object:
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"), parse_float=Decimal)
    except OSError as error:
        raise no_file(path, error) from None
    except UnicodeDecodeError:
        raise CommandError(_("%(path)s không phải tệp chữ UTF-8.") % {"path": path}) from None
    except json.JSONDecodeError as error:
        place = {"path": path, "row": error.lineno, "column": error.colno}
        raise CommandError(_("%(path)s: dòng %(row)s, cột %(column)s: không phải JSON.") % place) from None


def _rules(data: object, path: Path) -> Ruleset:
    known = rulesets()
    code = data.get("ruleset", "") if isinstance(data, dict) else ""
    if code not in known:
        facts = {"path": path, "code": code, "known": ", ".join(known)}
        raise CommandError(_("%(path)s: ruleset: không có bộ quy tắc “%(code)s”; có: %(known)s.") % facts)
    return known[code]


def _answer(found: Score, places: int) -> dict[str, object]:
    """As design of the commands says: ratios (1 = 100 %) and points as decimal strings, null where it cannot be said."""

    def text(value: Fraction | None, digits: int = 4) -> str | None:
        return None if value is None else written(value, digits)

    return {
        "general": text(found.general),
        **{letter: text(found.ratios.get(letter)) for letter in ("a", "b", "c", "d", "đ", "e")},
        "results": text(found.results),
        "total": text(found.total, places),
        "band": found.band,
        "reasons": [{"rule": reason.cite, "text": said(reason)} for reason in found.reasons],
        "problems": [{"rule": reason.cite, "text": said(reason)} for reason in found.problems],
    }


def _print(found: Score, rules: Ruleset) -> None:
    print(rules.title)
    for reason in found.reasons:
        print(f"  {said(reason)}  ({reason.cite})")
    for reason in found.problems:
        print(f"  ! {said(reason)}" + (f"  ({reason.cite})" if reason.cite else ""))

"""`roviec score`: a sheet in, points with their rules out."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Roviec

GENERAL = {"I.1": 5, "I.2": 5, **{f"{group}.{n}": 2.5 for group in ("II", "III") for n in range(1, 5)}}
ITEM = {"product": "BC.02", "coefficient": "2", "quantity": 4, "done": 4}
SHEET = {"ruleset": "nd-335-2025", "role": "staff", "period": "2026-03", "general": GENERAL, "items": [ITEM]}


def written(tmp_path: Path, **change: Any) -> Path:
    file = tmp_path / "phieu.json"
    file.write_text(json.dumps({**SHEET, **change}), encoding="utf-8")
    return file


def test_a_sheet_gives_points_with_their_articles(roviec: Roviec, tmp_path: Path) -> None:
    ran = roviec("score", written(tmp_path, items=[{**ITEM, "late": 1}]), "--json")
    answer = json.loads(ran.out)
    assert ran.code == 0
    assert {key: answer[key] for key in ("general", "a", "b", "c", "d", "results", "total", "band")} == {
        "general": "30",
        "a": "1",
        "b": "1",
        "c": "0.75",
        "d": None,
        "results": "64.1667",
        "total": "94.17",
        "band": "Hoàn thành xuất sắc nhiệm vụ",
    }
    rules = [reason["rule"] for reason in answer["reasons"]]
    assert {"Điều 14.2.a", "Điều 14.2.b", "Điều 14.2.c", "Điều 16.1; Điều 17.1"} <= set(rules)
    assert "6 đúng hạn trên 8 được giao" in roviec("score", written(tmp_path, items=[{**ITEM, "late": 1}])).out


def test_without_anything_given_there_are_no_points_and_the_command_says_so(roviec: Roviec, tmp_path: Path) -> None:
    ran = roviec("score", written(tmp_path, items=[]), "--json")
    answer = json.loads(ran.out)
    assert (ran.code, answer["total"], answer["band"]) == (1, None, None)
    assert "không có sản phẩm nào được giao" in answer["problems"][0]["text"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "dòng 1, cột 2"),
        ("[]", "bộ quy tắc"),
        (json.dumps({**SHEET, "ruleset": "kpi"}), "nd-335-2025"),
        (json.dumps({**SHEET, "items": [{**ITEM, "coefficient": 0}]}), "items[0].coefficient: hệ số quy đổi phải lớn hơn 0"),
        (json.dumps({**SHEET, "general": {"I.1": 50}}), "general.I.1: điểm từ 0 đến 5"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_said_with_its_place(roviec: Roviec, tmp_path: Path, content: str, said: str) -> None:
    file = tmp_path / "phieu.json"
    file.write_text(content, encoding="utf-8")
    ran = roviec("score", file)
    assert ran.code == 2 and said in ran.err and not ran.out

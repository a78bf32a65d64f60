"""`roviec due`."""

import json
from datetime import date
from pathlib import Path

import pytest

from roviec.core.calendar_layers import Layer, as_facts, layered
from roviec.core.calendars import OFFICE_HOURS
from roviec.core.packaged import vietnam_calendar
from roviec.core.working_table import WeekFrom
from tests.cli.conftest import Roviec


@pytest.mark.parametrize(
    ("words", "due"),
    [
        (("--from", "2026-02-10T15:30", "--working-days", "5"), "2026-02-24T15:30"),
        (("--from", "2026-02-10", "--working-days", "5"), "2026-02-24T23:59"),
        (("--from", "10/02/2026", "--working-days", "5"), "2026-02-24T23:59"),
        (("--from", "2026-02-10T08:30:00Z", "--working-days", "1"), "2026-02-11T15:30"),
        (("--from", "2026-08-21T09:00", "--working-days", "1"), "2026-08-22T09:00"),
        (("--from", "2026-02-10T15:30", "--hours", "10"), "2026-02-11T17:30"),
        (("--from", "2026-02-10T15:30", "--hours", "2.5"), "2026-02-11T08:00"),
        (("--from", "2026-02-10T15:30", "--days", "7"), "2026-02-17T15:30"),
        (("--from", "2026-02-10T15:30", "--days", "7", "--roll-over"), "2026-02-23T15:30"),
        (("--from", "2026-02-24", "--working-days=-5"), "2026-02-10T23:59"),
    ],
)
def test_when_it_is_due(roviec: Roviec, words: tuple[str, ...], due: str) -> None:
    ran = roviec("due", *words, "--json")
    assert ran.code == 0
    assert json.loads(ran.out)["due"] == due


def test_the_answer_names_its_calendar_and_the_days_that_did_not_count(roviec: Roviec) -> None:
    answer = json.loads(roviec("due", "--from", "2026-04-24", "--working-days", "1", "--json").out)
    assert list(answer) == ["due", "calendar", "skipped"]
    assert answer["calendar"].startswith("vn@")
    assert answer["skipped"] == [
        {"date": "2026-04-25", "why": "Thứ Bảy"},
        {"date": "2026-04-26", "why": "Ngày Giỗ Tổ Hùng Vương"},
        {"date": "2026-04-27", "why": "Ngày Giỗ Tổ Hùng Vương (nghỉ bù)"},
    ]


def test_calendar_days_skip_nothing_but_what_a_roll_over_passes(roviec: Roviec) -> None:
    plain = json.loads(roviec("due", "--from", "2026-02-10", "--days", "7", "--json").out)
    rolled = json.loads(roviec("due", "--from", "2026-02-10", "--days", "4", "--roll-over", "--json").out)
    assert plain["skipped"] == []
    assert [one["date"] for one in rolled["skipped"]][:2] == ["2026-02-14", "2026-02-15"]


def test_years_without_an_official_calendar_are_told(roviec: Roviec) -> None:
    ran = roviec("due", "--from", "2030-04-29", "--working-days", "1", "--json")
    assert json.loads(ran.out)["due"] == "2030-05-02T23:59"
    assert "2030" in json.loads(ran.out)["notes"][0]


def test_an_own_calendar_is_read(roviec: Roviec, tmp_path: Path) -> None:
    own = tmp_path / "lich.csv"
    own.write_text("date,kind,name\n2026-03-03,holiday,Hội làng\n2026-03-07,weekend_workday,Làm bù\n", encoding="utf-8")
    answer = json.loads(roviec("due", "--from", "2026-03-02", "--working-days", "4", "--calendar", own, "--json").out)
    assert (answer["due"], answer["skipped"]) == ("2026-03-07T23:59", [{"date": "2026-03-03", "why": "Hội làng"}])


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--from", "31/02/2026", "--days", "1"), "31/02/2026"),
        (("--from", "hôm nay", "--days", "1"), "hôm nay"),
        (("--from", "2026-02-10", "--working-days", "9999999"), "1990"),
        (("--from", "0001-01-01", "--working-days", "1"), "1990"),
        (("--from", "2026-02-10", "--days", "99999999999"), "1990"),
        (("--from", "2026-02-10", "--hours", "nan"), "1990"),
        (("--from", "2026-02-10"), "cần một trong các đối số"),
        (("--from", "2026-02-10", "--days", "1", "--calendar", "/khong/co.csv"), "Không tìm thấy tệp"),
    ],
)
def test_what_cannot_be_used_is_told_with_exit_code_2(roviec: Roviec, words: tuple[str, ...], told: str) -> None:
    ran = roviec("due", *words)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("date,kind,name\n2026-03-03,holiday,A\n2026-02-31,holiday,B\n", "dòng 3, cột date: “2026-02-31”"),
        ("date,kind\n2026-03-03,nghỉ\n", "dòng 2, cột kind: “nghỉ”"),
        ("ngày,loại\n", "date"),
        ("", "date"),
    ],
)
def test_a_bad_calendar_is_told_by_row_and_column(roviec: Roviec, tmp_path: Path, content: str, told: str) -> None:
    own = tmp_path / "lich.csv"
    own.write_text(content, encoding="utf-8")
    ran = roviec("due", "--from", "2026-03-02", "--working-days", "4", "--calendar", own)
    assert ran.code == 2 and told in ran.err


def test_the_rule_and_its_article_are_told_on_request(roviec: Roviec) -> None:
    words = ("due", "--from", "2026-02-10", "--days", "4", "--roll-over", "--explain", "--json")
    steps = json.loads(roviec(*words).out)["steps"]
    assert [("147.2" in step, "148.5" in step, "148.6" in step) for step in steps] == [
        (True, False, False),
        (False, True, False),
        (False, False, True),
    ]


def test_the_calendar_of_a_unit_is_read_from_the_file_of_its_page(roviec: Roviec, tmp_path: Path) -> None:
    week = WeekFrom(date(2026, 1, 1), (*(OFFICE_HOURS,) * 5, OFFICE_HOURS[:1], ()))
    own = tmp_path / "quay.json"
    counter = layered("quay", vietnam_calendar(), [Layer(weeks=(week,))])
    own.write_text(json.dumps({"name": "quay", **as_facts(counter)}), encoding="utf-8")
    answer = json.loads(roviec("due", "--from", "2026-03-06", "--working-days", "1", "--calendar", own, "--json").out)
    assert (answer["due"], answer["calendar"]) == ("2026-03-07T23:59", counter.label)
    own.write_text('{"week": 5}', encoding="utf-8")
    assert roviec("due", "--from", "2026-03-06", "--days", "1", "--calendar", own).code == 2

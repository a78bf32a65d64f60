"""The labelled documents: what is read of them must not get worse. The figures reached are kept in `benchmarks/extraction.json`."""

from functools import cache

import pytest

from benchmarks.extraction import Figures, kept, lower, reached
from benchmarks.labelled import SAMPLES, labelled, proposed
from benchmarks.scoring import score


@cache
def now() -> Figures:
    return reached()


def test_no_figure_falls_below_what_is_kept() -> None:
    before = {key: part for key, part in kept().items() if key not in ("left out", "thinned")}
    assert lower(now(), before) == []


def test_the_figures_promised_are_reached() -> None:
    together = now()["together"]
    assert together["table"]["strict"] >= 0.97
    assert together["prose+labels"]["strict"] >= 0.80
    assert together["all"]["found"] >= 0.93
    assert together["all"]["sure"] >= 0.60
    assert together["all"]["right"] >= 0.97


def test_words_that_one_document_alone_supports_are_not_what_carries_it() -> None:
    rows = [out["score"] for out in kept()["left out"].values()]
    right = sum(row["gold"] * row["strict"] for row in rows) / sum(row["gold"] for row in rows)
    assert right >= 0.90


def test_what_is_marked_sure_bears_words_that_no_list_knows() -> None:
    for row in kept()["thinned"].values():
        assert row["right"] >= 0.97
        assert row["sure"] >= 0.60


def test_a_fall_is_noticed() -> None:
    before = {"documents": {"a": {"all": {"gold": 4, "strict": 1.0}}}}
    after = {"documents": {"a": {"all": {"gold": 4, "strict": 0.75}}}}
    assert lower(after, before) == ["documents a all strict was 1.0, is 0.75"]
    assert lower(before, after) == []


@pytest.mark.parametrize("stem", ["kh-617", "cv-6225"])
def test_a_workbook_gives_the_same_as_the_table_in_the_document(stem: str) -> None:
    rows = [g for g in labelled(stem) if g["source"] == "table"]
    assert score(rows, proposed(SAMPLES / f"{stem}.xlsx")).strict_f1 == 1.0


def test_the_scorer_counts_a_proposal_that_nobody_labelled_as_wrong() -> None:
    gold = [{"text": "Xây dựng kế hoạch năm", "leads": ["Sở Y tế"], "supports": [], "due": None}]
    extra = {"text": "Nghiệm thu công trình", "leads": ["Sở Y tế"], "supports": [], "due": None, "sure": 0.9}
    right = {**gold[0], "sure": 0.9}
    result = score(gold, [right, extra])
    assert (result.found, result.strict, result.sure, result.sure_right) == (1, 1, 2, 1)

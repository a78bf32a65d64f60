"""The labelled documents: what is read of them must not get worse. Floors are the figures reached, rounded down."""

from functools import cache

import pytest

from benchmarks.extraction import SAMPLES, labelled, pooled, proposed, scores, unseen_scores
from benchmarks.scoring import Score, score


@cache
def reached() -> dict[str, Score]:
    return pooled(scores())


def test_rows_of_task_tables_come_out_right() -> None:
    assert reached()["table"].strict_f1 >= 0.99


def test_orders_in_running_text_come_out_right() -> None:
    assert reached()["prose+labels"].strict_f1 >= 0.97


def test_little_is_missed_and_little_is_made_up() -> None:
    assert reached()["all"].found_f1 >= 0.98


def test_what_is_marked_sure_is_right_and_most_is_marked_sure() -> None:
    everything = reached()["all"]
    assert everything.sure_share >= 0.75
    assert everything.sure_precision >= 0.985


def test_documents_written_before_anything_read_them_stay_right() -> None:
    everything = sum(unseen_scores().values(), Score())
    assert everything.strict_f1 >= 0.97
    assert everything.sure_share >= 0.75
    assert everything.sure_precision >= 0.98


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

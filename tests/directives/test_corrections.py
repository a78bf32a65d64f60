"""What people correct in what was read is kept as an example: first reading, last word, rule, passage, and nobody's name."""

import json
from dataclasses import replace
from datetime import date

import pytest

from roviec.cli.main import main
from roviec.core.extraction.persons import without_persons
from roviec.directives.actions import (
    Changes,
    correct_proposal,
    drop_proposal,
    receive_directive,
    restore_proposal,
    split_proposal,
)
from roviec.directives.models import Correction, Proposal
from roviec.directives.queries.corrections import corrected_by_rule, corrections_visible_to, labelled_examples
from roviec.organisation.queries.actors import worker_actor
from tests.directives.conftest import sample
from tests.work.town import NOW, Town


def test_a_correction_is_kept_with_the_first_reading_and_exported_as_a_labelled_example(
    town: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    clerk = town.actor("clerk")
    directive = receive_directive(sample("kh-617.xlsx"), "kh-617.xlsx", by=clerk, at=NOW).directive
    first, second, third, fourth = directive.proposals.order_by("order")[:4]
    read = first.due
    correct_proposal(first.pk, Changes(due=date(2026, 5, 4), deliverable="Bộ tiêu chí"), by=clerk, at=NOW)
    correct_proposal(first.pk, Changes(due=date(2026, 5, 6)), by=clerk, at=NOW)
    correct_proposal(second.pk, Changes(text="Giao đồng chí Trần Văn Minh xây dựng Bộ tiêu chí"), by=clerk, at=NOW)
    drop_proposal(third.pk, by=clerk, at=NOW)
    restore_proposal(third.pk, by=clerk, at=NOW)
    correct_proposal(third.pk, Changes(text=third.text), by=clerk, at=NOW)
    split_proposal(fourth.pk, ["Phần một", "Phần hai"], by=clerk, at=NOW)
    (half,) = Proposal.objects.filter(directive=directive, text="Phần hai")
    correct_proposal(half.pk, Changes(text="Phần thứ hai"), by=clerk, at=NOW)

    kept = {(row.proposal_id, row.field): row for row in Correction.objects.all()}
    assert (kept[first.pk, "deadline"].proposed["due"], kept[first.pk, "deadline"].became["due"]) == (
        read and read.isoformat(),
        "2026-05-06",
    )
    assert {field for pk, field in kept if pk == third.pk} == set()  # taken back, and changed into the same
    assert kept[fourth.pk, "split"].became == ["Phần một", "Phần hai"]

    lines = {line["id"]: line for line in labelled_examples(worker_actor())}
    example = lines[f"{directive.number}#1"]
    assert (example["due"], example["deadline_kind"], example["deliverable"]) == ("2026-05-06", "date", "Bộ tiêu chí")
    assert example["passage"] == first.text
    assert example["proposed"]["deadline"]["raw"] == first.deadline_raw
    assert "Minh" not in json.dumps(list(lines.values()), ensure_ascii=False)

    fields = {group.field: group for group in corrected_by_rule(worker_actor(), None, 0.8)}
    assert fields["deadline"].count == 1
    assert corrections_visible_to(clerk).count() == len(kept)
    assert not corrections_visible_to(replace(clerk, bodies_seen=frozenset())).exists()
    assert main(["corrections"]) == 0
    assert "Thời hạn" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("Giao đồng chí Lê Thị Hoa theo dõi", "Giao đồng chí [tên người] theo dõi"),
        ("Bà Hoa (Văn phòng) và ông K' Brếp", "Bà [tên người] (Văn phòng) và ông [tên người]"),
        ("Phó Thủ tướng Nguyễn Hòa Bình chỉ đạo", "Phó Thủ tướng [tên người] chỉ đạo"),
        ("Đồng chí Giám đốc Sở Y tế báo cáo", "Đồng chí Giám đốc Sở Y tế báo cáo"),
        ("sửa hẻm 12 đường Trần Hưng Đạo, Trường THPT Lê Quý Đôn", "sửa hẻm 12 đường Trần Hưng Đạo, Trường THPT Lê Quý Đôn"),
        ("Sở Văn hóa, Thể thao và Du lịch; Bộ Nông nghiệp và Môi trường", "Sở Văn hóa, Thể thao và Du lịch; Bộ Nông nghiệp và Môi trường"),
    ],
)  # fmt: skip
def test_people_are_left_out_and_places_stay(said: str, left: str) -> None:
    assert without_persons(said) == left

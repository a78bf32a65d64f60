"""Which standing field a piece of work belongs to, and where what was done differs from the regulation."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roviec.core.regulations import Field, Given, differences, field_of, gaps, person_for, words_of

AN, BINH, CHI = uuid4(), uuid4(), uuid4()
NOBODY: frozenset[UUID] = frozenset()


def field(name: str, words: str = "", post: UUID = AN, substitute: UUID | None = BINH, days: int | None = 5) -> Field:
    return Field(uuid4(), name, words_of(words), post, substitute, days)


LAND = field("Đất đai", "chuyển mục đích; giải phóng mặt bằng")
CULTURE = field("Lễ hội", "đường hoa\nlễ hội đường hoa xuân", post=BINH, substitute=None)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Báo cáo công tác GIẢI PHÓNG mặt bằng, chợ Bến Thành", "Đất đai"),
        ("Xây dựng phương án tổ chức lễ hội đường hoa xuân", "Lễ hội"),
        ("Rà soát đất đai phục vụ lễ hội đường hoa xuân", "Lễ hội"),
        ("Họp giao ban", None),
        ("Đất, đai ốc", "Đất đai"),
        ("Mua đai ốc", None),
    ],
)
def test_the_longest_word_decides_and_only_whole_words_count(text: str, name: str | None) -> None:
    found = field_of(text, [LAND, CULTURE])
    assert (found.name if found else None) == name


@given(text=st.text(max_size=60), name=st.text(min_size=1, max_size=20))
@settings(max_examples=40)
def test_a_field_is_found_by_its_own_name_wherever_it_stands(text: str, name: str) -> None:
    one = field(name)
    if words_of(name):
        assert field_of(f"{text} {name} {text}", [one]) is one


def codes(
    given_: Given, to: Field | None, vacant: frozenset[UUID] = NOBODY, away: frozenset[UUID] = NOBODY
) -> list[str]:
    return [reason.code for reason in differences(given_, to, vacant=vacant, away=away)]


def test_the_substitute_fits_only_while_the_person_is_away_or_gone() -> None:
    done_by_substitute = Given(uuid4(), "", BINH, 3)
    assert codes(done_by_substitute, LAND) == ["regulation.other_person"]
    assert codes(done_by_substitute, LAND, away=frozenset({AN})) == []
    assert codes(done_by_substitute, LAND, vacant=frozenset({AN})) == []
    assert codes(Given(uuid4(), "", CHI, 3), LAND, away=frozenset({AN})) == ["regulation.other_person"]


def test_time_and_name_are_told_and_work_of_no_field_only_once() -> None:
    assert codes(Given(uuid4(), "", AN, 5), LAND) == []
    assert codes(Given(uuid4(), "", AN, 6), LAND) == ["regulation.too_long"]
    assert codes(Given(uuid4(), "", None, 6), LAND) == ["regulation.nobody_named", "regulation.too_long"]
    assert codes(Given(uuid4(), "", None, 600), None) == ["regulation.no_field"]


def test_what_the_regulation_itself_lacks() -> None:
    found = [(one.name, reason.code) for one, reason in gaps([LAND, CULTURE], vacant=frozenset({BINH}))]
    assert found == [
        ("Đất đai", "regulation.substitute_gone"),
        ("Lễ hội", "regulation.no_person"),
        ("Lễ hội", "regulation.no_substitute"),
    ]


def test_whom_it_names_today() -> None:
    assert person_for(LAND, vacant=NOBODY, away=NOBODY) == AN
    assert person_for(LAND, vacant=NOBODY, away=frozenset({AN})) == BINH
    assert person_for(LAND, vacant=frozenset({AN}), away=frozenset({BINH})) is None

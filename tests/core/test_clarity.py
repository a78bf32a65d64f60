"""The six clear things."""

from datetime import date

from roviec.core.clarity import Gap, TaskFacts, clarity

CLEAR = TaskFacts(
    title="Xây dựng Đề án chuyển đổi số của Thành phố",
    lead="Sở Khoa học và Công nghệ",
    person="Nguyễn Văn An",
    due=date(2025, 12, 31),
    deliverable="Đề án",
    accountable="Giám đốc Sở",
    authority="Ký Tờ trình",
)


def found(**facts: object) -> set[tuple[str, str]]:
    return {(gap.slot, gap.severity) for gap in gaps(**facts)}


def gaps(**facts: object) -> list[Gap]:
    return clarity(TaskFacts(**({k: getattr(CLEAR, k) for k in CLEAR.__dataclass_fields__} | facts)))  # type: ignore[arg-type]


def test_a_task_with_all_six_things_is_clear() -> None:
    assert clarity(CLEAR) == []


def test_each_missing_thing_is_named() -> None:
    assert found(lead=None) == {("person", "missing")}
    assert found(title=" ") == {("work", "missing")}
    assert found(due=None) == {("schedule", "missing")}
    assert ("result", "missing") in found(deliverable="")
    assert found(accountable=None) == {("responsibility", "missing")}
    assert found(authority="") == {("authority", "missing")}


def test_five_clear_things_do_not_ask_for_responsibility() -> None:
    assert found(accountable=None, label_set="5") == set()


def test_vague_words_are_pointed_at() -> None:
    assert found(lead="Các đơn vị liên quan", lead_is_external=True) == {("person", "vague")}
    gap, *_ = gaps(lead="Các cơ quan, đơn vị", person="x")
    assert gap.reason.params["phrase"] == "các cơ quan đơn vị"
    assert found(due=None, schedule_words="Khẩn trương, kịp thời") == {("schedule", "missing"), ("schedule", "vague")}


def test_studying_is_vague_only_where_no_product_comes_of_it() -> None:
    assert found(title="Nghiên cứu, trình Đề án") == set()
    assert ("work", "vague") in found(title="Nghiên cứu việc này", deliverable="")


def test_work_in_a_few_letters_is_vague() -> None:
    assert found(title="Báo cáo") == {("work", "vague")}


def test_a_unit_without_a_person_waits_for_a_name_but_may_be_assigned() -> None:
    assert found(person=None) == {("person", "vague")}
    assert found(person=None, lead_is_external=True) == set()


def test_recurring_work_needs_no_due_date() -> None:
    assert found(due=None, recurrence="continuous") == set()


def test_a_due_date_before_the_start_is_no_schedule() -> None:
    assert found(start=date(2026, 1, 1)) == {("schedule", "missing")}

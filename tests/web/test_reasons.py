"""Every reason that a rule gives can be said."""

import ast
import re

import pytest
from django.utils import translation

from roviec.core.clarity import SLOTS
from roviec.core.reasons import Reason
from roviec.core.task_flow import FLOW, Hold, State
from roviec.web.reasons import CATALOGUE, register_reasons, sentence
from roviec.web.sentences import VERBS
from tests.walls.house import sources, tree

CODE = re.compile(r"[a-z_]+\.[a-z0-9_]+$")
# The calls that make reasons from a code; `_problem` of the schedule puts its own prefix before it.
MAKERS = {"Reason", "doubted"}
# What stands in the braces of a code that is put together.
PARTS = {
    "slot": SLOTS["6"],
    "Hold(hold).value": [hold.value for hold in Hold],
    "State(state).value": [state.value for state in State],
}


def codes_of(node: ast.expr) -> list[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value] if CODE.match(node.value) else []
    if isinstance(node, ast.IfExp):
        return codes_of(node.body) + codes_of(node.orelse)
    if not isinstance(node, ast.JoinedStr):
        return []
    codes = [""]
    for part in node.values:
        if isinstance(part, ast.Constant):
            codes = [code + str(part.value) for code in codes]
        elif isinstance(part, ast.FormattedValue):
            inner = ast.unparse(part.value)
            if inner not in PARTS:
                return []  # put together from a caller's word: the callers are read instead
            codes = [code + value for code in codes for value in PARTS[inner]]
    return codes


def used_codes() -> set[str]:
    found = {f"clarity.{slot}_missing" for slot in SLOTS["6"]}
    for path in sources("src/roviec"):
        for call in ast.walk(tree(path)):
            if not isinstance(call, ast.Call) or not call.args:
                continue
            maker = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            if maker in MAKERS:
                found.update(code for argument in call.args[:2] for code in codes_of(argument))
            elif maker == "_problem" and isinstance(call.args[0], ast.Constant) and "schedule" in str(path):
                found.add(f"schedule.{call.args[0].value}")
    return found


def said_by_commands() -> set[str]:
    """Codes with a sentence of the command line, of rules that no page speaks of."""
    dicts = (node for path in sources("src/roviec/cli") for node in ast.walk(tree(path)) if isinstance(node, ast.Dict))
    return {code for one in dicts for key in one.keys if key is not None for code in codes_of(key)}


@pytest.mark.parametrize("code", sorted(used_codes() - said_by_commands()))
def test_every_code_in_use_has_a_sentence(code: str) -> None:
    has_sentence = code in CATALOGUE
    assert has_sentence


def test_every_step_of_a_task_has_a_verb() -> None:
    assert set(FLOW) <= set(VERBS)


def test_a_sentence_writes_days_weekdays_and_steps_as_people_do() -> None:
    with translation.override("vi"):
        assert sentence(Reason("deadline.before_excludes_day", {"due": "2025-11-29"})).endswith("hết ngày 29/11/2025.")
        assert sentence(Reason("calendar.weekend", {"weekday": 7})) == "Ngày nghỉ hằng tuần: Chủ nhật"
        assert "gia hạn" in sentence(Reason("task_flow.suspended", {"verb": "ask_extension"}))


def test_a_sentence_carries_its_article_of_law() -> None:
    with translation.override("vi"):
        said = sentence(Reason("calendar.holiday", {"name": "Quốc khánh"}, "BLLĐ 2019, Điều 112"))
    assert said == "Nghỉ lễ: Quốc khánh (BLLĐ 2019, Điều 112)"


def test_a_reason_of_another_release_is_shown_by_its_code() -> None:
    assert sentence(Reason("long.gone")) == "long.gone"


def test_two_sentences_for_one_code_are_a_mistake() -> None:
    with pytest.raises(ValueError, match=r"permission\.denied"):
        register_reasons({"permission.denied": "Khác"})

"""Asked when the program starts: a ladder that ships with it and is not in order stops it there, not at the first warning."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error

from roviec.alerts.queries.ladders import shipped_problems, shipped_texts
from roviec.web.reasons import sentence


def check_ladders(app_configs: Sequence[Any] | None = None, **_more: Any) -> list[CheckMessage]:
    """One error per problem, with the file and (in its sentence) the line."""
    problems = shipped_problems(shipped_texts())
    return [Error(f"{name}: {sentence(reason)}", id="alerts.E001") for name, reason in problems]

"""The catalogue that turns a Reason of a rule into a sentence of the user's language."""

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date

from django.utils.functional import Promise

from roviec.core.reasons import Reason
from roviec.web.sentences import CORE, VERBS, WEEKDAYS

CATALOGUE: dict[str, str | Promise] = dict(CORE)
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}$")


def register_reasons(sentences: Mapping[str, str | Promise]) -> None:
    """Adds the sentences of an app (in its `AppConfig.ready`). A code has one sentence; giving it another is a mistake."""
    for code, text in sentences.items():
        if CATALOGUE.get(code, text) != text:
            raise ValueError(f"reason {code!r} already has a sentence")
        CATALOGUE[code] = text


def _said(name: str, value: str | int) -> str | int | Promise:
    """A parameter as people write it: days as 05/12/2025, weekdays and steps by name."""
    if name == "weekday":
        return WEEKDAYS[int(value)]
    if name == "verb":
        return VERBS.get(str(value), str(value))
    if isinstance(value, str) and _ISO_DAY.match(value):
        with suppress(ValueError):  # 2028-02-31, quoted from somebody's file
            return f"{date.fromisoformat(value):%d/%m/%Y}"
    return value


def sentence(reason: Reason) -> str:
    """The reason in the active language, with its article of law in brackets.

    A code without a sentence is said as it stands: reasons are stored, and an older or newer release may have made them.
    """
    text = CATALOGUE.get(reason.code)
    if text is None:
        return reason.code
    said = str(text) % {name: _said(name, value) for name, value in reason.params.items()}
    return f"{said} ({reason.cite})" if reason.cite else said

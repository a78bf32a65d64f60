"""The catalogue that turns a Reason of a rule into a sentence of the user's language."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from roviec.core.reasons import Reason

CATALOGUE: dict[str, str | Promise] = {
    "permission.denied": _("Chức danh đang chọn không được phép làm việc này."),
}


def register_reasons(sentences: Mapping[str, str | Promise]) -> None:
    """Adds the sentences of an app (in its `AppConfig.ready`). A code has one sentence; giving it another is a mistake."""
    for code, text in sentences.items():
        if code in CATALOGUE and str(CATALOGUE[code]) != str(text):
            raise ValueError(f"reason {code!r} already has a sentence")
        CATALOGUE[code] = text


def sentence(reason: Reason) -> str:
    """The reason in the active language, with its article of law in brackets."""
    text = str(CATALOGUE[reason.code]) % dict(reason.params)
    return f"{text} ({reason.cite})" if reason.cite else text

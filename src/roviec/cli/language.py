"""The user's language on the command line: ROVIEC_LANG, else LC_ALL, LC_MESSAGES, LANG; Vietnamese unless one of them is English.

Message ids are Vietnamese; the English catalogue is compiled at setup, and where it is missing Vietnamese shows.
"""

import argparse
import gettext as stdlib_gettext
import os
from functools import cache
from pathlib import Path

LOCALE = Path(__file__).parent / "locale"

# What argparse itself says. It translates through this module-level name only, with English message ids.
_ARGPARSE = {
    "usage: ": "cách dùng: ",
    "options": "tùy chọn",
    "optional arguments": "tùy chọn",
    "positional arguments": "đối số",
    "show this help message and exit": "in hướng dẫn này rồi thoát",
    "%(prog)s: error: %(message)s\n": "%(prog)s: lỗi: %(message)s\n",
    "argument %(argument_name)s: %(message)s": "đối số %(argument_name)s: %(message)s",
    "the following arguments are required: %s": "thiếu đối số: %s",
    "one of the arguments %s is required": "cần một trong các đối số: %s",
    "not allowed with argument %s": "không dùng cùng với %s",
    "unrecognized arguments: %s": "không hiểu đối số: %s",
    "expected one argument": "cần một giá trị",
    "expected at least one argument": "cần ít nhất một giá trị",
    "invalid %(type)s value: %(value)r": "giá trị không hợp lệ: %(value)r",
    "invalid choice: %(value)r (choose from %(choices)s)": "không có lựa chọn %(value)r (chọn trong: %(choices)s)",
    "invalid choice: %(value)r, maybe you meant %(closest)r? (choose from %(choices)s)": (
        "không có lựa chọn %(value)r, có phải %(closest)r? (chọn trong: %(choices)s)"
    ),
    "ambiguous option: %(option)s could match %(matches)s": "tùy chọn %(option)s có thể là: %(matches)s",
}


def language() -> str:
    """ "vi" or "en"."""
    for name in ("ROVIEC_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value:
            return "en" if value.lower().startswith("en") else "vi"
    return "vi"


@cache
def _catalogue(code: str) -> stdlib_gettext.NullTranslations:
    """The catalogue of the command line, then those of the apps whose words it shows (charts, readers)."""
    first = stdlib_gettext.translation("django", LOCALE, [code], fallback=True)
    if code != "vi":
        for other in sorted(LOCALE.parent.parent.glob("*/locale")):
            if other != LOCALE:
                first.add_fallback(stdlib_gettext.translation("django", other, [code], fallback=True))
    return first


def gettext(message: str) -> str:
    """The message in the user's language."""
    return _catalogue(language()).gettext(message) if message else ""


def ngettext(singular: str, plural: str, n: int) -> str:
    return _catalogue(language()).ngettext(singular, plural, n)


def gettext_noop(message: str) -> str:
    """Marks a message that is translated where it is shown."""
    return message


def speak() -> None:
    """Makes argparse speak the user's language."""
    if language() == "vi":
        argparse._ = lambda message: _ARGPARSE.get(message, message)  # type: ignore[attr-defined]

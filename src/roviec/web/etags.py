"""The version of a thing as its ETag, and If-Match as the version that a change builds upon."""

import re

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from roviec.ledger.models import Ledgered
from roviec.web.problems import Invalid

FORM = re.compile(r'(?:W/)?"v?(\d{1,9})"')


def etag_of(thing: Ledgered) -> str:
    return f'"{thing.version}"'


def version_of(request: HttpRequest) -> int | None:
    """The version in If-Match; None when there is none or `*`: then nothing is compared. Raises Invalid for another form."""
    text = request.headers.get("If-Match", "").strip()
    if text in {"", "*"}:
        return None
    match = FORM.fullmatch(text)
    if not match:
        raise Invalid(_('If-Match phải là một ETag mà hệ thống đã trả về, ví dụ "3".'))
    return int(match[1])

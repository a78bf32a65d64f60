"""The version of a thing as its ETag, and If-Match as the version that a change builds upon."""

import re

from django.http import HttpRequest

from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.ledger.models import Ledgered

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
        raise Invalid("If-Match", Reason("request.bad_etag"))
    return int(match[1])

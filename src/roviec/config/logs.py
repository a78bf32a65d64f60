"""No password and no token in any log, whoever writes the line."""

import logging
import re

HIDDEN = "[ẩn]"
# What follows the words that name a secret, in headers, addresses, JSON and repr; and our tokens, wherever they stand.
NAMED = re.compile(
    r"(?i)(\b(?:password\w*|oldpassword|passwd|secret|authorization|token|csrfmiddlewaretoken|sessionid|code)\b['\"]?\s*[=:]\s*)"
    r"(?:\[?['\"][^'\"]*['\"]\]?|(?:bearer|basic)\s+\S+|[^\s,;&'\"}\]]+)"
)
BEARER = re.compile(r"(?i)\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{8,}")
TOKEN = re.compile(r"\brv_[A-Za-z0-9_-]{20,}")


def without_secrets(text: str) -> str:
    text = BEARER.sub(rf"\1 {HIDDEN}", text)
    text = TOKEN.sub(HIDDEN, text)
    return NAMED.sub(rf"\1{HIDDEN}", text)


class SecretsFilter(logging.Filter):
    """Rewrites message and traceback of a record; hung on the handlers, so that every logger passes through it."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = without_secrets(record.getMessage()), ()
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = without_secrets(record.exc_text)
        return True

"""How evaluation says its reasons, by noun."""

from django.utils.functional import Promise

REASONS: dict[str, str | Promise] = {}

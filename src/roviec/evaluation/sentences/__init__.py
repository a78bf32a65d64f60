"""How evaluation says its reasons, by noun."""

from django.utils.functional import Promise

from roviec.evaluation.sentences import pledges

REASONS: dict[str, str | Promise] = {**pledges.REASONS}

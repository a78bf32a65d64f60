"""How evaluation says its reasons, by noun."""

from django.utils.functional import Promise

from roviec.evaluation.sentences import confirming, peers, pledges, sheets

REASONS: dict[str, str | Promise] = {**confirming.REASONS, **peers.REASONS, **pledges.REASONS, **sheets.REASONS}

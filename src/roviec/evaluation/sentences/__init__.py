"""How evaluation says its reasons, by noun."""

from django.utils.functional import Promise

from roviec.evaluation.sentences import confirming, grades, peers, pledges, sheets

REASONS: dict[str, str | Promise] = {
    **grades.REASONS,
    **confirming.REASONS,
    **peers.REASONS,
    **pledges.REASONS,
    **sheets.REASONS,
}

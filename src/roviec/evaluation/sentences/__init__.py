"""How evaluation says its reasons, by noun."""

from django.utils.functional import Promise

from roviec.evaluation.sentences import catalogue, confirming, grades, peers, pledges, regulations, sheets
    rules,

REASONS: dict[str, str | Promise] = {
    **catalogue.REASONS,
    **confirming.REASONS,
    **grades.REASONS,
    **peers.REASONS,
    **pledges.REASONS,
    **regulations.REASONS,
    **rules.REASONS,
    **sheets.REASONS,
}

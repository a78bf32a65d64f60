"""How evaluation says its reasons, by noun."""

from django.utils.functional import Promise

from roviec.evaluation.sentences import (
    catalogue,
    commending,
    confirming,
    factfiles,
    grades,
    peers,
    pledges,
    regulations,
    rules,
    sheets,
)

REASONS: dict[str, str | Promise] = {
    **catalogue.REASONS,
    **commending.REASONS,
    **confirming.REASONS,
    **factfiles.REASONS,
    **grades.REASONS,
    **peers.REASONS,
    **pledges.REASONS,
    **regulations.REASONS,
    **rules.REASONS,
    **sheets.REASONS,
}

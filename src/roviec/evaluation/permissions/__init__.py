"""Who may do what in evaluation: one table, its rules by noun. What is not listed is denied; administrators see no scores."""

from roviec.core.permission import Permissions
from roviec.evaluation.permissions import (
    catalogue,
    commending,
    confirming,
    factfiles,
    grades,
    peers,
    pledges,
    regulations,
    sheets,
)

PERMISSIONS = Permissions(
    "evaluation",
    {
        **catalogue.RULES,
        **commending.RULES,
        **confirming.RULES,
        **factfiles.RULES,
        **grades.RULES,
        **peers.RULES,
        **pledges.RULES,
        **regulations.RULES,
        **sheets.RULES,
    },
)

"""Who may do what in evaluation: one table, its rules by noun. What is not listed is denied; administrators see no scores."""

from roviec.core.permission import Permissions
from roviec.evaluation.permissions import confirming, grades, peers, pledges, sheets

PERMISSIONS = Permissions(
    "evaluation", {**confirming.RULES, **grades.RULES, **peers.RULES, **pledges.RULES, **sheets.RULES}
)

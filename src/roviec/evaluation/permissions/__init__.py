"""Who may do what in evaluation: one table, its rules by noun. What is not listed is denied; administrators see no scores."""

from roviec.core.permission import Permissions
from roviec.evaluation.permissions import confirming, pledges

PERMISSIONS = Permissions("evaluation", {**confirming.RULES, **pledges.RULES})

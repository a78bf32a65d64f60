"""Input that a rule refuses: which field, and why, in a form that can be said in any language."""

from collections.abc import Iterable

from roviec.core.reasons import Reason


class Invalid(ValueError):
    """What was sent cannot be taken. `problems` pairs a field name (None: the whole) with its reason; `field` and `reason` are the first."""

    def __init__(self, field: str | None, reason: Reason) -> None:
        super().__init__(f"{field or '*'}: {reason.code}")
        self.field = field
        self.reason = reason
        self.problems: tuple[tuple[str | None, Reason], ...] = ((field, reason),)

    @classmethod
    def many(cls, problems: Iterable[tuple[str | None, Reason]]) -> "Invalid":
        """Several problems at once, so that a form can show them all. At least one."""
        listed = tuple(problems)
        invalid = cls(*listed[0])
        invalid.problems = listed
        return invalid

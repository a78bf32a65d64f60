"""Addresses of the many things of a list: reversing each one costs more than the rest of its row."""

from collections.abc import Callable
from uuid import UUID

from django.urls import reverse

# Stands for any id; no thing has it.
ANY = UUID(int=0)


def addresses_of(view: str, *rest: str) -> Callable[[UUID], str]:
    """Id -> its address in the view, which takes the id (a UUID) and then `rest`; reversed once."""
    before, after = reverse(view, args=[ANY, *rest]).split(str(ANY))

    def address(pk: UUID) -> str:
        return f"{before}{pk}{after}"

    return address

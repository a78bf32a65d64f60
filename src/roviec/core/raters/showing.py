"""What may be shown of answers that were promised to be anonymous: groups of so many and more, and no small remainder.

Hiding a small group is not enough where the whole is shown beside the others: whole minus the others gives it away. So a second group,
the smallest of those shown, is hidden with it until what is hidden is large enough (complementary suppression: Cox, Journal of the
American Statistical Association 75, 1980).
"""

from collections.abc import Mapping, Sequence
from typing import TypeVar

LEAST = 5
Key = TypeVar("Key")


def shown_groups(sizes: Mapping[Key, int], least: int = LEAST) -> set[Key]:
    """The groups that may be shown beside their whole: each has `least` or more, and what is left over is nobody or as many."""
    shown = {key for key, n in sizes.items() if n >= least}
    hidden = sum(n for key, n in sizes.items() if key not in shown)
    for key in sorted(shown, key=lambda one: (sizes[one], str(one))):
        if not 0 < hidden < least:
            break
        shown.remove(key)
        hidden += sizes[key]
    return shown


def columns(values: Sequence[float], width: float, least: int = LEAST) -> list[tuple[float, float, int]]:
    """(from, up to, how many) over steps of `width`, neighbours taken together until each column holds `least` or none.

    [] for fewer than two such columns: one column alone says nothing but how many they are.
    """
    if len(values) < 2 * least:
        return []
    steps = [int(value // width) for value in values]
    counts = [(step * width, (step + 1) * width, steps.count(step)) for step in range(min(steps), max(steps) + 1)]
    made: list[tuple[float, float, int]] = []
    for since, until, n in counts:
        if made and (made[-1][2] < least or n == 0):
            made[-1] = (made[-1][0], until, made[-1][2] + n)
        else:
            made.append((since, until, n))
    while len(made) > 1 and made[-1][2] < least:
        last = made.pop()
        made[-1] = (made[-1][0], last[1], made[-1][2] + last[2])
    return made if len(made) > 1 else []

"""The order in which tasks can be computed, and the circles that make it impossible. No recursion: chains may be long."""

from collections.abc import Sequence


def in_order(after: Sequence[Sequence[int]]) -> tuple[list[int], list[int]]:
    """Nodes with every node before its followers, and the nodes left over because they lie on or behind a circle."""
    waiting = [0] * len(after)
    for followers in after:
        for node in followers:
            waiting[node] += 1
    order = [node for node, count in enumerate(waiting) if count == 0]
    for node in order:  # grows while it is walked
        for follower in after[node]:
            waiting[follower] -= 1
            if waiting[follower] == 0:
                order.append(follower)
    return order, [node for node, count in enumerate(waiting) if count > 0] if len(order) < len(after) else []


def circles(after: Sequence[Sequence[int]], left: Sequence[int]) -> list[list[int]]:
    """One circle through each knot of the left-over nodes, in the direction of the links."""
    inside = set(left)
    before: dict[int, int] = {}
    for node in left:
        for follower in after[node]:
            if follower in inside:
                before.setdefault(follower, node)
    found: list[list[int]] = []
    seen: set[int] = set()
    for node in left:
        path: dict[int, int] = {}
        at = node
        while at not in seen and at not in path and at in before:
            path[at] = len(path)
            at = before[at]
        if at in path:
            circle = [one for one, place in path.items() if place >= path[at]]
            found.append(circle[::-1])
        seen.update(path)
    return found

"""The way of one piece of work through the hands, and what can be seen in it.

What is no sign of anything is left out: handing up and coming back signed is how work is signed; who stands in for somebody absent
gives it back; a restructuring moves it. What is told is told with the turns that show it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import pairwise
from uuid import UUID

from roviec.core.text import fold

AT_WORK = frozenset({"working", "unnamed", "outside"})
# Kinds of hand-over that nobody chose in order to be rid of the work.
EXCUSED = frozenset({"absence", "leaving", "restructuring"})
# Kinds that somebody chose.
CHOSEN = frozenset({"beyond_ability", "rearranged", "wrongly_given", "named"})


class Sign(StrEnum):
    """What the hands of a piece of work show."""

    CIRCLE = "circle"  # came back to who had had it, through others
    BACK_AND_FORTH = "back_and_forth"  # returned for the second time, or more, between the same two
    SIDEWAYS = "sideways"  # to somebody of the same rank, by choice
    UPWARD = "upward"  # handed up to who has given away just this power
    SLOW_ANSWER = "slow_answer"  # an opinion later than it was asked for
    ONLY_AGREED = "only_agreed"  # an opinion that says nothing but yes
    SUSPENDED = "suspended"  # the clock was stopped: by whom
    EXTENDED = "extended"  # a later date was granted: by whom


# Not shirking but power used: named and counted apart.
POWER = frozenset({Sign.SUSPENDED, Sign.EXTENDED})


@dataclass(frozen=True, slots=True)
class Turn:
    """One hold. `kind` and `how` are values of core.task_flow.Hold and of the kinds of hand-over; `person` the officer on the post at
    the time, who may sit on several posts. `rank` orders posts, lower numbers stand higher; None without a post."""

    unit: UUID
    post: UUID | None
    person: UUID | None
    kind: str
    how: str
    since: datetime
    until: datetime | None
    rank: int | None = None

    @property
    def holder(self) -> UUID:
        """Who it counts as: the person, so that a detour over a second post of theirs is seen; else the post, else the unit."""
        return self.person or self.post or self.unit


@dataclass(frozen=True, slots=True)
class Shown:
    """A sign, in whose turn it shows (`place` in the chain), and the places of all turns that make it."""

    sign: Sign
    place: int
    turns: tuple[int, ...]


def signs(turns: Sequence[Turn]) -> list[Shown]:
    """What the chain shows by itself, turns in order of time. Each sign belongs to the turn that completes it."""
    return [*_circles(turns), *_returns(turns), *_sideways(turns)]


def _circles(turns: Sequence[Turn]) -> list[Shown]:
    """Back to a holder after others had it to work on. Signing and accepting on the way are no hands; one's own turns are one."""
    hands: list[int] = []
    for place, turn in enumerate(turns):
        if turn.kind in AT_WORK and not (hands and turns[hands[-1]].holder == turn.holder):
            hands.append(place)
    found = []
    for i, place in enumerate(hands):
        before = next((j for j in range(i - 1, -1, -1) if turns[hands[j]].holder == turns[place].holder), None)
        if before is None:
            continue
        way = hands[before : i + 1]
        if all(turns[one].how in EXCUSED for one in way[1:]):
            continue
        found.append(Shown(Sign.CIRCLE, place, tuple(way)))
    return found


def _returns(turns: Sequence[Turn]) -> list[Shown]:
    found: list[Shown] = []
    seen: dict[tuple[UUID, UUID], list[int]] = {}
    for place in range(1, len(turns)):
        if turns[place].how != "returned":
            continue
        pair = (turns[place - 1].holder, turns[place].holder)
        places = seen.setdefault(pair, [])
        places += [place - 1, place]
        if len(places) > 2:
            found.append(Shown(Sign.BACK_AND_FORTH, place - 1, tuple(places)))
    return found


def _sideways(turns: Sequence[Turn]) -> list[Shown]:
    """From hand to hand of people of one rank; the turn is that of who passed it on."""
    found = []
    for place in range(1, len(turns)):
        one, other = turns[place - 1], turns[place]
        level = one.rank is not None and one.rank == other.rank and one.holder != other.holder
        if level and other.how in CHOSEN and one.kind in AT_WORK and other.kind in AT_WORK:
            found.append(Shown(Sign.SIDEWAYS, place - 1, (place - 1, place)))
    return found


@dataclass(frozen=True, slots=True)
class Power:
    """A delegation in force on some day: from post to post, and for what, in its own words."""

    giver: UUID
    receiver: UUID
    scope: str


def upward(turns: Sequence[Turn], powers: Sequence[Sequence[Power]], title: str) -> list[tuple[Shown, Power]]:
    """Handed up to a post that has delegated power over such work to who hands it up. `powers`: for each turn those in force when it began.

    Whether the words of a delegation mean this work is for people to judge: it is told with its scope.
    """
    found = []
    for place in range(1, len(turns)):
        if turns[place].how != "handed_up" or turns[place - 1].post is None:
            continue
        for power in powers[place]:
            ends_meet = power.receiver == turns[place - 1].post and power.giver == turns[place].post
            if ends_meet and concerns(power.scope, title):
                found.append((Shown(Sign.UPWARD, place - 1, (place - 1, place)), power))
                break
    return found


_EVERYTHING = ("toan bo", "moi viec", "moi cong viec", "tat ca", "cac cong viec")
# Pairs of syllables that stand in most assignments and most delegations, and mean no field.
_GENERAL = frozenset(
    (
        *("ke hoach", "bao cao", "thuc hien", "trien khai", "uy ban", "ban nhan", "nhan dan", "linh vuc", "van ban"),
        *("cong tac", "tham quyen", "giai quyet", "thuoc tham", "quyet dinh", "phe duyet", "ky cac", "cac van"),
        *("trong linh", "ve viec", "xay dung", "tham muu", "to chuc", "thanh pho", "dia ban", "tren dia", "quan ly"),
        *("nha nuoc", "theo quy", "quy dinh", "xem xet", "ky thay", "thay mat", "nhiem vu", "don vi", "co quan"),
    )
)


def concerns(scope: str, title: str) -> bool:
    """Whether the scope of a delegation and the title of work share a word of their field. A Vietnamese word mostly has two syllables."""
    said = fold(scope)
    if any(words in said for words in _EVERYTHING):
        return True
    return bool((_pairs(said) & _pairs(fold(title))) - _GENERAL)


def _pairs(folded: str) -> set[str]:
    syllables = "".join(letter if letter.isalnum() else " " for letter in folded).split()
    return {f"{one} {other}" for one, other in pairwise(syllables)}

"""Who a part of a document speaks to, and by when, as its headings and opening sentences say."""

import re
from dataclasses import dataclass
from itertools import pairwise

from roviec.core.extraction.actors import Name, kind_at
from roviec.core.extraction.bodies import ends_as_known, ends_with_known_body
from roviec.core.extraction.letters import canonical
from roviec.core.extraction.names import sure_of_names
from roviec.core.extraction.outline import Node
from roviec.core.extraction.proposals import Field, Timing
from roviec.core.extraction.sentences import Subject
from roviec.core.reasons import Reason

Names = tuple[str, ...]


@dataclass(frozen=True)
class Context:
    """Who the part of the document at hand speaks to, and by when, unless a line says otherwise."""

    leads: Field[Names]
    deadline: Field[Timing]
    heading: str = ""
    contents: bool = False  # the lines below say what a report is to contain


NOBODY = Context(Field((), (), 0.3, (Reason("clarity.no_lead"),)), Field(Timing(), (), 0.88))
_ANYBODY = re.compile(
    r"(?:các |những |mọi )?(?:cơ quan|tổ chức|đơn vị|cá nhân|hộ|doanh nghiệp|người)(?:, (?:cơ quan|tổ chức|đơn vị"
    r"|cá nhân))*(?! (?:chuyên môn|thường trực|trung ương))"
)


def field_of_names(names: list[Name], node: Node) -> Field[Names]:
    """The bodies named in the text of `node`, with their places; no surer than where the names end."""
    where = tuple(node.place(n.start, n.end) for n in names)
    apart = all(";" in node.text[one.end : other.start] for one, other in pairwise(names))
    found = Field(tuple(dict.fromkeys(n.text for n in names)), where, sure_of_names(names, apart=apart))
    if all(_ANYBODY.match(canonical(n.text)) for n in names):
        # "Cơ quan, tổ chức, đơn vị …" is how rules speak to everybody; whether that is work is for the eye.
        found = found.doubted(0.7, "prose.nobody_in_particular")
    if any(_says_more(n) for n in names):
        found = found.doubted(0.7, "prose.unknown_verb")
    return found


def _says_more(name: Name) -> bool:
    """Whether small words stand behind a known body that are no place: a verb, or a name longer than the known one."""
    low = canonical(name.text)
    return kind_at(name.text, low, 0) in ("proper", "posts") and not ends_as_known(name.text, low)


def known_whole(subject: Subject) -> bool:
    """Whether each name of `subject` is a known body, with no more than a place behind it."""
    return all(ends_with_known_body(n.text, canonical(n.text), 0, len(n.text)) for n in subject.names)


def field_of_subject(subject: Subject, node: Node) -> Field[Names]:
    """The names of `subject` for the lines under `node`: no surer than where they end."""
    found = field_of_names(subject.names, node)
    return found.doubted(0.7, "prose.unknown_verb") if subject.told else found

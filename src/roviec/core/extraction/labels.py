"""Labels under a bullet: "Đơn vị chủ trì: …", "Đơn vị phối hợp: …", "Thời gian thực hiện: …"."""

import re
from dataclasses import dataclass, replace
from datetime import date

from roviec.core.extraction.actors import kind_at
from roviec.core.extraction.bodies import ends_as_known
from roviec.core.extraction.deliverables import deliverable_in
from roviec.core.extraction.letters import canonical, squeeze
from roviec.core.extraction.model import Place
from roviec.core.extraction.names import split_roles, sure_of_names
from roviec.core.extraction.outline import Node, descendants
from roviec.core.extraction.phrases import deadline_in, deadline_phrases, has_loose_date
from roviec.core.extraction.proposals import Field, Proposal, Source, Timing
from roviec.core.extraction.sentences import order_word
from roviec.core.extraction.stages import stage_of
from roviec.core.extraction.timing import timing_of
from roviec.core.reasons import Reason

_WHO = r"(?:(?:các )?(?:cơ quan|đơn vị|phòng|bộ phận|cán bộ|người|cơ quan, đơn vị|đơn vị, cá nhân|ngành|sở|ban)\s+)?(?:được giao |được phân công )?"
_PATTERNS: tuple[tuple[str, str], ...] = (
    ("both", rf"{_WHO}chủ trì\s*(?:,|và|/)\s*(?:cơ quan |đơn vị )?phối hợp(?: thực hiện)?"),
    ("support", rf"{_WHO}phối hợp(?: thực hiện| triển khai| với)?"),
    ("accountable", r"(?:lãnh đạo|người đứng đầu|đồng chí|người)\s+(?:phụ trách|chịu trách nhiệm|chỉ đạo|theo dõi)(?: chính)?"),
    ("lead", rf"{_WHO}(?:chủ trì|thực hiện|đầu mối|phụ trách|tham mưu|chịu trách nhiệm|triển khai)(?:\s*\([^)]{{1,30}}\))?(?:,? (?:thực hiện"
        rf"|tham mưu|triển khai|soạn thảo|chính))*"),
    ("lead", r"(?:phân công|trách nhiệm|trách nhiệm thực hiện|phân công thực hiện|tổ chức thực hiện|giao)"),
    ("deadline", r"(?:thời gian|thời hạn|thời điểm)(?: [^\W\d]+){0,6}"),
    ("deadline", r"(?:thời gian|thời hạn|hạn|tiến độ|lộ trình|thời điểm|ngày|hạn cuối|hạn chót|kỳ hạn)(?:,? (?:và )?(?:thực hiện"
        r"|hoàn thành|triển khai|trình|báo cáo|ban hành|kết thúc|xong|dự kiến|cuối|chót|tiến độ|chậm nhất))*"),
    ("deliverable", r"(?:sản phẩm|kết quả|đầu ra|yêu cầu kết quả)(?:,? (?:và )?(?:sản phẩm|kết quả|dự kiến|đầu ra|hoàn thành"
        r"|đạt được|cần đạt|phải đạt|thực hiện|công việc|chủ yếu))*"),
    ("other", r"(?:kinh phí|nguồn kinh phí|kinh phí thực hiện|địa điểm|đối tượng|phạm vi|ghi chú|hình thức|số lượng|thành phần)(?: thực hiện)?"),
    # Beside other labels, what is not known by name is a label too, and says none of the above.
    ("other", r"(?:các )?(?:cơ quan|đơn vị|bộ phận|cấp|hình thức|địa bàn|quy mô|yêu cầu|phương thức|hồ sơ|nguồn lực|căn cứ|chỉ tiêu)(?: [^\W\d]+){0,6}"),
)  # fmt: skip
_LABEL = re.compile(
    r"(?:^|(?<=[.;,(\n])|(?<=[-+*]))\s*(?:[-+*•]\s*)?(?P<label>"
    + "|".join(f"(?P<{role}{n}>{pattern})" for n, (role, pattern) in enumerate(_PATTERNS))
    + r")\s*:\s*"
)


_CONTENT = re.compile(r"(?:nội dung|nhiệm vụ|công việc)(?: công việc| thực hiện| nhiệm vụ)?\s*:\s*")
_LONGEST_DEADLINE = 120  # characters; "Tiến độ: …" before a long text is a definition


@dataclass(frozen=True)
class Label:
    """A label in `node`, its value between `start` and `end` of the node's text."""

    role: str
    node: Node
    at: int
    start: int
    end: int

    @property
    def value(self) -> str:
        return self.node.text[self.start : self.end]


def labels_of(node: Node, among_labels: bool = False) -> list[Label]:
    """The labels of one line, in order; [] for a line that has none or only names a topic.

    Beside other labels (`among_labels`) a line may hold a product or a leader alone.
    """
    low = node.low
    found = []
    matches = list(_LABEL.finditer(low))
    for i, match in enumerate(matches):
        group = next(name for name, value in match.groupdict().items() if value and name != "label")
        role = group.rstrip("0123456789")
        end = matches[i + 1].start() if i + 1 < len(matches) else len(node.text)
        begin, stop = match.end(), end
        while stop > begin and node.text[stop - 1] in " .;,\n)-+*/":
            if node.text[stop - 1] == ")" and "(" in node.text[begin:stop]:
                break
            stop -= 1
        if role != "deadline" or stop - begin <= _LONGEST_DEADLINE:
            found.append(Label(role, node, match.start("label"), begin, stop))
    if not found:
        return _bracketed_roles(node)
    if not (among_labels or any(label.role in ("lead", "support", "both", "deadline") for label in found)):
        return []
    # "Thời gian: …" within a sentence about something else is no label; one at the beginning, or beside another, is.
    first = found[0].at
    begins = not low[:first].strip(" -+*•(")
    return found if begins or len(found) >= 2 or low[first - 2 : first].strip() in (".", ";", "(") else []


# "… (Phòng Tài chính, Phòng Vật tư; trong tháng 01/2026)", "…: Phòng Kế hoạch, trước ngày 30/6/2026": names and a date, no more.
_NAMES_AND_DATE = re.compile(
    r"(?:\((?P<inside>[^()]+)\)|:\s+(?P<behind>[^:;()]+(?:[;,] (?:thời (?:gian|hạn)|tiến độ)(?: \w+){0,2}: [^:;()]+|;[^:;()]+)?))\W*$"
)
_ROLE_BEHIND = re.compile(
    r"[\s,;]*(?:hoàn thành|thời gian|thời hạn|tiến độ|xong|chủ trì|thực hiện|phụ trách|đảm nhiệm)?[\s,;:.-]*$"
)
_BRACKETED = re.compile(r"\((?P<inside>[^()]*(?:chủ trì|thực hiện|phụ trách)(?![\wđ])[^()]*)\)\W*$")


def _bracketed_roles(node: Node) -> list[Label]:
    """ "… (Phòng A chủ trì, Phòng B phối hợp, hoàn thành trước 31/12/2025)" at the end of a line that says the work."""
    match = _BRACKETED.search(node.low)
    if match is None:
        return _names_and_date(node)
    if 0 < match.start() < 10:
        return []
    begin, end = match.span("inside")
    phrases = deadline_phrases(node.text[begin:end])
    stop = begin + phrases[0].start if phrases else end
    names = node.text[begin:stop].rstrip(" ,;.")
    for ending in ("hoàn thành", "thời gian", "thời hạn", "xong", "chủ trì", "thực hiện", "phụ trách"):
        if canonical(names).endswith(" " + ending):
            names = names[: -len(ending)].rstrip(" ,;.")
    if not kind_at(names, canonical(names), 0):
        return []
    labels = [Label("both", node, match.start(), begin, begin + len(names))]
    if phrases:
        labels.append(Label("deadline", node, match.start(), begin + phrases[0].start, begin + phrases[-1].end))
    return labels


def _names_and_date(node: Node) -> list[Label]:
    match = _NAMES_AND_DATE.search(node.low)
    if match is None or match.start() < 15 or not order_word().match(node.low):
        return []
    begin, end = match.span("inside" if match["inside"] else "behind")
    phrases = deadline_phrases(node.text[begin:end])
    if not phrases or node.low[begin + phrases[-1].end : end].strip(" .;)"):
        return []
    names = node.text[begin : begin + phrases[0].start]
    for _ in range(2):  # "… chủ trì; thời gian: "
        names = names[: _end_of_roles(names)]
    found = split_roles(names)[0]
    if not found or any(kind_at(n.text, canonical(n.text), 0) not in ("proper", "posts", "alone") for n in found):
        return []
    if any(order_word().search(canonical(n.text)) and not ends_as_known(n.text, canonical(n.text)) for n in found):
        return []  # "…: Sở Y tế báo cáo trước ngày …" says what is done, not only who and when
    start = begin + phrases[0].start
    return [
        Label("lead", node, match.start(), begin, begin + len(names)),
        Label("deadline", node, match.start(), start, begin + phrases[-1].end),
    ]


def _end_of_roles(names: str) -> int:
    match = _ROLE_BEHIND.search(canonical(names))
    return match.start() if match else len(names)


@dataclass
class Labelled:
    """Lines that one set of labels speaks of, and the set."""

    targets: list[Node]
    labels: list[Label]

    def names_somebody(self) -> bool:
        return any(label.role in ("lead", "both") for label in self.labels)


def labelled(root: Node) -> tuple[list[Labelled], set[int]]:
    """Sets of labels with the lines they belong to; and the ids of all lines that are thereby explained.

    A set that names nobody explains only its own lines: who does the work is then said by the text around it.
    """
    sets: list[Labelled] = []
    explained: set[int] = set()
    order = [n for n in descendants(root) if n.paragraph is not None]
    content: list[Node] = []  # lines since the last set of labels
    current: Labelled | None = None
    for node in order:
        labels = labels_of(node, current is not None)
        if not labels:
            if current is not None and _is_value(node, current):
                current.labels[-1] = replace(current.labels[-1], node=node, start=0, end=len(node.text.rstrip(" .;")))
                explained.add(id(node))
                continue
            current = None
            content.append(node)
            continue
        explained.add(id(node))
        if node.low[: labels[0].at].strip(" -+*•("):
            # The line says the work itself before its labels.
            current = None
            sets.append(Labelled([node], labels))
            content = []
            if not sets[-1].names_somebody():
                explained.discard(id(node))
            continue
        if current is None:
            current = Labelled(_targets(content), [])
            if current.targets:
                sets.append(current)
            content = []
        current.labels += labels
    explained |= {id(t) for s in sets if s.names_somebody() for t in s.targets}
    return sets, explained


def _is_value(node: Node, current: Labelled) -> bool:
    """A line of its own behind "Đơn vị phối hợp:"."""
    return bool(current.labels) and not current.labels[-1].value.strip() and len(node.text) < 300


def _targets(content: list[Node]) -> list[Node]:
    """The last line, and those beside it that no set of labels has spoken of yet."""
    if not content:
        return []
    last = content[-1]
    beside = [last]
    for node in reversed(content[:-1]):
        if node.parent is not last.parent or node.kind != last.kind or not last.numbered:
            break
        beside.insert(0, node)
    # Several numbered items stand for themselves; bullets under one heading share the labels at its end.
    if len(beside) > 1 and last.kind not in ("dash", "plus", "star"):
        return [last]
    return beside


def deadlines_without_names(sets: list[Labelled], day: date) -> dict[int, Field[Timing]]:
    """The deadline that labels give a line whose lead they do not name, by the id of its node."""
    found: dict[int, Field[Timing]] = {}
    for one in sets:
        label = next((label for label in one.labels if label.role == "deadline"), None)
        if label is not None and not one.names_somebody():
            timing = timing_of(label.value, label.node.place(label.start, label.end), day, 0.9)
            found |= {id(node): timing for node in one.targets}
    return found


def read_labelled(found: Labelled, day: date) -> list[tuple[str, Proposal]]:
    """One proposal for each line of the set, with the anchor of its paragraph."""
    leads: Field[tuple[str, ...]] = Field((), (), 0.3, (Reason("clarity.no_lead"),))
    supports: Field[tuple[str, ...]] = Field(())
    accountable: Field[tuple[str, ...]] = Field(())
    deadline: Field[Timing] = Field(Timing(), (), 0.85)
    deliverable: Field[str] = Field("")
    for label in found.labels:
        value = label.value
        place = label.node.place(label.start, label.end)
        if label.role in ("lead", "both", "support", "accountable"):
            main, more = split_roles(value)
            names = [*main, *more] if label.role == "support" else list(main)
            field = Field(
                tuple(dict.fromkeys(n.text for n in names)),
                tuple(label.node.place(label.start + n.start, label.start + n.end) for n in names),
                sure_of_names(names),
            )
            if label.role == "accountable":
                accountable = field
            elif label.role == "support":
                supports = Field((*supports.value, *field.value), (*supports.where, *field.where), 0.9)
            elif not leads.value:
                leads = (
                    field
                    if label.role == "lead" or len(names) < 2 or more
                    else field.doubted(0.5, "table.roles_not_told_apart")
                )
                if more:
                    supports = Field(tuple(n.text for n in more), (place,), 0.9)
        elif label.role == "deadline" and not deadline.value.raw:
            deadline = timing_of(value, place, day, 0.93)
        elif label.role == "deliverable":
            deliverable = Field(squeeze(value), (place,), 0.9)
    if not deadline.value.raw and any(has_loose_date(label.value) for label in found.labels if label.role == "other"):
        deadline = deadline.doubted(0.7, "prose.date_not_taken")
    out = []
    shared = len(found.targets) > 1
    for i, node in enumerate(found.targets):
        end = len(node.text)
        own = [label for label in found.labels if label.node is node]
        if own:
            end = own[0].at
            while end > 0 and node.text[end - 1] in " -+*•(;\n":
                end -= 1
        place = node.place(0, end)
        title = _CONTENT.match(node.low, 0, end)
        if title:
            place = node.place(title.end(), end)
        said = squeeze(node.text[title.end() if title else 0 : end])
        if title and node.parent is not None and len(said.split()) < len(node.parent.text.split()):
            said = f"{squeeze(node.parent.text).rstrip(' .:;')}: {said}"  # the numbered line names the work, "Nội dung: …" adds to it
        text = Field(said, (place,), 0.93)
        own_deadline = deadline
        if not deadline.value.raw:
            stated = deadline_in(node.text[:end], place.anchor, day, node.offset)
            own_deadline = stated or stage_of(node, day) or deadline
        product = deliverable
        if not deliverable.value:
            words, (a, b) = deliverable_in(node.text[:end])
            product = Field(words, (Place(place.anchor, node.offset + a, node.offset + b),) if words else (), 0.5)
        if shared and i < len(found.targets) - 1:
            text = text.doubted(0.7, "labels.shared_by_bullets")
        out.append(
            (
                place.anchor,
                Proposal(
                    Source.LABELS,
                    place,
                    text,
                    leads,
                    supports,
                    accountable,
                    own_deadline,
                    product,
                    _heading(node),
                    node.marker,
                ),
            )
        )
    return out


def _heading(node: Node) -> str:
    parent = node.parent
    return parent.shown() if parent is not None and canonical(parent.shown()) else ""

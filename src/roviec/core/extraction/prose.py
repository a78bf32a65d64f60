"""Assignments from running text: the heading says who and the bullets say what, or the sentence says both."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from roviec.core.extraction.actors import Name, kind_at, split_names
from roviec.core.extraction.asides import asks_for_contents, gives, is_address, is_aside, orders_plainly
from roviec.core.extraction.context import NOBODY, Context, Names, field_of_names, field_of_subject, known_whole
from roviec.core.extraction.deliverables import deliverable_in
from roviec.core.extraction.letters import UPPER, canonical, squeeze
from roviec.core.extraction.lexicon import words
from roviec.core.extraction.model import Place
from roviec.core.extraction.orders import Line, Order, is_body, order_begins, read_line
from roviec.core.extraction.outline import Node, descendants, is_heading, skipped
from roviec.core.extraction.phrases import deadline_in, has_loose_date
from roviec.core.extraction.proposals import Field, Proposal, Source, Timing
from roviec.core.extraction.sentences import Subject, order_word, supports_in
from roviec.core.extraction.stages import stage_of
from roviec.core.reasons import Reason

_DUTY_END = re.compile(r"\s*(?:có trách nhiệm|chịu trách nhiệm|chủ trì|thực hiện|có nhiệm vụ)?\s*:?\s*$")
_AS_DUTIES_ARE = re.compile(r",? (?:theo|căn cứ|trong phạm vi) (?:chức năng|nhiệm vụ|thẩm quyền|lĩnh vực)[^.;:]*$")
_HONORIFIC = re.compile(
    r"^(?:(?:đề nghị|giao|yêu cầu|phân công|trách nhiệm của|nhiệm vụ của|đối với|về phía)\s*:?\s+)?(?:(?:các )?(?:đồng chí|đ/c)\s+)?"
)
_INTRO = re.compile(r"(?<!theo )(?<!xét )(?:yêu cầu|đề nghị|giao|phân công)\s*:?\s+(?:(?:các )?(?:đồng chí|đ/c) )?$")
_AGREES_TO_GIVE = re.compile(r"(?:thống nhất|đồng ý|nhất trí),? (?:giao|đề nghị|yêu cầu|phân công)(?![\wđ])")
_ONLY_OPENS = re.compile(r"(?:các|một số|những)(?: \w+){0,2} (?:nhiệm vụ|nội dung|giải pháp|công việc|vấn đề)")
# "… chịu trách nhiệm thi hành Quyết định này": how every decision ends.
_BY_LAW = re.compile(
    r"chịu trách nhiệm (?:tổ chức )?(?:thi hành|thực hiện) (?:quyết định|nghị quyết|chỉ thị|nghị định|thông tư|kế hoạch|quy định) này\W*$"
)
_GIVEN_BEFORE = re.compile(r"(?:yêu cầu|đề nghị|giao|phân công)\s*:?\s*$")
_DEFINES = re.compile(
    r"là (?!(?:các |những )?(?:cơ quan|đơn vị|bộ phận|tổ chức)? ?(?:thường trực|đầu mối|chủ trì|tham mưu|cầu nối|nòng cốt|chủ quản|chịu trách nhiệm))"
)
_SEVERAL = re.compile(r"(?:phân công|giao|đề nghị)[^:]*?,? (?:cụ thể|như sau|gồm)\s*:\s+")
_PLACE_AFTER = re.compile(
    r"\s+(?:tỉnh|thành phố|tp\.?|khu vực|lĩnh vực|địa bàn|phụ trách|chỉ đạo|theo dõi|xã|phường)\s"
)


# A capital, and another within the next three words.
_NAME_LIKE = re.compile(rf"[{UPPER}]\w*(?: \w+){{0,2}},? (?:và )?[{UPPER}]")
_THOSE_ABOVE = re.compile(
    r"(?:tất cả |toàn bộ )?(?:các|những)? ?(?:nội dung|nhiệm vụ|công việc|phần việc|việc|báo cáo)(?: \w+){0,3} (?:nêu |nói |ở )?trên(?![\wđ])"
)


class ProseReading:
    """Walks the outline; `taken` holds the ids of nodes whose labels have already said who and when."""

    def __init__(self, day: date, taken: set[int], deadlines: Mapping[int, Field[Timing]]) -> None:
        self.day = day
        self.taken = taken
        self.deadlines = deadlines  # by the id of a node, where a label gives one and no more
        self.out: list[tuple[str, Proposal]] = []
        self.asked: list[tuple[int, str, Proposal]] = []  # for a report: where in `out`, unless a date for it follows

    def read(self, root: Node) -> list[tuple[str, Proposal]]:
        """Proposals with the anchor of their paragraph, in reading order."""
        self._children(root, NOBODY)
        for at, anchor, proposal in reversed(self.asked):
            if not any(p.leads.value == proposal.leads.value and p.deadline.value.due for _, p in self.out[at:]):
                self.out.insert(at, (anchor, proposal))
        return self.out

    def _children(self, parent: Node, context: Context) -> None:
        begun = context
        previous: Node | None = None
        addressed = False  # the lines at hand list who the document is sent to
        for node in parent.children:
            addressed = is_address(node) or (addressed and node.kind in ("dash", "star", "plus"))
            if addressed:
                continue
            if node.kind == "title":
                context = begun if parent.kind != "root" else NOBODY
                continue
            if id(node) in self.taken:
                self._children(node, context)
                previous = node
                continue
            if not node.numbered and node.text.rstrip().endswith(":"):
                intro = self._introduced(node, context)
                if intro is not None:
                    context = intro
                    continue
            if self._dates_those_above(node, parent, context):
                continue
            if self._joins(node, previous):
                self._append(node)
                continue
            self._node(node, context)
            previous = node

    def _node(self, node: Node, context: Context) -> None:
        heading = self._heading_names(node)
        if heading is not None:
            self._children(node, Context(heading, NOBODY.deadline, node.shown()))
            return
        if not node.numbered and is_aside(node, bool(context.leads.value), self.day):
            return
        line = read_line(node.text)
        if node.children and (is_heading(node) or node.text.rstrip().endswith(":")):
            inner = context
            if line.subject is not None:
                inner = self._opening(node, line, context)
            else:
                inner = replace(context, heading=node.shown())
            self._children(node, inner)
            return
        if not skipped(node) or (line.subject is not None and gives(line, node)):
            self._orders(node, line, context)
        inner = context
        if line.subject is not None:
            inner = Context(field_of_subject(line.subject, node), NOBODY.deadline, node.shown()[:120])
        self._children(node, inner)

    # --- who ---

    def _heading_names(self, node: Node) -> Field[Names] | None:
        """The bodies that a heading consists of, or None when it says anything else."""
        text = node.text.rstrip(" .:/")
        if not text or len(text) > 260 or (not node.children and node.text.rstrip().endswith((".", ";"))):
            return None
        if not node.children:
            return None
        low = canonical(text)
        gives = _HONORIFIC.match(low)
        start = gives.end() if gives else 0
        if clause := _AS_DUTIES_ARE.search(low, start):
            text, low = text[: clause.start()], low[: clause.start()]
        duty = _DUTY_END.search(low, start)
        end = duty.start() if duty else len(text)
        stretch = text[start:end]
        if not kind_at(stretch, canonical(stretch), 0) or re.search(r"\.\s", stretch):
            return None
        names = split_names(stretch, start)
        if not names or not all(is_body(n) for n in names):
            return None
        first = read_line(text)
        if first.subject is not None and first.subject.order >= 0 and not self._relative_clause(names, first):
            return None
        found = field_of_names(names, node)
        return replace(found, why=(Reason("prose.lead_from_heading", {"heading": node.shown()[:80]}),))

    def _relative_clause(self, names: list[Name], line: Line) -> bool:
        """ "Các Sở chủ trì, quản lý, tham gia …": the verbs tell which of them, when the heading has no full sentence."""
        return kind_at(names[0].text, canonical(names[0].text), 0) == "collective" and len(line.orders) <= 1

    def _introduced(self, node: Node, context: Context) -> Context | None:
        """ "… yêu cầu các sở … thực hiện các nhiệm vụ sau:" speaks for the numbered lines that follow."""
        line = read_line(node.text)
        if line.subject is None or not _INTRO.search(node.low[: line.subject.start]):
            return None
        names = line.subject.names
        # "Đề nghị các cơ quan …": which of the lines below speak to whom of them stays open.
        loose = line.subject.told or any(
            kind_at(n.text, canonical(n.text), 0) in ("collective", "kinds") for n in names
        )
        leads = field_of_names(names, node).doubted(0.75 if loose else 0.82, "prose.lead_from_introduction")
        deadline = deadline_in(
            node.text[line.subject.end :], node.place(0, 0).anchor, self.day, node.offset + line.subject.end
        )
        timing = deadline.doubted(0.6, "prose.deadline_from_introduction") if deadline else NOBODY.deadline
        asks = asks_for_contents(node)
        if asks:
            order = Order(line.subject.start, len(node.text), line.subject)
            proposal = self._proposal(node, order, leads.doubted(0.7, "prose.opens_a_list"), context)
            self.asked.append((len(self.out), node.place(0, 0).anchor, proposal))
        return Context(leads, timing, context.heading, asks)

    # --- what opens a list ---

    def _opening(self, node: Node, line: Line, context: Context) -> Context:
        """A line with a subject that opens a list: the subject holds for the list; it is an order itself only with a date of its own."""
        assert line.subject is not None
        leads = field_of_subject(line.subject, node)
        own = deadline_in(node.text, node.place(0, 0).anchor, self.day, node.offset)
        dated = own is not None and own.value.due is not None
        if len(node.text) > 150 and not skipped(node) and (dated or not _ONLY_OPENS.search(node.low)):
            self._emit(
                node,
                Order(line.topic_end, len(node.text), line.subject),
                leads.doubted(0.6, "prose.opens_a_list"),
                context,
                False,
            )
        return Context(leads, NOBODY.deadline, node.shown())

    # --- orders ---

    def _orders(self, node: Node, line: Line, context: Context) -> None:
        heading = (
            squeeze(f"{node.marker} {node.text[: line.topic_end].rstrip(' :')}") if line.topic_end else context.heading
        )
        context = replace(context, heading=heading)
        if self._several(node, line, context):
            return
        if context.contents and node.numbered and line.subject is None and not order_begins(node.low, 0):
            return
        if _BY_LAW.search(node.low):
            return
        plain = node.low[line.topic_end :].lstrip(' -“"')
        given = line.subject is not None and gives(line, node)
        if plain.startswith(words("zones")["praise"]) and not (given or _AGREES_TO_GIVE.match(plain)):
            # "Cơ bản thống nhất …; giao Sở Xây dựng …": what is agreed to is no order, what is given behind it is one.
            first = next(
                (
                    i
                    for i, o in enumerate(line.orders)
                    if o.subject and _GIVEN_BEFORE.search(node.low[o.start : o.subject.start])
                ),
                len(line.orders),
            )
            line = replace(line, orders=[o for o in line.orders[first:] if o.subject])
        if line.subject is None and plain.startswith(words("zones")["about_money"]):
            return
        current: Field[Names] = context.leads
        prefixed = line.subject is not None and bool(line.orders) and line.orders[0].start > line.subject.end
        if prefixed and line.subject is not None:
            current = self._told_inside(line.subject, node, context)
            context = replace(context, leads=current)
        spoken: list[Field[Names]] = []
        for order in self._joined(line.orders, node, context):
            if order.inline and order.subject is None and (prefixed or not spoken):
                current = context.leads
            if order.subject is not None and (order.subject.order < 0 or _DEFINES.match(node.low, order.subject.order)):
                continue  # a list of recipients or a definition, not an order
            if order.subject is not None:
                current = self._told_inside(order.subject, node, context)
                spoken.append(current)
            elif order.alone and len({f.value for f in spoken}) > 1 and context.leads.value:
                current = context.leads.doubted(0.6, "prose.subject_left_out")
            if not current.value or (not node.numbered and not context.leads.value and not orders_plainly(node, order)):
                continue
            self._emit(node, order, current, context, len(line.orders) > 1)

    def _joined(self, orders: list[Order], node: Node, context: Context) -> list[Order]:
        """The orders, without a cut where a body's own item turns to those it leads: "…; phân công các bệnh viện …"."""
        out: list[Order] = []
        for order in orders:
            own = (
                order.subject is not None
                and self._told_inside(order.subject, node, context).value == context.leads.value
            )
            if (
                own
                and out
                and not out[-1].dated
                and order.subject
                and _GIVEN_BEFORE.search(node.low[: order.subject.start])
            ):
                out[-1].end = order.end
                out[-1].dated = order.dated
            else:
                out.append(order)
        return out

    def _told_inside(self, subject: Subject, node: Node, context: Context) -> Field[Names]:
        """Who an item under a body's heading speaks to. "Sở Xây dựng: a) Yêu cầu chủ đầu tư …" is the department's own work."""
        found = field_of_names(subject.names, node)
        from_heading = any(r.code == "prose.lead_from_heading" for r in context.leads.why)
        if not from_heading or not node.numbered or not _GIVEN_BEFORE.search(node.low[: subject.start]):
            return found
        if all(node.text[n.start].islower() for n in subject.names):
            return context.leads.doubted(0.75, "prose.told_under_a_heading")
        return found.doubted(0.7, "prose.told_under_a_heading")

    def _several(self, node: Node, line: Line, context: Context) -> bool:
        """ "Phân công các đồng chí … theo dõi …, cụ thể: A tỉnh X, B tỉnh Y": one work, one assignment for each named."""
        match = _SEVERAL.search(node.low)
        if match is None:
            return False
        names = split_names(node.text[match.end() :].rstrip(" ."), match.end())
        persons = [n for n in names if kind_at(n.text, canonical(n.text), 0) in ("posts", "proper")]
        if len(persons) < 2 or len(persons) != len(names):
            return False
        shared_end = node.text.rfind(",", 0, match.end())
        shared = node.text[: shared_end if shared_end > 0 else match.end()]
        opening = read_line(shared)
        begin = opening.subject.order if opening.subject and opening.subject.order > 0 else 0
        for name in names:
            cut = _PLACE_AFTER.search(canonical(name.text))
            shown = name.text[: cut.start()] if cut else name.text
            leads: Field[Names] = Field((shown,), (node.place(name.start, name.start + len(shown)),), 0.85)
            order = Order(begin, len(shared), None)
            proposal = self._proposal(node, order, leads, context)
            text = f"{proposal.text.value.rstrip('. ')}: {name.text}"
            self.out.append((node.place(0, 0).anchor, replace(proposal, text=replace(proposal.text, value=text))))
        return True

    def _emit(self, node: Node, order: Order, leads: Field[Names], context: Context, shared: bool) -> None:
        proposal = self._proposal(node, order, leads, context)
        if shared:
            # Where a paragraph is cut is a matter of judgement, unless the part names who does it or carries a number.
            sure = (
                0.85
                if (order.subject is not None and not order.in_turn) or order.inline
                else 0.8
                if order.dated
                else 0.75
            )
            proposal = replace(proposal, text=proposal.text.doubted(sure, "prose.cut_from_paragraph"))
        if not node.numbered and (order.subject is not None or not context.leads.value):
            proposal = replace(proposal, text=proposal.text.doubted(0.7, "prose.between_the_numbers"))
        if order.subject is not None and (order.subject.told or not order_word().match(node.low, order.subject.order)):
            # A verb that no list knows; behind a body whose whole name is known it cannot be mistaken for part of the name.
            sure = 0.82 if node.numbered and known_whole(order.subject) else 0.7
            proposal = replace(proposal, leads=proposal.leads.doubted(sure, "prose.unknown_verb"))
        if (
            order.subject is None
            and _NAME_LIKE.match(node.text, order.start)
            and not order_begins(node.low, order.start)
        ):
            # "Nhà xuất bản X in …" under the heading of somebody else, of a kind that no list knows.
            proposal = replace(proposal, leads=proposal.leads.doubted(0.7, "prose.unknown_verb"))
        if order.subject is not None and order.subject.start - order.start > 60:
            proposal = replace(proposal, leads=proposal.leads.doubted(0.75, "prose.subject_inside_the_sentence"))
        self.out.append((node.place(0, 0).anchor, proposal))

    def _proposal(self, node: Node, order: Order, leads: Field[Names], context: Context) -> Proposal:
        raw = node.text[order.start : order.end]
        anchor = node.place(0, 0).anchor
        stated = deadline_in(raw, anchor, self.day, node.offset + order.start)
        if stated is None and order.due_at[1]:
            begin, end = order.due_at
            stated = deadline_in(node.text[begin:end], anchor, self.day, node.offset + begin)
        deadline = stated or self.deadlines.get(id(node)) or context.deadline
        if not deadline.value.raw:
            deadline = stage_of(node, self.day) or deadline
        if not deadline.value.raw and has_loose_date(raw):
            deadline = deadline.doubted(0.7, "prose.date_not_taken")
        place = node.place(order.start, order.end)
        also = order.subject.supports if order.subject else ()
        supports = tuple(dict.fromkeys(n.text for n in (*also, *supports_in(raw))))
        lead_set = {canonical(n) for n in leads.value}
        supports = tuple(s for s in supports if canonical(s) not in lead_set)
        answers = re.search(r"chịu trách nhiệm (?:toàn diện |chính )?trước", canonical(raw))
        accountable: Field[Names] = leads if answers else Field(())
        deliverable, where = deliverable_in(raw)
        return Proposal(
            source=Source.PROSE,
            place=place,
            text=Field(squeeze(raw), (place,), 0.92),
            leads=leads,
            supports=Field(supports, (place,) if supports else (), 0.8),
            accountable=accountable,
            deadline=deadline,
            deliverable=Field(
                deliverable,
                (Place(anchor, place.start + where[0], place.start + where[1]),) if deliverable else (),
                0.5,
            ),
            heading=context.heading,
            number=node.marker,
        )

    def _joins(self, node: Node, previous: Node | None) -> bool:
        """An unnumbered paragraph that goes on with the numbered one before it."""
        if node.numbered or previous is None or not previous.numbered or not self.out:
            return False
        same = previous.paragraph is not None and self.out[-1][0] == previous.paragraph.anchor
        return (
            same
            and bool(re.match(r"(?:đối với|trong đó|đồng thời|riêng|ngoài ra|bên cạnh đó)(?![\wđ])", node.low))
            and (read_line(node.text).subject is None and deadline_in(node.text, "", self.day) is None)
        )

    def _dates_those_above(self, node: Node, parent: Node, context: Context) -> bool:
        """ "Các nội dung trên hoàn thành trước ngày …" behind a list: the deadline of its items that have none."""
        if node.numbered or not _THOSE_ABOVE.match(node.low):
            return False
        deadline = deadline_in(node.text, node.place(0, 0).anchor, self.day, node.offset)
        if deadline is None:
            return False
        above = {n.place(0, 0).anchor for n in descendants(parent)}
        for i, (anchor, proposal) in enumerate(self.out):
            if anchor in above and not proposal.deadline.value.raw and proposal.leads.value == context.leads.value:
                self.out[i] = (anchor, replace(proposal, deadline=deadline.doubted(0.75, "prose.deadline_for_all")))
        return True

    def _append(self, node: Node) -> None:
        anchor, last = self.out[-1]
        place = node.place(0, len(node.text))
        text = Field(
            f"{last.text.value} {squeeze(node.text)}",
            (*last.text.where, place),
            min(last.text.sure, 0.8),
            last.text.why,
        )
        self.out[-1] = (anchor, replace(last, text=text))

"""Sentences around the orders that give nobody work: preambles, closings, pointers to a table, narration."""

import re
from datetime import date

from roviec.core.extraction.bodies import ends_with_known_body
from roviec.core.extraction.letters import canonical
from roviec.core.extraction.lexicon import words
from roviec.core.extraction.orders import Line, Order, read_line
from roviec.core.extraction.outline import Node, skipped
from roviec.core.extraction.phrases import deadline_in
from roviec.core.extraction.sentences import order_word

_POINTS_TO_TABLE = re.compile(
    r"[^.;:]{0,120}(?:tại|theo|ở|xem) (?:các )?(?:phụ lục|bảng|danh mục|biểu)[^.;]{0,60}(?:kèm theo|đính kèm|dưới đây|sau đây|\d)[^.;]{0,40}\W*$"
)
_GIVES_IN_PREAMBLE = re.compile(r"(?<!theo )(?<!xét )(?:yêu cầu|đề nghị|giao|phân công)\s+(?!của )")
_ADDRESSES = re.compile(r"kính gửi\s*:?\s*$|[^.;]{0,80}(?:^|\s)điện\s*:\s*$")
_ASKS_FOR_CONTENTS = re.compile(
    r"(?:báo cáo|cung cấp|thống kê|đánh giá|tổng hợp)(?: [^.;:]{0,60})?(?:nội dung|thông tin|số liệu|vấn đề|tình hình)(?: [^.;:]{0,30})?"
    r"(?:sau|sau đây|như sau|cụ thể|chính|gồm)\s*:\s*$"
)
_FOLLOWS_UP = re.compile(
    r"(?:giao )?(?:chánh )?(?:văn phòng|thanh tra|phòng|ban|sở)[^,;.]{0,60} (?:theo dõi|đôn đốc|giám sát)"
)
_ANNOUNCES = re.compile(r"(?:văn phòng|ban|sở|ủy ban nhân dân|bộ)[^,;.]{0,60} (?:trân trọng )?thông báo")


def is_aside(node: Node, led: bool, day: date) -> bool:
    """Whether the unnumbered paragraph `node` gives nobody work. `led` says that the text around it names a lead."""
    low = node.low.lstrip(' *-“"')
    if low.startswith(words("zones")["closing"]) or low.rstrip().endswith(":"):
        return True
    if _POINTS_TO_TABLE.match(low) and read_line(node.text).subject is None:
        return True
    if not led and low.startswith(words("zones")["preamble"]):
        return not _GIVES_IN_PREAMBLE.search(low)
    ends = low.rstrip().endswith("./.") and deadline_in(node.text, "", day) is None
    return bool(_ANNOUNCES.match(low)) or (ends and not _FOLLOWS_UP.match(low))


def is_address(node: Node) -> bool:
    """Whether `node` opens the list of those a document is sent to: "Kính gửi:", "Chủ tịch UBND tỉnh điện:"."""
    return not node.numbered and _ADDRESSES.match(node.low) is not None


def asks_for_contents(node: Node) -> bool:
    """Whether the numbered lines behind `node` say what a report is to contain: "… đề nghị các xã báo cáo một số nội dung sau:"."""
    return _ASKS_FOR_CONTENTS.search(node.low) is not None


def orders_plainly(node: Node, order: Order) -> bool:
    """Whether a sentence between the numbered lines is an order and not narration: it gives, obliges, or sets a date."""
    if order.subject is None:
        return False
    low = node.low
    sentence = low[order.start : order.end]
    if re.search(
        r"(?<![\wđ])(?:đã|ban hành (?:kèm theo|kế hoạch|quyết định|chỉ thị|quy định|thông báo))(?![\wđ])", sentence
    ):
        return False
    given = re.search(
        r"(?:giao|đề nghị|yêu cầu|phân công)(?: cho)?\s*:?\s*(?:các đồng chí )?$", low[: order.subject.start]
    )
    obliged = (
        order.subject.order >= 0
        and re.match(
            r"(?:có trách nhiệm|chịu trách nhiệm|chủ trì|khẩn trương|phải|là cơ quan|là đơn vị|theo dõi,? (?:đôn đốc|kiểm tra|tổng hợp))",
            low[order.subject.order :],
        )
    ) or re.search(r"có trách nhiệm\s*$", low[order.subject.end : max(order.subject.order, 0)])
    return bool(given or obliged or order.dated or _told_under_a_heading(node, order))


def _told_under_a_heading(node: Node, order: Order) -> bool:
    """ "Ủy ban Kiểm tra Đảng ủy chủ động xây dựng …" as a paragraph of its own under a numbered heading of the tasks."""
    subject = order.subject
    if subject is None or node.parent is None or not node.parent.numbered or subject.start or skipped(node):
        return False
    known = all(ends_with_known_body(n.text, canonical(n.text), 0, len(n.text)) for n in subject.names)
    return known and subject.order >= 0 and order_word().match(node.low, subject.order) is not None


def gives(line: Line, node: Node) -> bool:
    """Whether `line` says that its subject is given the work: "giao", "đề nghị", "yêu cầu" stands before it."""
    assert line.subject is not None
    return bool(re.search(r"(?:giao|đề nghị|yêu cầu)\s*:?\s*(?:các đồng chí )?$", node.low[: line.subject.start]))

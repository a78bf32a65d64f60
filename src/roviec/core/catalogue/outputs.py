"""Kinds of papers and things that office work ends in: what makes an output a product, and what two texts have in common by it.

The list is made from the outputs of a real commune's catalogue (353 lines, 2026) and the kinds of documents of Decree 30/2020/NĐ-CP, art. 7.
"""

import re
from functools import cache

from roviec.core.text import fold

# The longer name stands before the shorter one that it begins with.
KINDS = (
    "nghị quyết", "quyết định", "chỉ thị", "quy chế", "quy định", "quy trình", "thông báo kết luận", "thông báo", "thông cáo", "hướng dẫn",
    "chương trình", "kế hoạch", "phương án", "đề án", "dự án", "báo cáo", "biên bản", "tờ trình", "hợp đồng", "công văn góp ý", "công văn trả lời", "công văn",
    "văn bản góp ý",
    "văn bản trả lời", "văn bản", "công điện", "bản ghi nhớ", "bản thỏa thuận", "giấy ủy quyền", "giấy mời", "giấy giới thiệu", "giấy phép",
    "giấy xác nhận", "giấy chứng nhận", "giấy", "phiếu", "thư công", "thư", "hồ sơ", "danh sách", "danh mục", "bảng", "biểu", "sổ", "lịch",
    "phụ lục", "nhật ký", "kịch bản", "bài phát biểu", "bài", "tin", "dữ liệu", "tài liệu", "dự toán", "quyết toán", "chứng từ", "dự thảo",
    "đơn", "thẻ", "tờ khai", "trích lục", "bản sao", "bản đồ", "mô hình", "phần mềm", "ý kiến", "kết quả", "buổi", "cuộc", "lượt", "hội nghị",
    "lớp", "công trình", "sản phẩm", "bộ", "tập", "đề xuất", "nghị định", "thông tư", "chứng thư", "ca trực", "trang",
)  # fmt: skip
# Two names of one thing.
SAME = {
    fold(one): fold(other)
    for one, other in (("công văn góp ý", "văn bản góp ý"), ("công văn trả lời", "văn bản trả lời"))
}
# Syllables of other words ("tin" in "thông tin", "bộ" in "toàn bộ"), or used for more than a paper ("chương trình" on television): in a
# title they are kinds at its beginning, or after a word that says that somebody makes one.
SHORT = frozenset(
    fold(kind)
    for kind in (
        "thư", "sổ", "lịch", "bài", "tin", "đơn", "thẻ", "buổi", "cuộc", "lượt", "lớp", "bộ", "tập", "giấy", "bảng", "biểu", "phiếu", "trang",
        "kết quả", "sản phẩm", "công trình", "dự án", "ý kiến", "hướng dẫn", "quy định", "đề xuất", "dữ liệu", "chương trình",
    )
)  # fmt: skip
_MADE = "(?:xay dung|ban hanh|lap|soan|soan thao|trinh|du thao)(?: va trien khai)?(?: cac)?"
# Work that goes on, not what comes out of it.
DOINGS = (
    "tham mưu", "theo dõi", "phối hợp", "thực hiện", "đôn đốc", "chỉ đạo", "triển khai", "quản lý", "tham gia", "giải quyết", "xử lý", "hỗ trợ",
    "kiểm tra", "rà soát", "tổ chức", "tuyên truyền", "tăng cường", "đẩy mạnh", "nâng cao",
)  # fmt: skip


@cache
def _kinds() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((fold(kind), re.compile(rf"\b{re.escape(fold(kind))}\b")) for kind in KINDS)


def kinds_in(text: str) -> tuple[str, ...]:
    """The kinds that an output names, folded, in its order; "thong bao ket luan" is not also "thong bao"."""
    rest = fold(text)
    places: dict[str, int] = {}
    for kind, pattern in _kinds():
        match = pattern.search(rest)
        if match:
            places.setdefault(SAME.get(kind, kind), match.start())
            rest = pattern.sub(lambda found: "#" * len(found.group()), rest)
    return tuple(sorted(places, key=places.__getitem__))


def kinds_worked_on(title: str) -> tuple[str, ...]:
    """The kinds that the title of a work names: words that are also something else only where one is made."""
    folded = fold(title)
    return tuple(
        kind
        for kind in kinds_in(title)
        if kind not in SHORT or re.match(rf"{kind}\b", folded) or re.search(rf"\b{_MADE} {kind}\b", folded)
    )


def is_doing(text: str) -> bool:
    """The text says what is done and names no product."""
    folded = fold(text)
    return not kinds_in(text) and any(folded.startswith(fold(doing)) for doing in DOINGS)


def pieces(text: str) -> tuple[list[str], list[str]]:
    """An output that names several things: (one of them: "báo cáo/công văn", "hoặc"; all of them: "kế hoạch, quyết định", "và").

    Each list is empty unless two and more pieces name a kind.
    """
    either = [piece.strip() for piece in re.split(r"\s*/\s*|\s+hoặc\s+", text) if piece.strip()]
    together = [piece.strip() for piece in re.split(r"\s*[,;+]\s*|\s+(?:và|kèm|kèm theo)\s+", text) if piece.strip()]
    return _several(either), _several(together)


def _several(found: list[str]) -> list[str]:
    named = [piece for piece in found if kinds_in(piece)]
    return named if len(named) > 1 else []

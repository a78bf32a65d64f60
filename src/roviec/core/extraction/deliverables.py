"""The product that an order names: the document it makes, submits or issues, or the report it asks for."""

import re

from roviec.core.extraction.letters import canonical

_MAKES = (
    r"(?:xây dựng|ban hành|soạn thảo|lập|hoàn thiện|phê duyệt|công bố|trình|đề xuất|tham mưu)(?:,? (?:và )?(?:ban hành"
    r"|hoàn thiện|triển khai|tổ chức|trình[^,;.]{0,40}?|công bố|phê duyệt))*"
)
_THING = (
    r"(?:các |dự thảo |bộ |hồ sơ |danh mục |văn bản )*(?:kế hoạch|đề án|chương trình|dự thảo|quyết định|nghị quyết"
    r"|nghị định|thông tư|chỉ thị|quy chế|quy định|phương án|tờ trình|hướng dẫn|danh mục|văn bản|"
    r"tiêu chí|hồ sơ|chiến lược|báo cáo|lộ trình|quy chuẩn|tiêu chuẩn|cơ chế|luật|quy trình|bộ công cụ)"
)
_PRODUCT = re.compile(rf"(?<![\wđ]){_MAKES} (?P<thing>{_THING}(?![\wđ])[^,;.:]*)")
_REPORT = re.compile(
    r"(?<![\wđ])(?P<thing>báo cáo (?:kết quả|cấp có thẩm quyền|ủy ban|ubnd|chính phủ|thủ tướng|bộ|ban|tỉnh|thành|chủ tịch|sở|bộ chính trị)[^,;.]*)"
)
_DEADLINE_TAIL = re.compile(
    r"\s*(?:,?\s*hoàn thành|,?\s*trước ngày|,?\s*trong (?:tháng|quý|năm|ngày)|,?\s*chậm nhất|\s+theo quy định|\s+phù hợp|\s+để |\s+nhằm ).*$"
)


def deliverable_in(text: str) -> tuple[str, tuple[int, int]]:
    """The words that name the product and their place in `text`; "" when the order names none."""
    low = canonical(text)
    match = _PRODUCT.search(low) or _REPORT.search(low)
    if match is None:
        return "", (0, 0)
    start, end = match.start("thing"), match.end("thing")
    tail = _DEADLINE_TAIL.search(low, start + 4, end)
    if tail:
        end = tail.start()
    return text[start:end].strip(), (start, end)

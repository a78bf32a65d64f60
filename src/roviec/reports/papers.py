"""A report as an official document, in the order that offices write it in. Papers are Vietnamese whatever the reader's language."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils import translation

from roviec.core.calendars import VIETNAM
from roviec.core.reporting import Line, Share, Sums, grouped
from roviec.meetings.papers import place_of
from roviec.paper.official import Block, Heading, OfficialDocument, Paragraph, Table
from roviec.reports.queries import Page
from roviec.reports.words import SECTIONS, period_words

FOUR = ("done_on_time", "done_late", "open_on_time", "open_late")
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")
MOST_ROWS = 60
MOST_SHARES = 25
MOST_NAMED = 3  # units of the same work said by name; more are counted, and named in the annex
BY_UNIT = ("TT", "Đơn vị chủ trì", "Tổng số", "Hoàn thành đúng hạn", "Hoàn thành quá hạn", "Trong hạn", "Quá hạn")


def report(page: Page) -> OfficialDocument:
    """As it stands on the page: a draft has no number and no date."""
    with translation.override("vi"):
        return _report(page)


def _report(page: Page) -> OfficialDocument:
    found = page.report
    when = period_words(found.period, found.starts_on, found.ends_on)
    parts: list[tuple[str, list[Block]]] = [
        ("TÌNH HÌNH THỰC HIỆN", _situation(page, when)),
        ("KẾT QUẢ NỔI BẬT", _results(page)),
        ("NHIỆM VỤ QUÁ HẠN, NGUYÊN NHÂN", _late(page.late)),
        ("NHIỆM VỤ SẮP ĐẾN HẠN, NGUY CƠ QUÁ HẠN", _soon(page.soon)),
        (SECTIONS["difficulties"].upper(), _text(found.texts.get("difficulties", ""))),
        (SECTIONS["proposals"].upper(), _text(found.texts.get("proposals", ""))),
        (SECTIONS["next"].upper(), _next(page)),
    ]
    blocks: list[Block] = []
    if found.recalled_at:
        day = found.recalled_at.astimezone(VIETNAM)
        blocks.append(Paragraph(f"ĐÃ THU HỒI ngày {day:%d/%m/%Y}. Lý do: {found.recall_reason}"))
    for n, (title, inside) in enumerate((title, inside) for title, inside in parts if inside):
        blocks += [Heading(f"{ROMAN[n]}. {title}"), *inside]
    return OfficialDocument(
        body=found.body.name,
        number=found.number,
        place=place_of(found.body),
        on=found.issued_on,
        kind="Báo cáo",
        subject=found.title,
        blocks=blocks,
        recipients=[line.strip() for line in found.recipients.splitlines() if line.strip()],
        signer_title=found.signer_post.title if found.signer_post else "",
        signer=found.signer_name,
    )


def _situation(page: Page, when: str) -> list[Block]:
    now, before = page.sums, page.before
    said = (
        f"Tính đến {_instant(page.closing)}, trong {when} có {now.total} nhiệm vụ, trong đó: hoàn thành đúng hạn {_of(now.done_on_time, now)}, "
        f"hoàn thành quá hạn {_of(now.done_late, now)}, đang thực hiện trong hạn {_of(now.open_on_time, now)}, đang thực hiện quá hạn "
        f"{_of(now.open_late, now)}. Giao mới trong kỳ {page.given} nhiệm vụ."
    )
    if before.total:
        said += f" So với kỳ trước: hoàn thành {_more(now.done, before.done)}, quá hạn {_more(now.open_late, before.open_late)}."
    if now.suspended:
        said += f" Tạm dừng {now.suspended} nhiệm vụ."
    blocks: list[Block] = [
        *_text(page.report.texts.get("situation", "")),
        Heading("1. Kết quả chung", 2),
        Paragraph(said),
    ]
    whole = page.whole
    if whole.total != now.total:
        scope = "Lũy kế từ khi giao" if page.report.plan_id else "Lũy kế từ đầu năm"
        blocks.append(
            Paragraph(
                f"{scope}: {whole.total} nhiệm vụ, hoàn thành {whole.done} (đúng hạn {whole.done_on_time}, quá hạn {whole.done_late})."
            )
        )
    blocks += [Heading("2. Theo đơn vị chủ trì", 2), _shares(page.units, "Đơn vị chủ trì")]
    if len(page.plans) > 1:
        blocks += [Heading("3. Theo nội dung", 2), _shares(page.plans, "Chương trình, kế hoạch")]
    return blocks


def _results(page: Page) -> list[Block]:
    """The drafter's words, else what was finished with its product."""
    written = _text(page.report.texts.get("results", ""))
    if written or not page.done:
        return written
    groups = grouped(page.done)
    return [Paragraph(f"- {_sentence(one)}") for one in groups[:MOST_ROWS]] + _rest(groups)


def _late(lines: Sequence[Line]) -> list[Block]:
    if not lines:
        return []
    groups = grouped(lines)
    rows = [
        (str(n), one[0].title, _who(one), _head(one), _day(one[0].due), str(one[0].days_late), one[0].cause)
        for n, one in enumerate(groups[:MOST_ROWS], 1)
    ]
    headers = ("TT", "Nhiệm vụ", "Chủ trì", "Người đứng đầu", "Hạn", "Số ngày quá hạn", "Nguyên nhân")
    return [Table(headers, rows, (2, 13, 7, 7, 6, 4, 7)), *_rest(groups)]


def _soon(lines: Sequence[Line]) -> list[Block]:
    if not lines:
        return []
    groups = grouped(lines)
    rows = [
        (str(n), one[0].title, _who(one), _day(one[0].due), "Nguy cơ quá hạn" if one[0].at_risk else "Sắp đến hạn")
        for n, one in enumerate(groups[:MOST_ROWS], 1)
    ]
    return [Table(("TT", "Nhiệm vụ", "Chủ trì", "Hạn", "Dự báo"), rows, (3, 16, 9, 6, 6)), *_rest(groups)]


def _next(page: Page) -> list[Block]:
    written = _text(page.report.texts.get("next", ""))
    if not page.next:
        return written
    groups = grouped(page.next)
    rows = [(str(n), one[0].title, _who(one), _day(one[0].due)) for n, one in enumerate(groups[:MOST_ROWS], 1)]
    return [
        *written,
        Table(("TT", "Nhiệm vụ đến hạn trong kỳ tới", "Chủ trì", "Hạn"), rows, (3, 20, 10, 6)),
        *_rest(groups),
    ]


def _text(text: str) -> list[Block]:
    return [Paragraph(text)] if text else []


def _rest(groups: Sequence[Sequence[Line]]) -> list[Block]:
    left = sum(len(one) for one in groups[MOST_ROWS:])
    return [Paragraph(f"(và {left} nhiệm vụ khác trong phụ lục)")] if left else []


def _who(group: Sequence[Line]) -> str:
    """The leads of the same work: by name while they are few."""
    names = list(dict.fromkeys(line.unit_name for line in group))
    return "; ".join(names) if len(names) <= MOST_NAMED else f"{len(names)} đơn vị (danh sách trong phụ lục)"


def _head(group: Sequence[Line]) -> str:
    heads = list(dict.fromkeys(line.head or "(khuyết)" for line in group))
    return "; ".join(heads) if len(heads) <= MOST_NAMED else "Người đứng đầu từng đơn vị (phụ lục)"


def _shares(shares: Sequence[Share], first: str) -> Table:
    headers = ("TT", first, *BY_UNIT[2:])
    rows = [
        (str(n), one.name or "(chưa rõ)", *(str(getattr(one.sums, name)) for name in ("total", *FOUR)))
        for n, one in enumerate(shares[:MOST_SHARES], 1)
    ]
    if rest := shares[MOST_SHARES:]:
        left = (str(sum(getattr(one.sums, name) for one in rest)) for name in ("total", *FOUR))
        rows.append(("", f"{len(rest)} đơn vị khác (phụ lục)", *left))
    return Table(headers, rows, (3, 14, 5, 6, 6, 5, 5))


def share_rows(shares: Iterable[Share]) -> list[tuple[str | int, ...]]:
    """Name, sum and the four, for a workbook."""
    return [(one.name, *(getattr(one.sums, name) for name in ("total", *FOUR))) for one in shares]


def _sentence(group: Sequence[Line]) -> str:
    line = group[0]
    if len(group) > 1:
        days = sorted(one.finished_at for one in group if one.finished_at)
        return (
            f"{_who(group)}: {line.title.rstrip('.; ')}; hoàn thành từ ngày {_day(days[0])} đến ngày {_day(days[-1])}."
        )
    product = f" ({line.product.rstrip('.; ')})" if line.product else ""
    return f"{line.unit_name}: {line.title.rstrip('.; ')}{product}; hoàn thành ngày {_day(line.finished_at)}."


def _of(n: int, whole: Sums) -> str:
    return f"{n} ({n * 100 / whole.total:.1f}%)".replace(".", ",") if whole.total else str(n)


def _more(now: int, before: int) -> str:
    return f"tăng {now - before}" if now > before else f"giảm {before - now}" if before > now else "không đổi"


def _day(instant: datetime | None) -> str:
    return f"{instant.astimezone(VIETNAM):%d/%m/%Y}" if instant else "–"


def _instant(at: datetime) -> str:
    local = at.astimezone(VIETNAM)
    return (
        f"hết ngày {local:%d/%m/%Y}"
        if (local.hour, local.minute) == (23, 59)
        else f"{local:%H} giờ {local:%M} ngày {local:%d/%m/%Y}"
    )

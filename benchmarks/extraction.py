"""Reading measured: right, sure, fast. `python -m benchmarks.extraction` prints the tables of docs and CI.

The labelled documents in `tests/directives/samples` are the development set. No parameter is learnt from them: the rules are
words and grammars, so leaving a document out changes nothing and leave-one-out figures equal these. What they cannot show is
how an unseen document is read; the cases in `tests/extraction/cases.jsonl` were written without them, and the documents in
`tests/extraction/unseen` were written and labelled before anything read them (`AT_FIRST_SIGHT`), then used to find general faults.
"""

import io
import json
import resource
import subprocess
import sys
import time
from pathlib import Path

import docx
import xlsxwriter

from benchmarks.scoring import Assignment, Score, score
from benchmarks.written import built
from roviec.core.extraction.extract import extract
from roviec.core.extraction.proposals import as_line
from roviec.directives.readers import read_document
from roviec.directives.readers.child import read_in_child

SAMPLES = Path(__file__).parent.parent / "tests" / "directives" / "samples"
SOURCES = (("table", {"table"}), ("prose+labels", {"prose", "labels"}), ("all", {"table", "prose", "labels"}))
UNSEEN = Path(__file__).parent.parent / "tests" / "extraction" / "unseen"
# Strict F1, part marked sure, and part of the sure that was right, when each series was read for the first time.
AT_FIRST_SIGHT = {
    "u": (0.892, 0.865, 0.945),
    "v": (0.711, 0.622, 0.783),
    "w": (0.918, 0.759, 1.000),
    "x": (0.744, 0.429, 0.889),
    "y": (0.700, 0.854, 0.788),
    "z": (0.875, 0.646, 0.968),
    "a": (0.824, 0.850, 0.912),
}
PAGES, ROWS = 100, 5_000
LIMITS = {"document": 2.0, "workbook": 3.0, "megabytes": 300}


def labelled(stem: str) -> list[Assignment]:
    return [json.loads(line) for line in (SAMPLES / f"{stem}.gold.jsonl").read_text(encoding="utf-8").splitlines()]


def proposed(path: Path) -> list[Assignment]:
    extraction = extract(read_document(path.read_bytes(), path.name))
    return [as_line(p, f"{path.stem}#{n}") for n, p in enumerate(extraction.proposals, 1)]


def scores() -> dict[str, dict[str, Score]]:
    """By document and by source: table, prose+labels, all."""
    out = {}
    for path in sorted(SAMPLES.glob("*.gold.jsonl")):
        stem = path.name.removesuffix(".gold.jsonl")
        gold, found = labelled(stem), proposed(SAMPLES / f"{stem}.docx")
        out[stem] = {
            name: score([g for g in gold if g["source"] in kinds], [p for p in found if p["source"] in kinds])
            for name, kinds in SOURCES
        }
    return out


def unseen_scores() -> dict[str, Score]:
    """By series of the documents written for this benchmark."""
    out = {series: Score() for series in AT_FIRST_SIGHT}
    for path in sorted(UNSEEN.glob("*.txt")):
        gold = [json.loads(line) for line in path.with_suffix(".gold.jsonl").read_text(encoding="utf-8").splitlines()]
        found = extract(read_document(*built(path))).proposals
        out[path.stem[0]] += score(gold, [as_line(p, f"{path.stem}#{n}") for n, p in enumerate(found, 1)])
    return out


def pooled(by_document: dict[str, dict[str, Score]]) -> dict[str, Score]:
    return {name: sum((s[name] for s in by_document.values()), Score()) for name, _ in SOURCES}


def _line(name: str, s: Score) -> str:
    share = lambda n: f"{n / s.found:.3f}" if s.found else "  -  "  # noqa: E731
    return (
        f"{name:22} {s.gold:5} {s.proposed:5} {s.found_f1:6.3f} {share(s.leads):>6} {share(s.supports):>6} {share(s.due):>6}"
        f" {s.strict_f1:6.3f} {s.sure_share:6.3f} {s.sure_precision:6.3f}"
    )


def print_scores() -> None:
    by_document = scores()
    print(
        f"{'':22} {'gold':>5} {'prop.':>5} {'found':>6} {'leads':>6} {'supp.':>6} {'due':>6} {'strict':>6} {'sure':>6} {'right':>6}"
    )
    for stem, by_source in by_document.items():
        print(_line(stem, by_source["all"]))
    for name, total in pooled(by_document).items():
        print(_line(f"pooled, {name}", total))
    for series, total in unseen_scores().items():
        strict, sure, right = AT_FIRST_SIGHT[series]
        print(_line(f"written, series {series}", total), f" at first sight {strict:.3f} {sure:.3f} {right:.3f}")
    print("sure: part of what was found that is marked sure; right: part of the sure with the right leads and due date")


def long_document(pages: int = PAGES) -> bytes:
    """A Word file of about `pages` pages (500 words each): the running text of a sample, over and over, varied."""
    source = docx.Document(str(SAMPLES / "tb-624a.docx"))
    paragraphs = [p.text for p in source.paragraphs if p.text.strip()]
    document = docx.Document()
    words = 0
    while words < pages * 500:
        for text in paragraphs:
            # No two paragraphs alike, so that nothing is remembered from one to the next.
            document.add_paragraph(text.replace(" và ", f" {words} và "))
            words += len(text.split())
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def large_workbook(rows: int = ROWS) -> bytes:
    """A tracking table of `rows` tasks with group rows."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("Theo dõi")
    headings = ["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời hạn hoàn thành", "Kết quả", "Tiến độ"]
    sheet.write_row(0, 0, headings)
    for n in range(1, rows + 1):
        if n % 100 == 1:
            sheet.merge_range(n, 0, n, 6, f"Nhóm nhiệm vụ {n // 100 + 1}")
            continue
        sheet.write_row(
            n, 0,
            [n, f"Rà soát, hoàn thiện hồ sơ số {n} theo quy định", f"Sở số {n % 20}; UBND các xã, phường", "Sở Tài chính, Sở Nội vụ và các đơn vị liên quan",
             f"{n % 28 + 1:02d}/{n % 12 + 1:02d}/2026", "Báo cáo", "Đang thực hiện"],
        )  # fmt: skip
    book.close()
    return out.getvalue()


def timed(data: bytes, filename: str) -> tuple[float, float, float, int]:
    """Seconds to read and extract in this process, of them computing, seconds through the child, and how many assignments."""
    begin, computing = time.perf_counter(), time.process_time()
    found = extract(read_document(data, filename)).proposals
    direct, computing = time.perf_counter() - begin, time.process_time() - computing
    begin = time.perf_counter()
    extract(read_in_child(data, filename))
    return direct, computing, time.perf_counter() - begin, len(found)


def measured(name: str) -> dict[str, float]:
    """One of the two large files in a process of its own, for a clean figure of memory."""
    run = subprocess.run(
        [sys.executable, "-m", "benchmarks.extraction", "--measure", name], capture_output=True, text=True, check=True
    )
    result: dict[str, float] = json.loads(run.stdout)
    return result


def _measure(name: str) -> None:
    data = long_document() if name == "document" else large_workbook()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    direct, computing, child, count = timed(data, "long.docx" if name == "document" else "large.xlsx")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    of_child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(
        json.dumps(
            {
                "seconds": direct,
                "computing": computing,
                "in_child": child,
                "count": count,
                "megabytes": peak,
                "made_with": before,
                "child_megabytes": of_child,
            }
        )
    )


def main() -> None:
    if sys.argv[1:2] == ["--measure"]:
        _measure(sys.argv[2])
        return
    print_scores()
    for name, what in (("document", f"{PAGES}-page document"), ("workbook", f"{ROWS}-row workbook")):
        m = measured(name)
        print(
            f"{what}: {m['seconds']:.2f} s, {m['computing']:.2f} s of it computing (limit {LIMITS[name]}), through the child"
            f" {m['in_child']:.2f} s, {m['count']:.0f} assignments,"
            f" peak {m['megabytes']:.0f} MB, of the child {m['child_megabytes']:.0f} MB (limit {LIMITS['megabytes']})"
        )


if __name__ == "__main__":
    main()

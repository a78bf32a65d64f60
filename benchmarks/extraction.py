"""Reading measured: right, sure, fast. `python -m benchmarks.extraction` prints the tables of docs and CI.

What is right is kept in `extraction.json` beside this file (`--keep` writes it); a test of the suite fails when a figure
falls below what is kept there. `--left-out` reads each labelled document also with rules that have not seen it, and all of
them with words taken away at random.
"""

import io
import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import docx
import xlsxwriter

from benchmarks.labelled import AT_FIRST_SIGHT, SAMPLES, pooled, scores, stems, unseen_scores
from benchmarks.said_differently import WAYS, score_said
from benchmarks.thinned import SEEDS
from roviec.core.extraction.extract import extract
from roviec.directives.readers import read_document
from roviec.directives.readers.child import read_in_child

KEPT = Path(__file__).with_name("extraction.json")
PAGES, ROWS = 100, 5_000
LIMITS = {"document": 2.0, "workbook": 3.0, "megabytes": 300}
_FIGURES = ("gold", "found", "strict", "sure", "right")

Figures = dict[str, Any]


def kept() -> Figures:
    """The figures reached when they were last kept."""
    result: Figures = json.loads(KEPT.read_text(encoding="utf-8"))
    return result


def reached() -> Figures:
    """The figures of now: by document and source, of all together, by written series, and said differently."""
    documents = scores()
    return {
        "documents": {stem: {name: s.figures() for name, s in found.items()} for stem, found in documents.items()},
        "together": {name: s.figures() for name, s in pooled(documents).items()},
        "written": {
            series: {name: s.figures() for name, s in found.items()} for series, found in unseen_scores().items()
        },
        "said differently": {name: score_said(way).figures() for name, way in WAYS.items()},
    }


def left_out() -> Figures:
    """Each document read without the words that it alone supports, and how many those are."""
    found = {}
    for stem in stems():
        run = subprocess.run(
            [sys.executable, "-m", "benchmarks.leave_one_out", stem], capture_output=True, text=True, check=True
        )
        found[stem] = json.loads(run.stdout)
    return found


def thinned() -> Figures:
    """Everything together, read with a part of the words taken away at random."""
    found = {}
    for seed in SEEDS:
        run = subprocess.run(
            [sys.executable, "-m", "benchmarks.thinned", str(seed)], capture_output=True, text=True, check=True
        )
        found[f"words away, {seed}"] = json.loads(run.stdout)
    return found


def lower(now: Any, before: Any, name: str = "") -> list[str]:
    """The figures of `now` that are below those of `before`, as sentences."""
    if not isinstance(before, dict):
        falls = name.rsplit(" ", 1)[-1] in _FIGURES[1:] and now < before
        return [f"{name} was {before}, is {now}"] if falls else []
    return [line for key in before for line in lower(now[key], before[key], f"{name} {key}".strip())]


def print_figures(figures: Figures) -> None:
    print(f"{'':40} " + " ".join(f"{name:>6}" for name in _FIGURES))

    def line(name: str, row: Figures, behind: str = "") -> None:
        print(f"{name:40} {row['gold']:6} " + " ".join(f"{row[f]:6.3f}" for f in _FIGURES[1:]) + behind)

    for stem, found in figures["documents"].items():
        line(stem, found["all"])
        for source in ("table", "prose+labels"):
            if 0 < found[source]["gold"] < found["all"]["gold"]:
                line(f"  {source}", found[source])
    for name, row in figures["together"].items():
        line(f"together, {name}", row)
    for stem, out in figures.get("left out", {}).items():
        line(f"{stem}, without its {out['left_out']} own words", out["score"])
    for name, row in figures["said differently"].items():
        line(f"together, {name}", row)
    for name, row in figures.get("thinned", {}).items():
        line(f"together and written, {name}", row)
    for series, found in figures["written"].items():
        strict, sure, right = AT_FIRST_SIGHT[series]
        line(
            f"written, series {series}",
            found["all"],
            f"  at first sight strict {strict:.3f} sure {sure:.3f} right {right:.3f}",
        )
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
    if {"--left-out", "--keep"} & set(sys.argv):
        slow = {"left out": left_out(), "thinned": thinned()}
    else:
        slow = {key: kept()[key] for key in ("left out", "thinned")}
    figures = {**reached(), **slow}
    print_figures(figures)
    for line in lower(figures, kept()) if KEPT.exists() else ():
        print(f"lower than kept: {line}")
    if "--keep" in sys.argv:
        KEPT.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    for name, what in (("document", f"{PAGES}-page document"), ("workbook", f"{ROWS}-row workbook")):
        m = measured(name)
        print(
            f"{what}: {m['seconds']:.2f} s, {m['computing']:.2f} s of it computing (limit {LIMITS[name]}), through the child"
            f" {m['in_child']:.2f} s, {m['count']:.0f} assignments,"
            f" peak {m['megabytes']:.0f} MB, of the child {m['child_megabytes']:.0f} MB (limit {LIMITS['megabytes']})"
        )


if __name__ == "__main__":
    main()

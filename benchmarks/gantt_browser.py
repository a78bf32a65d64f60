"""A plan of ten thousand rows in a real browser: until the first rows are seen, how it scrolls, searches and groups, and its heap.

    python -m benchmarks.gantt_browser [--tasks 10000] [--pictures FOLDER]

Serves a city of its own from SQLite with one plan of so many tasks (a twentieth of them wholes) and as many links, opens its chart
in headless Chromium and prints seconds and MB. Needs Chromium (the development environment has Playwright); without it a sentence.
Frames are those that the browser drew while the chart scrolled by itself: the machine's other work lengthens them, so the share of
its processors that was free is printed beside.
"""

import argparse
import itertools
import os
import sys
import time
from datetime import timedelta
from pathlib import Path

from benchmarks import house  # noqa: F401  first: it sets Django up

# isort: split

from playwright.sync_api import CDPSession, Page, sync_playwright

from benchmarks.city import PLAN, City
from benchmarks.city_sql import uuid_of
from benchmarks.load import ask, ended, family_of, free_port, started
from benchmarks.pages import prepare, signed_in
from roviec.custody.models import Clock
from roviec.ledger.ids import new_id
from roviec.web import clock
from roviec.work.models import Dependency, Plan, Task
from tests.journeys import chromium

CITY = City(800, 2000)
PARTS = 19  # below each whole
PAINTED = (
    "document.querySelectorAll('.gantt_row_task').length > 5 && document.querySelector('.gantt-marks .gantt-today')"
)
ROWS_CAME = """performance.getEntriesByType('resource').filter((one) => one.name.includes('gantt.json'))
  .map((one) => [one.startTime, one.responseStart, one.responseEnd, one.decodedBodySize])[0]"""
# Scrolls from top to bottom, a screen and a half at each frame; gives the milliseconds between frames.
SCROLL = """(frames) => new Promise((done) => {
  const took = []; let last = performance.now(); let y = 0;
  const step = (now) => {
    took.push(now - last); last = now; y += 260;
    gantt.scrollTo(null, y);
    if (took.length < frames) requestAnimationFrame(step); else done(took.slice(1));
  };
  requestAnimationFrame(step);
})"""


def long_plan(tasks: int) -> Plan:
    """A plan of the city with so many tasks, copied from its own: states, units and people as mixed as there."""
    now = clock.now()
    model = list(Task.objects.filter(state__in=("in_progress", "done", "assigned")).select_related("clock")[:1000])
    plan = Plan.objects.get(pk=uuid_of(PLAN, 0))
    plan.pk, plan.title, plan.code = new_id(), "Kế hoạch thử có rất nhiều nhiệm vụ", "10000/KH-UBND"
    plan._state.adding = True
    plan.save(force_insert=True)
    clocks, made, whole = [], [], None
    for n in range(tasks):
        like = model[n % len(model)]
        pk = new_id()
        first = now + timedelta(days=n % 700 - 350)
        due = first + timedelta(days=5 + n % 40)
        kept = {field.attname: getattr(like.clock, field.attname) for field in Clock._meta.concrete_fields}
        done = due < now - timedelta(days=30) or (due < now and n % 3)  # what is late has been so for a month at most
        closed = (
            {"closed_at": due - timedelta(days=n % 3), "closing": "done"}
            if done
            else {"closed_at": None, "closing": ""}
        )
        kept |= {
            "id": pk,
            "due": due,
            "due_original": due,
            "started_at": first,
            "soon_from": due - timedelta(days=3),
            "finished_at": closed["closed_at"],
            "late_since": due if due < now and not done else None,
        } | closed
        clocks.append(Clock(**kept))
        is_whole = n % (PARTS + 1) == 0
        copied = {field.attname: getattr(like, field.attname) for field in Task._meta.concrete_fields}
        copied |= {
            "id": pk, "clock_id": pk, "plan_id": plan.pk, "parent_id": None if is_whole else whole, "series_id": None, "period": "",
            "order": n, "number": str(n // (PARTS + 1) + 1) if is_whole else "", "state": "done" if closed["closed_at"] else "in_progress",
            "planned_start": first.date(), "planned_end": due.date() - timedelta(days=n % 4), "progress": 100 if closed["closed_at"] else n % 90,
        }  # fmt: skip
        made.append(Task(**copied))
        whole = pk if is_whole else whole
    Clock.objects.bulk_create(clocks, batch_size=500)
    Task.objects.bulk_create(made, batch_size=500)
    links = [
        Dependency(plan=plan, before=one, after=other, created_at=now)
        for one, other in itertools.pairwise(made)
        if one.parent_id and other.parent_id
    ]
    Dependency.objects.bulk_create(links, batch_size=500)
    print(f"{tasks} tasks, {len(links)} links", flush=True)
    return plan


def idle_share(seconds: float) -> float:
    """Of all processors, while we wait for so long."""

    def read() -> tuple[int, int]:
        numbers = [int(part) for part in Path("/proc/stat").read_text(encoding="ascii").splitlines()[0].split()[1:]]
        return sum(numbers), numbers[3] + numbers[4]

    all_before, idle_before = read()
    time.sleep(seconds)
    all_after, idle_after = read()
    return (idle_after - idle_before) / max(1, all_after - all_before)


def heap(session: CDPSession) -> float:
    """MB in use after a collection."""
    session.send("HeapProfiler.collectGarbage")
    return session.send("Runtime.getHeapUsage")["usedSize"] / 2**20


def timed(page: Page, act: str, until: str) -> float:
    """Seconds from a step in the page until something is true there, looked at in each frame."""
    watch = """([act, until]) => new Promise((done) => {
      const began = performance.now(); (0, eval)(act);
      const look = () => ((0, eval)(until) ? requestAnimationFrame(() => done(performance.now() - began)) : requestAnimationFrame(look));
      look();
    })"""
    return page.evaluate(watch, [act, until]) / 1000


def worked(pid: int) -> float:
    """CPU seconds of the server's processes until now."""
    spent = 0
    for one in family_of(pid):
        fields = Path(f"/proc/{one}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
        spent += int(fields[11]) + int(fields[12])
    return spent / os.sysconf("SC_CLK_TCK")


def drawn(session: CDPSession) -> float:
    """Seconds that the page's own thread has worked since the page was opened."""
    metrics = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    return metrics["TaskDuration"]


def measure(page: Page, path: str, server: int) -> None:
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    for run in ("first", "again"):
        served, browser, began = worked(server), drawn(session), time.perf_counter()
        page.goto(path, wait_until="commit")
        page.wait_for_function(PAINTED, polling="raf")
        page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        wall = time.perf_counter() - began
        served, browser = worked(server) - served, drawn(session) - (browser if drawn(session) > browser else 0)
        print(f"rows seen ({run}): {wall:.2f} s; CPU: server {served:.2f} s, page {browser:.2f} s", flush=True)
    marks = page.evaluate(ROWS_CAME)
    started_at, answered, read, size = marks
    print(
        f"of that the rows: asked at {started_at:.0f} ms, server {answered - started_at:.0f} ms, read by {read:.0f} ms, {size / 1e6:.1f} MB",
        flush=True,
    )
    page.wait_for_timeout(500)
    print(f"heap: {heap(session):.0f} MB", flush=True)
    print(f"elements on the page: {page.evaluate('document.querySelectorAll(`*`).length')}")
    free = idle_share(2)
    took = sorted(page.evaluate(SCROLL, 120))
    p50, p95 = (took[int(len(took) * share)] for share in (0.5, 0.95))
    print(
        f"scrolling: frame p50 {p50:.0f} ms, p95 {p95:.0f} ms, slowest {took[-1]:.0f} ms ({free:.0%} of the processors free)"
    )
    print(f"search: {timed(page, search('so 77'), FOUND) - 0.22:.2f} s")
    print(f"search taken back: {timed(page, search(''), 'gantt.getVisibleTaskCount() > 1000') - 0.22:.2f} s")
    print(f"group by unit: {timed(page, pick('group', 'lead'), GROUPED):.2f} s")
    print(f"no groups: {timed(page, pick('group', ''), '!(' + GROUPED + ')'):.2f} s")
    print(f"zoom: {timed(page, 'document.querySelector(`[data-gantt-zoom=day]`).click()', 'true'):.2f} s")
    print(f"heap after that: {heap(session):.0f} MB", flush=True)


FOUND = "gantt.getVisibleTaskCount() < 1000"
GROUPED = "Boolean(document.querySelector('.gantt-row--group'))"


def search(text: str) -> str:
    find = f"var field = document.querySelector('[data-gantt-search]'); field.value = '{text}';"
    return find + "field.dispatchEvent(new Event('input', {bubbles: true}))"


def pick(name: str, value: str) -> str:
    return f"var one = document.querySelector('[data-gantt-{name}]'); one.value = '{value}'; one.dispatchEvent(new Event('change', {{bubbles: true}}))"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tasks", type=int, default=10_000)
    parser.add_argument("--pictures", type=Path, help="folder for a picture of the chart at 1280 and 390 px")
    arguments = parser.parse_args()
    if obstacle := chromium.why_not():
        print(obstacle)
        return 0
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright runs a loop in this thread
    prepare(CITY, clock.now())
    plan = long_plan(arguments.tasks)
    client = signed_in(CITY.account(CITY.leaves + CITY.wards))
    cookie = client.cookies["sessionid"].value
    path, port = f"/ke-hoach/{plan.pk}/gantt/", free_port()
    server = started("serve", "--port", str(port), "--workers", "1")
    try:
        for _ in range(120):
            try:
                ask(port, path, f"sessionid={cookie}", time.monotonic())
                break
            except OSError:
                time.sleep(0.5)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.ARGUMENTS)
            for width, height in ((1280, 900), (390, 844)) if arguments.pictures else ((1280, 900),):
                context = browser.new_context(
                    base_url=f"http://127.0.0.1:{port}",
                    locale="vi-VN",
                    viewport={"width": width, "height": height},
                    bypass_csp=True,
                )  # steps are evaluated from outside
                context.add_cookies([{"name": "sessionid", "value": cookie, "url": f"http://127.0.0.1:{port}"}])
                page = context.new_page()
                page.set_default_timeout(120_000)
                if width == 1280:
                    measure(page, path, server.pid)
                if arguments.pictures:
                    page.goto(path)
                    page.wait_for_function("document.querySelectorAll('.gantt_row_task').length > 3")
                    page.evaluate("document.querySelector('.gantt-frame').scrollIntoView()")
                    page.wait_for_timeout(500)
                    page.screenshot(path=arguments.pictures / f"gantt-10000-{width}.png")
                context.close()
            browser.close()
    finally:
        ended(server)
    return 0


if __name__ == "__main__":
    sys.exit(main())

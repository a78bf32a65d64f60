"""The web server (a process for each core) under 20 requests a second, and the memory of a web process and of the worker.

    python -m tests.postgres python -m benchmarks.load --officers 100000 --tasks 1000000

Requests are sent at their time whether or not the earlier ones are answered, and their latency counts from that time. Of a hundred
requests officers make 60, heads of units 20, trackers and leaders of wards 16, heads of departments and the city's office 4; each asks for
its day and a task twice as often as for its unit (or board) and a plan. Memory is read after at least 500 requests, and after five ticks.
"""

import argparse
import http.client
import itertools
import os
import random
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks import house

# isort: split

from benchmarks.city import City
from benchmarks.measuring import memory_mb
from benchmarks.pages import addresses, prepare
from roviec.jobs.models import Heartbeat
from roviec.web import clock

THREADS = 24
# Page -> how often; who -> out of a hundred requests.
PAGES = {"my day": 2, "task": 2, "plan": 1, "unit": 1, "tracker": 1, "leader": 1}
PEOPLE = {
    "officer": 60,
    "head": 20,
    "tracker of a ward": 8,
    "leader of a ward": 8,
    "head of a department": 2,
    "tracker of the city": 2,
}
MIX = 1_000
ROVIEC = Path(sys.executable).with_name("roviec")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def started(*arguments: str, **environment: str) -> subprocess.Popen:
    with Path(house.FOLDER.name, f"{arguments[0]}.log").open("wb") as log:
        return subprocess.Popen([ROVIEC, *arguments], env=os.environ | environment, stdout=log, stderr=log)


def ended(process: subprocess.Popen) -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()


def family_of(pid: int) -> list[int]:
    """The process and those below it."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return [pid, *(found for child in children for found in family_of(int(child)))]


def ask(port: int, path: str, cookie: str, due: float) -> float:
    """Seconds from when the request was due to its last byte."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers={"Cookie": cookie})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    if answer.status != 200:
        raise SystemExit(f"{path} answers {answer.status}")
    return time.monotonic() - due


def send(port: int, rate: float, count: int, asked: list[tuple[str, str]]) -> list[float]:
    with ThreadPoolExecutor(THREADS) as pool:
        began = time.monotonic()
        answers = []
        for n, (path, cookie) in zip(range(count), itertools.cycle(asked), strict=False):
            due = began + n / rate
            time.sleep(max(0, due - time.monotonic()))
            answers.append(pool.submit(ask, port, path, cookie, due))
        return sorted(answer.result() for answer in answers)


def mix(city: City) -> list[tuple[str, str]]:
    """Requests as (path, cookie), in the shares of PEOPLE and PAGES and the same order every time."""
    shares = []
    for who, client, pages in addresses(city):
        cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
        asked = [pages[page] for page, times in PAGES.items() if page in pages for _ in range(times)]
        shares += [(PEOPLE.get(who, 0) / len(asked), (path, cookie)) for path in asked]
    return random.Random(20).choices([one for _share, one in shares], [share for share, _one in shares], k=MIX)


def web(city: City, rate: float, seconds: float) -> None:
    asked = mix(city)
    print("of a hundred requests:", ", ".join(f"{share} {who}" for who, share in PEOPLE.items()))
    print("each asks:", ", ".join(f"{page} {times}" for page, times in PAGES.items()), flush=True)
    port = free_port()
    server = started("serve", "--port", str(port), "--workers", str(os.cpu_count() or 1))
    try:
        for _ in range(120):
            try:
                ask(port, asked[0][0], asked[0][1], time.monotonic())
                break
            except OSError:
                time.sleep(0.5)
        send(port, rate, 5 * int(rate), asked)
        took = send(port, rate, int(rate * seconds), asked)
        more = max(0, 500 - len(took) - 5 * int(rate))
        send(port, rate, more, asked)
        web_process = max(memory_mb(pid) for pid in family_of(server.pid))
    finally:
        ended(server)
    p50, p95 = (took[int(len(took) * share)] * 1000 for share in (0.5, 0.95))
    print(f"{rate:.0f} requests a second: p50 {p50:.0f} ms, p95 {p95:.0f} ms, slowest {took[-1] * 1000:.0f} ms")
    print(f"web process after 500 requests: {web_process:.0f} MB", flush=True)


def worker(ticks: int) -> None:
    process = started("worker", ROVIEC_TICK_SECONDS="1")
    try:
        # The first tick tells a whole city that was filled at once.
        for _ in range(1800):
            time.sleep(1)
            beat = Heartbeat.objects.order_by("-tick").first()
            if beat is not None and beat.tick > ticks:
                break
        print(
            f"worker after {beat.tick - 1 if beat else 0} ticks: {memory_mb(process.pid):.0f} MB, last tick {beat.busy_ms if beat else 0} ms"
        )
    finally:
        ended(process)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--officers", type=int, default=10_000)
    parser.add_argument("--tasks", type=int, default=100_000)
    parser.add_argument("--rate", type=float, default=20)
    parser.add_argument("--seconds", type=float, default=20)
    arguments = parser.parse_args()
    city = City(arguments.officers, arguments.tasks)
    prepare(city, clock.now())
    web(city, arguments.rate, arguments.seconds)
    worker(5)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

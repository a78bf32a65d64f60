"""The worker: a loop that ticks. One process, no broker; a second one beside it takes over whatever the first leaves.

A tick that does not happen costs nothing but time: the next one finds the same facts and does what is missing.
"""

import gc
import logging
import os
import socket
import threading
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache, partial

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection

from roviec.alerts.channels import CHANNELS, outside
from roviec.alerts.queries.messages import waiting_messages
from roviec.jobs.actions import beat, sign_off, still_alive, take_wake, wake_done
from roviec.jobs.queries import worker_state
from roviec.jobs.silence import tell_of
from roviec.jobs.steps import STEPS, Job, Step
from roviec.ledger.system_time import system_now
from roviec.organisation.queries.actors import worker_actor
from roviec.web import clock

log = logging.getLogger("roviec.worker")
LOOK_EVERY = 1.0  # seconds between two looks for what is asked for
MESSAGES_PER_SENDER, MOST_SENDERS = 1_000, 8


class Worker:
    """`name` tells workers apart: host and process. `stop` is set from outside, by a signal."""

    def __init__(self, stop: threading.Event, steps: Sequence[Step] = STEPS, name: str = "") -> None:
        self.name = name or f"{socket.gethostname()}-{os.getpid()}"
        self.ticks = 0
        self._stop = stop
        self._steps = steps
        self._last: dict[str, datetime] = {}
        self._failing: set[str] = set()  # steps run by name whose last run met a problem
        self._beaten = 0.0
        # When the urgent steps last began, and whether they are being run between the commits of another one.
        self._hurried = 0.0
        self._hurrying = False

    def tick(self) -> list[str]:
        """One round of all steps; gives the problems. A step that fails is logged and named in the heartbeat, and stops no other."""
        started = time.monotonic()
        self.ticks += 1
        problems: list[str] = []
        if not connection.in_atomic_block:  # a connection that died or is too old is made anew
            connection.close_if_unusable_or_obsolete()
        if self.ticks == 1:
            # Whoever was before it fell silent without signing off: people learn of it now, if no page told them.
            self._guard("silence", lambda: tell_of(worker_state(system_now()), clock.now()), problems)
        self._guard("beat", self._sign_of_life, problems)
        self._hurried = started
        for step in self._steps:
            if self._stop.is_set():
                break
            self._guard(step.name, partial(self._run, step, problems), problems)
        busy = int((time.monotonic() - started) * 1000)
        note = "; ".join(dict.fromkeys(problem.split(":")[0] for problem in problems))
        self._guard("beat", lambda: beat(self.name, system_now(), tick=self.ticks, busy_ms=busy, note=note), problems)
        return problems

    def run_one(self, name: str) -> list[str]:
        """The steps of this name, now, whenever they ran last: somebody asks for them. Unknown names are ignored."""
        self.ticks += 1
        started = time.monotonic()
        problems: list[str] = []
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()
        self._guard("beat", lambda: beat(self.name, system_now(), tick=self.ticks), problems)
        self._hurried = started
        for step in [one for one in self._steps if one.name == name][:1]:
            self._last.pop(name, None)
            self._guard(name, partial(self._run, step, problems), problems)
        busy = int((time.monotonic() - started) * 1000)
        (self._failing.add if problems else self._failing.discard)(name)
        note = "; ".join(sorted(self._failing))
        self._guard("beat", lambda: beat(self.name, system_now(), tick=self.ticks, busy_ms=busy, note=note), problems)
        return problems

    def run_asked(self) -> None:
        """Between two ticks: what somebody asks for through the embedded engine."""
        while not self._stop.is_set():
            try:
                wake = take_wake(system_now())
            except (DatabaseError, InterfaceError):
                connection.close()  # the next tick says what is wrong
                return
            if wake is None:
                return
            self.run_one(wake.step)
            self._guard("wake", partial(wake_done, wake), [])

    def _run(self, step: Step, problems: list[str]) -> None:
        now = clock.now()
        if not step.is_due(self._last.get(step.name), now):
            return
        problems += step.run(
            Job(now=now, by=worker_actor(), stop=partial(self._between_commits, problems), halt=self._stop.is_set)
        )
        self._last[step.name] = now

    def _guard(self, name: str, act: Callable[[], object], problems: list[str]) -> None:
        try:
            act()
        except Exception as error:
            log.exception("step %s failed", name)
            problems.append(f"{name}: {error!r}")
            if isinstance(error, (DatabaseError, InterfaceError)):
                # The server may have gone away: the next step begins with a new connection.
                connection.close()

    def _between_commits(self, problems: list[str]) -> bool:
        """Asked by long steps: shows that the worker is alive, does what is urgent meanwhile, and says whether to stop."""
        if time.monotonic() - self._beaten > settings.TICK_SECONDS:
            self._sign_of_life()
        if not self._hurrying and time.monotonic() - self._hurried > settings.TICK_SECONDS:
            self._hurry(problems)
        return self._stop.is_set()

    def _hurry(self, problems: list[str]) -> None:
        """The urgent steps, each for one tick at most: after an outage a backlog takes many, and what becomes late now must not wait for it."""
        if connection.in_atomic_block:
            return
        self._hurrying = True
        try:
            for step in self._steps:
                if step.urgent and not self._stop.is_set():
                    until = time.monotonic() + settings.TICK_SECONDS

                    def enough(until: float = until) -> bool:
                        return self._between_commits([]) or time.monotonic() > until

                    self._guard(step.name, partial(self._run_until, step, enough, problems), problems)
        finally:
            self._hurrying, self._hurried = False, time.monotonic()

    def _run_until(self, step: Step, enough: Callable[[], bool], problems: list[str]) -> None:
        problems += step.run(Job(now=clock.now(), by=worker_actor(), stop=enough, halt=self._stop.is_set))

    def _sign_of_life(self) -> None:
        self._beaten = time.monotonic()
        if self.ticks == 1:
            beat(self.name, system_now(), tick=self.ticks)
        else:
            still_alive(self.name, system_now())

    def sign_off(self) -> None:
        self._guard("beat", lambda: sign_off(self.name), [])


def tell_watcher() -> None:
    """The dead man's signal: whoever watches from outside raises the alarm when it stays away. That it fails stops nothing here."""
    if settings.WATCHER_URL:
        try:
            outside.judge_answer(outside.request("GET", settings.WATCHER_URL))
        except (outside.Later, outside.Refused, outside.Invalid) as error:
            log.warning("the watcher was not reached: %s", error)


@cache
def this_worker() -> Worker:
    """The worker of a process that an engine calls."""
    return Worker(threading.Event())


def conduct(stop: threading.Event, ask: Callable[[str], None]) -> None:
    """With an engine of several machines: asks for each step when it is due, and for more senders when much waits. Runs nothing itself."""
    last: dict[str, datetime] = {}
    while not stop.is_set():
        started = time.monotonic()
        connection.close_if_unusable_or_obsolete()
        try:
            now = clock.now()
            for step in STEPS:
                if step.is_due(last.get(step.name), now):
                    ask(step.name)
            last = {step.name: now if step.is_due(last.get(step.name), now) else last[step.name] for step in STEPS}
            depth = waiting_messages(system_now(), list(CHANNELS)).count()
            for _n in range(min(depth // MESSAGES_PER_SENDER, MOST_SENDERS)):
                ask("send")
            # The beat itself runs nothing: only workers that are alive and met no problem keep the watcher quiet.
            state = worker_state(system_now())
            if state.alive and not state.note:
                tell_watcher()
        except (DatabaseError, InterfaceError):
            log.exception("the database cannot be asked what is due")
            connection.close()
        stop.wait(max(0.0, settings.TICK_SECONDS - (time.monotonic() - started)))


def run(stop: threading.Event, once: bool = False) -> int:
    """Ticks until `stop` is set, or once. Gives the number of problems of the last tick."""
    # What is loaded by now stays for good: looking through it again and again is a third of the work of a large step.
    gc.collect()
    gc.freeze()
    worker = Worker(stop)
    problems: list[str] = []
    try:
        while not stop.is_set():
            started = time.monotonic()
            problems = worker.tick()
            if not problems:
                tell_watcher()
            if once:
                break
            while not stop.wait(
                min(LOOK_EVERY, max(0.0, left := settings.TICK_SECONDS - (time.monotonic() - started)))
            ):
                if left <= 0:
                    break
                worker.run_asked()
    finally:
        if not once:
            worker.sign_off()
    return len(problems)

"""Cross-evaluation with raters whose truth is known: how much of the true order comes back, and what a large round costs.

    python -m benchmarks.raters [--rounds 200] [--people 1500]

Each line gives, over so many simulated rounds, Spearman's rank correlation with the truth of plain and of adjusted means, the mean gain
with its 95 % interval, the share of 95 % intervals that hold what an average rater would give, and how often favours were reported.
"""

import argparse
import statistics
import time

from roviec.core.raters.choosing import choose
from tests.core.simulated_raters import better_by, office, run

OFFICES: dict[str, dict[str, float]] = {
    "raters alike": {"severity": 0.0},
    "severity 0.6": {},
    "severity 0.9": {"severity": 0.9},
    "own unit +0.6": {"own": 0.6},
    "cliques of 3": {"clique": 3},
    "cliques of 4": {"clique": 4},
    "one unit of 25": {"units": 1, "size": 25},
}


def orders(rounds: int) -> None:
    print(f"{'office':<16}{'targets':>8}{'plain':>8}{'adjusted':>10}{'gain':>8}{'±':>7}{'held':>7}{'favours':>9}")
    for name, made in OFFICES.items():
        runs = [run(seed, **made) for seed in range(rounds)]  # type: ignore[arg-type]
        gain, half = better_by(runs)
        plain, adjusted, targets = (
            statistics.mean(getattr(one, field) for one in runs) for field in ("raw", "adjusted", "targets")
        )
        held = sum(one.held for one in runs) / sum(one.targets for one in runs)
        told = sum(one.favours.sign for one in runs) / len(runs)
        print(f"{name:<16}{targets:8.1f}{plain:8.3f}{adjusted:10.3f}{gain:8.3f}{half:7.3f}{held:7.2f}{told:9.2f}")


def large(people: int) -> None:
    units = max(3, people // 15)
    everybody, beside = office(units, 15)
    started = time.process_time()
    choose(everybody, work={}, units=beside, seed="s")
    chosen = time.process_time() - started
    started = time.process_time()
    run(1, units=units, size=15)
    print(
        f"round of {len(everybody)}: chosen {chosen:.1f} s CPU, answered and estimated {time.process_time() - started - chosen:.1f} s CPU"
    )


def main() -> None:
    reading = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reading.add_argument("--rounds", type=int, default=200)
    reading.add_argument("--people", type=int, default=1500)
    asked = reading.parse_args()
    orders(asked.rounds)
    large(asked.people)


if __name__ == "__main__":
    main()

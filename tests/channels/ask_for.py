"""Another process of the house asks for a step: `python -m tests.channels.ask_for STEP`."""

import sys

import django

django.setup()

from roviec.jobs.tasks import run_step  # noqa: E402  after django.setup()

if __name__ == "__main__":
    run_step.enqueue(sys.argv[1])

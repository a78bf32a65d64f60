"""The demo clock: an offset, forward only; its row exists in a demo database alone."""

from django.db import models

from roviec.ledger.models import Ledgered


class DemoClock(Ledgered):
    """Business time = system time + offset (whole seconds)."""

    offset_seconds = models.BigIntegerField(default=0)

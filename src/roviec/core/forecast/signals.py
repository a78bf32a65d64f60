"""What custody and progress say beyond how such work usually goes. One column per signal, each about as large as 1.

How much each weighs is learnt (`learning.py`), and only as far as the past shows it: without cases a signal weighs nothing.
"""

import numpy as np

from roviec.core.forecast.model import Floats, Moments, allowed

SIGNALS = (
    "untouched",  # nobody has begun
    "untouched_long",  # the same, times the share of time used
    "silence",  # time without a sign of life, as a share of the time given; only once somebody has begun
    "behind",  # share of time used minus reported progress; 0 when nothing was reported
    "signature",  # handed up, waits for a signature
    "passes",  # how often it changed hands, up to 10
    "extensions",
    "suspensions",
    "opinions",  # asked for, not answered
    "load",  # what the unit has open
    "unit_late",  # how much of that is late
)


def signals_of(moments: Moments) -> Floats:
    """One row per moment, one column per name of SIGNALS."""
    used = moments.used
    silence = (moments.at - moments.last_sign) / allowed(moments.start, moments.due)
    touched = 1.0 - moments.untouched
    behind = np.where(np.isnan(moments.progress), 0.0, used - np.nan_to_num(moments.progress))
    return np.stack(
        (
            moments.untouched,
            moments.untouched * np.clip(used, 0.0, 2.0),
            touched * np.clip(silence, 0.0, 2.0),
            np.clip(behind, -1.0, 2.0),
            moments.signature,
            np.minimum(moments.passes, 10.0) / 5.0,
            np.log1p(moments.extensions),
            np.log1p(moments.suspensions),
            np.log1p(moments.opinions),
            np.log1p(moments.unit_open) / 3.0,
            moments.unit_late / (moments.unit_open + 3.0),
        ),
        axis=1,
    )

"""What people do with obstacles."""

from roviec.voice.actions.obstacles import (
    answer_obstacle,
    pass_obstacle,
    raise_obstacle,
    settle_obstacle,
    withdraw_obstacle,
)

__all__ = ["answer_obstacle", "pass_obstacle", "raise_obstacle", "settle_obstacle", "withdraw_obstacle"]

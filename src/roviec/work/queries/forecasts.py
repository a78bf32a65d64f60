"""The place where a higher app brings its forecasts of tasks: until one is registered there are none."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

# Task -> {"late": chance 0..1, "p50": ISO day, "p85": ISO day}, for those that it can say something about.
Forecaster = Callable[[Sequence[UUID]], Mapping[UUID, Mapping[str, Any]]]

_registered: list[Forecaster] = []


def register_forecaster(forecaster: Forecaster) -> None:
    """Called once, when the apps are ready."""
    _registered[:] = [forecaster]


def forecasts_of(task_ids: Sequence[UUID]) -> Mapping[UUID, Mapping[str, Any]]:
    return _registered[0](task_ids) if _registered and task_ids else {}

"""What alerts keep: notices and what led to them, messages that carry them outside, forecasts."""

from roviec.alerts.models.forecasts import Forecast, Learning, PastWork, SaidForecast
from roviec.alerts.models.messages import Address, Enclosure, Message
from roviec.alerts.models.notices import Notice, ReadHow, Transition
from roviec.alerts.models.preferences import Mute, Preference
from roviec.alerts.models.rungs import BodyLadder

__all__ = [
    "Address",
    "BodyLadder",
    "Enclosure",
    "Forecast",
    "Learning",
    "Message",
    "Mute",
    "Notice",
    "PastWork",
    "Preference",
    "ReadHow",
    "SaidForecast",
    "Transition",
]

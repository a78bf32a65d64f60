"""What alerts keep: notices and what led to them, messages that carry them outside, forecasts."""

from roviec.alerts.models.forecasts import Forecast, Learning, PastWork, SaidForecast
from roviec.alerts.models.messages import Address, Enclosure, Message
from roviec.alerts.models.notices import Notice, Transition

__all__ = [
    "Address",
    "Enclosure",
    "Forecast",
    "Learning",
    "Message",
    "Notice",
    "PastWork",
    "SaidForecast",
    "Transition",
]

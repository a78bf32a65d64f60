from django.apps import AppConfig
from django.core import checks

from roviec.web import slots
from roviec.web.reasons import register_reasons


class AlertsConfig(AppConfig):
    name = "roviec.alerts"
    label = "alerts"

    def ready(self) -> None:
        # Records may be imported only now.
        from roviec.alerts.address_words import REASONS as ADDRESS_REASONS  # noqa: PLC0415
        from roviec.alerts.checks import check_ladders  # noqa: PLC0415
        from roviec.alerts.estates import register_estates  # noqa: PLC0415
        from roviec.alerts.forecast_words import REASONS  # noqa: PLC0415
        from roviec.alerts.notice_words import REASONS as NOTICE_REASONS  # noqa: PLC0415
        from roviec.alerts.panels import climb, forecast, ladders_to_keep, late_spells  # noqa: PLC0415
        from roviec.alerts.queries.forecasts import expected_of  # noqa: PLC0415
        from roviec.work.queries.forecasts import register_forecaster  # noqa: PLC0415

        checks.register(check_ladders)
        register_estates()
        register_reasons(REASONS)
        register_reasons(ADDRESS_REASONS)
        register_reasons(NOTICE_REASONS)
        register_forecaster(expected_of)
        slots.register("task.side", late_spells)
        slots.register("task.side", forecast, order=20)
        slots.register("task.side", climb, order=30)
        slots.register("admin.panels", ladders_to_keep, order=40)

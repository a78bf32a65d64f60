from django.apps import AppConfig

from roviec.web import slots


class AlertsConfig(AppConfig):
    name = "roviec.alerts"
    label = "alerts"

    def ready(self) -> None:
        # Records may be imported only now.
        from roviec.alerts.estates import register_estates  # noqa: PLC0415
        from roviec.alerts.panels import late_spells  # noqa: PLC0415

        register_estates()
        slots.register("task.side", late_spells)

from django.apps import AppConfig


class AlertsConfig(AppConfig):
    name = "roviec.alerts"
    label = "alerts"

    def ready(self) -> None:
        # Records may be imported only now.
        from roviec.alerts.estates import register_estates  # noqa: PLC0415

        register_estates()

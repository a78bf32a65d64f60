from django.apps import AppConfig


class AlertsConfig(AppConfig):
    name = "roviec.alerts"
    label = "alerts"

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "roviec.demo"
    label = "demo"

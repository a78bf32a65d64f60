from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "roviec.work"
    label = "work"

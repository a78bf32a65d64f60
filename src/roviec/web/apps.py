from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "roviec.web"
    label = "web"

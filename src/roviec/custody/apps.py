from django.apps import AppConfig


class CustodyConfig(AppConfig):
    name = "roviec.custody"
    label = "custody"

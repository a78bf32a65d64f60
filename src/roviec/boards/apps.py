from django.apps import AppConfig


class BoardsConfig(AppConfig):
    name = "roviec.boards"
    label = "boards"

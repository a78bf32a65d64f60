from django.apps import AppConfig

from roviec.web import slots


class BoardsConfig(AppConfig):
    name = "roviec.boards"
    label = "boards"

    def ready(self) -> None:
        # Its queries need the models of all apps, which are there only now.
        from roviec.boards.panels import officer_work, unit_work  # noqa: PLC0415

        slots.register("unit.main", unit_work, order=20)
        slots.register("officer.main", officer_work, order=20)

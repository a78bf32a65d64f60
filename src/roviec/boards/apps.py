from django.apps import AppConfig

from roviec.boards.sentences import REASONS
from roviec.web import slots
from roviec.web.reasons import register_reasons


class BoardsConfig(AppConfig):
    name = "roviec.boards"
    label = "boards"

    def ready(self) -> None:
        # Its queries need the models of all apps, which are there only now.
        from roviec.boards.panels import officer_work, saved_views, unit_work  # noqa: PLC0415
        from roviec.boards.publication_panel import plan_publication  # noqa: PLC0415

        register_reasons(REASONS)
        slots.register("unit.main", unit_work, order=20)
        slots.register("page.saved_views", saved_views)
        slots.register("plan.main", plan_publication, order=90)
        slots.register("officer.main", officer_work, order=20)

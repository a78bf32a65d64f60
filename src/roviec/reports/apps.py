from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "roviec.reports"
    label = "reports"

    def ready(self) -> None:
        # Models are importable only from here on.
        from roviec.reports.estates import register_estates  # noqa: PLC0415
        from roviec.reports.panels import answer_panel  # noqa: PLC0415
        from roviec.reports.sentences import REASONS  # noqa: PLC0415
        from roviec.web import slots  # noqa: PLC0415
        from roviec.web.reasons import register_reasons  # noqa: PLC0415

        register_reasons(REASONS)
        register_estates()
        slots.register("task.side", answer_panel, order=11)

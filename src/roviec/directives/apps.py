from django.apps import AppConfig


class DirectivesConfig(AppConfig):
    name = "roviec.directives"
    label = "directives"

    def ready(self) -> None:
        # Models are importable only from here on.
        from django.utils.translation import gettext_lazy  # noqa: PLC0415

        from roviec.directives.estates import register_estates  # noqa: PLC0415
        from roviec.directives.panels import arrival_panel, phrase_panel, source_panel  # noqa: PLC0415
        from roviec.directives.readers.messages import MESSAGES  # noqa: PLC0415
        from roviec.directives.sentences import REASONS  # noqa: PLC0415
        from roviec.web import slots  # noqa: PLC0415
        from roviec.web.reasons import register_reasons  # noqa: PLC0415

        register_reasons(REASONS)
        register_reasons({code: gettext_lazy(text) for code, text in MESSAGES.items()})
        register_estates()
        slots.register("task.side", source_panel, order=10)
        slots.register("task.side", arrival_panel, order=11)
        slots.register("due.explained", phrase_panel)

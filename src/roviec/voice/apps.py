from django.apps import AppConfig


class VoiceConfig(AppConfig):
    name = "roviec.voice"
    label = "voice"

    def ready(self) -> None:
        # Models are importable only from here on.
        from roviec.voice.estates import register_estates  # noqa: PLC0415
        from roviec.voice.panels import obstacle_panel  # noqa: PLC0415
        from roviec.voice.sentences import REASONS  # noqa: PLC0415
        from roviec.web import slots  # noqa: PLC0415
        from roviec.web.reasons import register_reasons  # noqa: PLC0415

        register_reasons(REASONS)
        register_estates()
        slots.register("task.main", obstacle_panel, order=10)

from django.apps import AppConfig

from roviec.web.reasons import register_reasons


class WorkConfig(AppConfig):
    name = "roviec.work"
    label = "work"

    def ready(self) -> None:
        # Records may be imported only now.
        from roviec.work.estates import register_estates  # noqa: PLC0415
        from roviec.work.sentences import REASONS  # noqa: PLC0415

        register_reasons(REASONS)
        register_estates()

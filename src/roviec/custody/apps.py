from django.apps import AppConfig

from roviec.web.reasons import register_reasons


class CustodyConfig(AppConfig):
    name = "roviec.custody"
    label = "custody"

    def ready(self) -> None:
        # Records may be imported only now.
        from roviec.custody.estates import register_estates  # noqa: PLC0415
        from roviec.custody.sentences import REASONS  # noqa: PLC0415

        register_reasons(REASONS)
        register_estates()

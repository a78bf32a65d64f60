from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "roviec.config"
    label = "config"

    def ready(self) -> None:
        # Registers the checks of production settings; they need the apps to be there.
        from roviec.config import checks  # noqa: F401, PLC0415

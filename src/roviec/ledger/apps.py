from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "roviec.ledger"
    label = "ledger"

    def ready(self) -> None:
        from roviec.ledger.among import register_among  # noqa: PLC0415  fields are whole from here on

        register_among()

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "roviec.ledger"
    label = "ledger"

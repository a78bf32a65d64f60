from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "roviec.organisation"
    label = "organisation"

    def ready(self) -> None:
        # Records can be imported only once the apps are set up.
        from roviec.organisation.actions.restructuring.holdings import register_estates  # noqa: PLC0415
        from roviec.organisation.reasons import SENTENCES  # noqa: PLC0415
        from roviec.web.reasons import register_reasons  # noqa: PLC0415

        register_estates()
        register_reasons(SENTENCES)

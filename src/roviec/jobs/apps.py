from django.apps import AppConfig

from roviec.web import slots


class JobsConfig(AppConfig):
    name = "roviec.jobs"
    label = "jobs"

    def ready(self) -> None:
        # Its queries need the models of all apps, which are there only now.
        from roviec.jobs.panels import silent_worker, system_state  # noqa: PLC0415

        slots.register("page.top", silent_worker)
        slots.register("admin.panels", system_state)

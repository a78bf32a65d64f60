from django.apps import AppConfig

from roviec.web.reasons import register_reasons


class WorkConfig(AppConfig):
    name = "roviec.work"
    label = "work"

    def ready(self) -> None:
        # Records may be imported only now.
        from roviec.custody import things  # noqa: PLC0415
        from roviec.work.brought_sentences import REASONS as BROUGHT  # noqa: PLC0415
        from roviec.work.estates import register_estates  # noqa: PLC0415
        from roviec.work.queries.titles import reopening_addresses, task_titles  # noqa: PLC0415
        from roviec.work.sentences import REASONS  # noqa: PLC0415

        register_reasons(REASONS)
        register_reasons(BROUGHT)
        register_estates()
        things.register("task", task_titles, reopening_addresses)

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "roviec.meetings"
    label = "meetings"

    def ready(self) -> None:
        # Models are importable only from here on.
        from roviec.meetings.estates import register_estates  # noqa: PLC0415
        from roviec.meetings.panels import meeting_panel  # noqa: PLC0415
        from roviec.meetings.queries import session_events  # noqa: PLC0415
        from roviec.meetings.sentences import REASONS  # noqa: PLC0415
        from roviec.web import slots  # noqa: PLC0415
        from roviec.web.reasons import register_reasons  # noqa: PLC0415
        from roviec.work.queries.feeds import register_events  # noqa: PLC0415

        register_reasons(REASONS)
        register_estates()
        register_events(session_events)
        slots.register("task.side", meeting_panel, order=12)

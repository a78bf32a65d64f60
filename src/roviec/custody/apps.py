from django.apps import AppConfig

from roviec.web import slots
from roviec.web.reasons import register_reasons


class CustodyConfig(AppConfig):
    name = "roviec.custody"
    label = "custody"

    def ready(self) -> None:
        # Records may be imported only now.
        from roviec.custody.estates import register_estates  # noqa: PLC0415
        from roviec.custody.panels import calendars_to_keep, hands_of_task, hands_of_unit, hours_of_unit  # noqa: PLC0415
        from roviec.custody.sentences import REASONS  # noqa: PLC0415

        register_reasons(REASONS)
        register_estates()
        slots.register("unit.panels", hours_of_unit, order=60)
        slots.register("unit.board", hands_of_unit, order=40)
        slots.register("task.side", hands_of_task, order=80)
        slots.register("admin.panels", calendars_to_keep, order=20)

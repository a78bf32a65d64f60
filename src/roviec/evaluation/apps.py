from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "roviec.evaluation"
    label = "evaluation"

    def ready(self) -> None:
        # Models are importable only from here on.
        from roviec.evaluation import confirming_panels as heads  # noqa: PLC0415
        from roviec.evaluation import grades_panels as grades  # noqa: PLC0415
        from roviec.evaluation import promise_panels as promises  # noqa: PLC0415
        from roviec.evaluation.catalogue_panels import index_panel, yields_panel  # noqa: PLC0415
        from roviec.evaluation.estates import register_estates  # noqa: PLC0415
        from roviec.evaluation.peers_panels import index_panel as peers_panel  # noqa: PLC0415
        from roviec.evaluation.sentences import REASONS  # noqa: PLC0415
        from roviec.web import slots  # noqa: PLC0415
        from roviec.web.reasons import register_reasons  # noqa: PLC0415

        register_reasons(REASONS)
        register_estates()
        slots.register("task.main", yields_panel, order=5)
        slots.register("evaluation.index", index_panel, order=60)
        slots.register("evaluation.index", heads.lists_panel, order=20)
        slots.register("sheet.actions", heads.head_actions)
        slots.register("sheet.main", heads.head_looks, order=10)
        slots.register("evaluation.index", promises.promises_panel, order=70)
        slots.register("officer.panels", promises.officer_panel, order=60)
        slots.register("evaluation.index", peers_panel, order=50)
        slots.register("directive.actions", promises.directive_link)
        slots.register("evaluation.index", grades.year_panel, order=40)
        slots.register("sheet.main", grades.papers_panel, order=90)

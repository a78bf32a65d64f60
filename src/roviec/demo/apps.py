from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    name = "roviec.demo"
    label = "demo"

    def ready(self) -> None:
        # Models are importable only from here on.
        from roviec.demo.clock import offset  # noqa: PLC0415
        from roviec.web.clock import set_offset_source  # noqa: PLC0415
        from roviec.web.reasons import register_reasons  # noqa: PLC0415

        set_offset_source(offset)
        register_reasons({"demo.backwards": _("Đồng hồ minh họa chỉ chạy tới; bây giờ là %(now)s.")})

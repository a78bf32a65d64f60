"""Widgets of forms, as Django renders them; lists of choices in Python, because Django renders a template for each choice."""

from collections.abc import Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.utils.safestring import SafeString

from roviec.web.markup import joined, markup

SELECT = "django/forms/widgets/select.html"


class Renderer(DjangoTemplates):
    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        if template_name == SELECT:
            return _select(context["widget"])
        return super().render(template_name, context, request)


def _select(widget: Mapping[str, Any]) -> SafeString:
    groups = []
    for name, options, _index in widget["optgroups"]:
        made = joined(_option(one) for one in options)
        groups.append(markup('<optgroup label="{}">\n{}\n</optgroup>', name, made) if name else made)
    return markup('<select name="{}"{}>\n{}\n</select>', widget["name"], _attrs(widget["attrs"]), joined(groups))


def _option(option: Mapping[str, Any]) -> SafeString:
    return markup('<option value="{}"{}>{}</option>', option["value"], _attrs(option["attrs"]), option["label"])


def _attrs(attrs: Mapping[str, Any]) -> SafeString:
    """As django/forms/widgets/attrs.html: True is the bare name, False is left out."""
    said = (
        markup(" {}", name) if value is True else markup(' {}="{}"', name, value)
        for name, value in attrs.items()
        if value is not False
    )
    return joined(said, "")

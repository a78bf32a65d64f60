"""Tags and filters of every page (a builtin of the template engine, nothing to load)."""

from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, FileInput, RadioSelect, Select
from django.template import RequestContext
from django.templatetags.static import static
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from roviec import __version__
from roviec.core.reasons import Reason
from roviec.web import slots
from roviec.web.markup import markup
from roviec.web.reasons import sentence
from roviec.web.states import StateView, state_view

register = template.Library()
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
DASH = "–"


def _local(value: datetime) -> datetime:
    return value.astimezone(VIETNAM) if value.tzinfo else value


@register.filter
def vi_date(value: date | datetime | None) -> str:
    """05/12/2025, the local day of an instant; a dash for nothing."""
    if value is None or value == "":
        return DASH
    day = _local(value) if isinstance(value, datetime) else value
    return f"{day:%d/%m/%Y}"


@register.filter
def vi_datetime(value: datetime | None) -> str:
    """16:30 05/12/2025 in the zone of Vietnam; a dash for nothing."""
    return f"{_local(value):%H:%M %d/%m/%Y}" if value else DASH


@register.filter
def iso(value: date | datetime | None) -> str:
    """For the datetime attribute of <time>: the instant with its offset, or the day."""
    if value is None or value == "":
        return ""
    return _local(value).isoformat(timespec="minutes") if isinstance(value, datetime) else value.isoformat()


@register.filter
def working_days_late(days: int | Any) -> str:
    """ "Quá hạn 3 ngày làm việc"; takes an int or WorkingDays. Within the first day: "Quá hạn trong ngày"."""
    n = getattr(days, "n", days)
    if n is None or n == "":
        return ""
    if n <= 0:
        return _("Quá hạn trong ngày")
    return ngettext("Quá hạn %(days)s ngày làm việc", "Quá hạn %(days)s ngày làm việc", n) % {"days": vi_number(n)}


@register.filter
def vi_number(value: int | float | Decimal | None) -> str:
    """1.234.567 and 12,5: dots between thousands and a decimal comma, as Vietnamese offices write."""
    if value is None or value == "":
        return DASH
    return f"{value:,}".translate(str.maketrans(",.", ".,"))


@register.filter
def percent(part: float | int, whole: float | int) -> str:
    """ "12,5 %" of part in whole; a dash when there is no whole."""
    if not whole:
        return DASH
    share = f"{100 * part / whole:.1f}".removesuffix(".0").replace(".", ",")
    return f"{share}\u00a0%"


@register.filter
def state(standing: object) -> StateView:
    """Tone, sign and word of a standing: `{% with view=task.standing|state %}`."""
    return state_view(standing)


@register.filter
def reason_sentence(reason: Reason) -> str:
    return sentence(reason)


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A sign of icons.svg; decoration unless it has a label."""
    if label:
        return markup('<svg class="icon" role="img" aria-label="{}"><use href="{}"/></svg>', label, _sign(name))
    return _decoration(name)


@cache
def _decoration(name: str) -> SafeString:
    """A page has hundreds of the same few; addresses of static files stay while the process lives."""
    return markup('<svg class="icon" aria-hidden="true"><use href="{}"/></svg>', _sign(name))


def _sign(name: str) -> str:
    return f"{static('web/icons.svg')}#{name}"


@register.simple_tag
def state_mark(standing: object, days: int | Any = None, bare: bool = False) -> SafeString:
    """A standing (enum or its value) as sign, word and colour; `days` (int or WorkingDays late) is said instead of the bare word.

    A tag and no template, because it stands in every row of a list.
    """
    days = getattr(days, "n", days)
    value = str(getattr(standing, "value", standing))
    return _mark(value, None if days == "" else days, bool(bare), get_language())


@lru_cache(maxsize=1024)
def _mark(standing: str, days: int | None, bare: bool, _language: str | None) -> SafeString:
    view = state_view(standing)
    return markup(
        '<span class="state state--{}{}">{}{}</span>',
        view.tone,
        " state--bare" if bare else "",
        _decoration(view.icon),
        working_days_late(days) if days is not None and view.tone == "late" else view.word,
    )


@register.simple_tag
def due_mark(due: date | datetime | None, original: date | datetime | None = None, why: str = "") -> SafeString:
    """A due date; the original one stays in sight when an extension moved it. `why`: the address that explains the date."""
    moved: str | SafeString = ""
    if original and original != due:
        moved = markup('<del title="{}">{}</del>', _("Hạn ban đầu"), vi_date(original))
    if why and due:
        return markup(
            '<span class="due"><a class="due__why" href="{}" hx-get="{}" hx-target="#modal-body" title="{}">'
            '<time datetime="{}">{}</time></a>{}</span>',
            *(why, why, _("Vì sao hạn là ngày này?"), iso(due), vi_date(due), moved),
        )
    return markup('<span class="due"><time datetime="{}">{}</time>{}</span>', iso(due), vi_date(due), moved)


def clipped(text: str, most: int) -> str:
    """At most so many characters, as `truncatechars`; what is short enough, and most is, costs nothing."""
    return text if len(text) <= most else Truncator(text).chars(most)


@register.simple_tag
def version() -> str:
    return __version__


@register.simple_tag(takes_context=True)
def slot(context: RequestContext, slot_name: str, **values: Any) -> SafeString:
    """What higher apps put into this place, see `web.slots`."""
    request = context.get("request")
    return slots.render(slot_name, request, values) if request else SafeString("")


@register.simple_tag
def field_input(field: BoundField) -> SafeString:
    """The widget of a field with the classes of its kind; Django adds aria-invalid and aria-describedby."""
    widget = field.field.widget
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        return field.as_widget()
    kind = "form-control"
    if isinstance(widget, CheckboxInput):
        kind = "form-check-input"
    elif isinstance(widget, Select):
        kind = "form-select"
    if field.errors:
        kind += " is-invalid"
    attrs: dict[str, str | bool] = {"class": f"{widget.attrs.get('class', '')} {kind}".strip()}
    if isinstance(widget, FileInput):
        attrs["data-file"] = ""
    return field.as_widget(attrs=attrs)


@register.filter
def input_kind(field: BoundField) -> str:
    """ "check", "choices", "hidden" or "plain": how the label stands to the widget."""
    widget = field.field.widget
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        return "choices"
    return "check" if isinstance(widget, CheckboxInput) else "plain"


@register.simple_tag
def stacked_bar(*parts: int) -> list[dict[str, str]]:
    """Start and width, in percent, of parts of a whole: for an svg bar, which needs no inline style. Text, so that no locale writes 12,5."""
    total = sum(parts) or 1
    out: list[dict[str, str]] = []
    at = 0.0
    for part in parts:
        width = 100 * part / total
        out.append({"x": f"{at:.2f}", "width": f"{width:.2f}"})
        at += width
    return out

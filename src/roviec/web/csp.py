"""Exceptions to the Content-Security-Policy, each with its reason."""

from collections.abc import Callable

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_update
from django.http.response import HttpResponseBase

View = Callable[..., HttpResponseBase]

# dhtmlx-gantt writes `style` attributes on its rows, cells and bars, and carries its icons as a data: font.
gantt_page: Callable[[View], View] = csp_update({"style-src-attr": [UNSAFE_INLINE], "font-src": [SELF, "data:"]})

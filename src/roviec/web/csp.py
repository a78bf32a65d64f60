"""Exceptions to the Content-Security-Policy, each with its reason."""

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_update

# dhtmlx-gantt writes `style` attributes on its rows, cells and bars, and carries its icons as a data: font.
gantt_page = csp_update({"style-src-attr": [UNSAFE_INLINE], "font-src": [SELF, "data:"]})

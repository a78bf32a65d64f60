"""People and units of boards with their numbers, made in Python as the lines of tasks are."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roviec.boards.queries.body import UnitRow
from roviec.boards.queries.tallies import Tally
from roviec.boards.queries.waited_for import WaitedFor
from roviec.boards.tiles import Tile, list_url
from roviec.web.addresses import addresses_of
from roviec.web.markup import joined, markup, markup_join
from roviec.web.templatetags.counts import count_cell
from roviec.web.templatetags.roviec import DASH, icon, percent, vi_date, vi_number

register = template.Library()
NOTHING = SafeString("")
ZERO = SafeString('<span class="quiet">0</span>')


@register.simple_tag
def tile_cells(tiles: Iterable[Tile]) -> SafeString:
    """`<li>`s of `<ul class="counts tiles">`."""
    return joined(
        count_cell(one.n, one.word, one.icon, one.tone, one.url, whole=one.whole, side=one.side) for one in tiles
    )


@register.simple_tag
def people_rows(people: Iterable[Mapping[str, Any]], unit: Any) -> SafeString:
    """`<tr>`s: who has how much. `people` come from the view of the unit: seat, url, late_url, soon_url, bar."""
    labels = (_("Đang mở"), _("Quá hạn"), _("Sắp đến hạn"))
    nobody = _("Chưa có người")
    return markup_join(
        "\n",
        '<tr{}>\n<td class="subject"><a href="{}">{}</a><span class="under">{}{}</span>{}{}</td>\n'
        '<td class="n" data-label="{}"><a href="{}">{}</a></td>\n<td class="n" data-label="{}">{}</td>\n'
        '<td class="n" data-label="{}">{}</td>\n</tr>',
        (
            (
                SafeString(' class="is-late"') if one["seat"].load.late else NOTHING,
                one["url"],
                one["seat"].name or nobody,
                one["seat"].title,
                "" if one["seat"].unit_id == unit.pk else f", {one['seat'].unit_name}",
                _away(one["seat"].absence) if one["seat"].absence else NOTHING,
                _bar(one["bar"]),
                labels[0],
                one["url"],
                vi_number(one["seat"].load.open),
                labels[1],
                _link(one["seat"].load.late, one["late_url"], "late-n"),
                labels[2],
                _link(one["seat"].load.soon, one["soon_url"]),
            )
            for one in people
        ),
    )


def _away(absence: Any) -> SafeString:
    said = [absence.get_kind_display()]
    if absence.valid_to:
        said.append(_("làm việc lại từ %(day)s") % {"day": vi_date(absence.valid_to)})
    if absence.substitute:
        said.append(_("%(name)s làm thay") % {"name": absence.substitute.full_name})
    return markup('<span class="under away">{}{}</span>', icon("seat"), ", ".join(said))


def _bar(bar: tuple[str, str, str, str]) -> SafeString:
    late, soon, after, rest = bar
    return markup(
        '<svg class="load-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect class="late" x="0" width="{}"'
        ' height="8"/><rect class="soon" x="{}" width="{}" height="8"/><rect class="plain" x="{}" width="{}" height="8"/></svg>',
        late,
        late,
        soon,
        after,
        rest,
    )


def _link(n: int, url: str, css: str = "") -> SafeString:
    """A number that leads to its list; nothing leads nowhere."""
    if not n:
        return ZERO
    return markup('<a{} href="{}">{}</a>', markup(' class="{}"', css) if css else NOTHING, url, vi_number(n))


@register.simple_tag
def below_rows(below: Iterable[tuple[UUID, str, Tally]]) -> SafeString:
    """`<tr>`s of the units directly below one."""
    unit_url = addresses_of("boards:unit")
    return markup_join(
        "\n",
        '<tr{}><td class="subject"><a href="{}">{}</a></td><td class="n">{}</td><td class="n{}">{}</td><td class="n">{}</td></tr>',
        (
            (
                SafeString(' class="is-late"') if tally.counts.open_late else NOTHING,
                unit_url(pk),
                name,
                vi_number(tally.counts.open),
                " late-n" if tally.counts.open_late else "",
                vi_number(tally.counts.open_late),
                vi_number(tally.unnamed),
            )
            for pk, name, tally in below
        ),
    )


@register.simple_tag
def red_rows(red: Iterable[UnitRow], scope: str = "", plan_id: UUID | None = None) -> SafeString:
    """`<li>`s of units with late work: how much, where it lies, who headed the unit when it became late."""
    unit_url = addresses_of("boards:unit")
    outside, then, late = _("(ngoài hệ thống)"), _("Đứng đầu khi quá hạn:"), _("việc quá hạn")
    return markup_join(
        "\n",
        '<li class="rows__line is-late">\n<a class="rows__what" href="{}">{}{}</a>\n<span class="rows__who"><span class="whys">{}</span>{}</span>\n'
        '<span class="rows__when"><a class="rows__n late-n" href="{}">{}<span class="visually-hidden"> {}</span></a></span>\n</li>',
        (
            (
                unit_url(row.unit.pk),
                row.unit.name,
                markup(' <span class="quiet">{}</span>', outside) if row.unit.is_external else NOTHING,
                _whys(row.tally),
                markup('<span class="rows__then">{} {}</span>', then, _heads(row, scope, plan_id))
                if row.heads_then
                else NOTHING,
                list_url(trang_thai="open_late", chu_tri=row.unit.pk, ke_hoach=plan_id, pham_vi=scope),
                vi_number(row.late),
                late,
            )
            for row in red
        ),
    )


def _whys(tally: Tally) -> SafeString:
    parts = (
        (tally.late_outside, _("%(n)s ở cơ quan ngoài")),
        (tally.late_outside, _("%(n)s ở cơ quan ngoài")),
        (tally.late_unnamed, _("%(n)s chưa phân công")),
        (tally.late_working, _("%(n)s đang làm")),
        (tally.late_signature, _("%(n)s chờ ký")),
        (tally.late_acceptance, _("%(n)s chờ duyệt")),
    )
    said = [words % {"n": vi_number(n)} for n, words in parts if n]
    said.append(_("hạn cũ nhất %(day)s") % {"day": vi_date(tally.oldest)})
    return markup_join("", "<span>{}</span>", ((one,) for one in said))


def _heads(row: UnitRow, scope: str, plan_id: UUID | None) -> SafeString:
    """Each with what became late under them."""
    filters = {"trang_thai": "open_late", "chu_tri": row.unit.pk, "ke_hoach": plan_id, "pham_vi": scope}
    return joined(
        (
            markup('<a href="{}">{} ({})</a>', list_url(dung_dau=one.mandate, **filters), one.name, vi_number(one.n))
            for one in row.heads_then
        ),
        ", ",
    )


@register.simple_tag
def waited_rows(rows: Iterable[WaitedFor], links: Mapping[str, Any] | None = None) -> SafeString:
    """`<tr>`s of units that owe opinions."""
    unit_url = addresses_of("boards:unit")
    made = []
    for row in rows:
        filters = {"hoi": row.unit.pk, **(links or {})}
        made.append(
            (
                SafeString(' class="is-late"') if row.late else NOTHING,
                unit_url(row.unit.pk),
                row.unit.name,
                _link(row.n, list_url(trang_thai="opinion", **filters)),
                _link(row.late, list_url(trang_thai="opinion_late", **filters), "late-n"),
                vi_date(row.oldest),
            )
        )
    return markup_join(
        "\n",
        '<tr{}><td class="subject"><a href="{}">{}</a></td><td class="n">{}</td><td class="n">{}</td><td class="d">{}</td></tr>',
        made,
    )


def _each(n: int, people: int) -> SafeString | str:
    """How much comes on each person, and how many they are."""
    if not people:
        return DASH
    said = ngettext("%(n)s người", "%(n)s người", people) % {"n": vi_number(people)}
    return markup('{}<span class="under">{}</span>', vi_number(round(n / people, 1)), said)


@register.simple_tag
def beside_rows(rows: Iterable[Mapping[str, Any]]) -> SafeString:
    """`<tr>`s of the units of a body side by side; `rows` come from the view of the city."""
    unit_url = addresses_of("boards:unit")
    few = markup('<abbr title="{}">*</abbr>', _("Ít việc: tỷ lệ chưa nói lên nhiều"))
    return markup_join(
        "\n",
        '<tr{}>\n<td class="subject"><a href="{}">{}</a></td>\n<td class="n"><a href="{}">{}</a></td>\n<td class="n">{}</td>\n'
        '<td class="n">{}</td>\n<td class="n">{}</td>\n<td class="n">{}</td>\n<td class="n">{}</td>\n<td class="n{}">{}{}</td>\n</tr>',
        (
            (
                SafeString(' class="is-late"') if row["counts"].open_late else NOTHING,
                unit_url(row["unit"].pk),
                row["unit"].name,
                row["open_url"],
                vi_number(row["counts"].open),
                _link(row["counts"].open_late, row["late_url"], "late-n"),
                _link(row["counts"].due_soon, row["soon_url"]),
                _link(row["tally"].unnamed, row["unnamed_url"]),
                _each(row["counts"].open, row["people"]),
                vi_number(row["counts"].done),
                " quiet" if row["small"] else "",
                percent(row["counts"].done_on_time, row["counts"].done),
                few if row["small"] and row["counts"].done else NOTHING,
            )
            for row in rows
        ),
    )

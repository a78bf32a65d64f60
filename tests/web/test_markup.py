"""Markup made in Python escapes what people wrote, as templates do; choices are what Django's own template makes."""

from django import forms
from django.forms.renderers import DjangoTemplates
from django.test.html import parse_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from roviec.web.form_renderer import Renderer
from roviec.web.markup import joined, markup, markup_join

WRITTEN = '<b title="x">Văn phòng & "Sở"</b>'


def test_what_people_wrote_is_text() -> None:
    assert (
        markup("<p>{}</p>", WRITTEN) == "<p>&lt;b title=&quot;x&quot;&gt;Văn phòng &amp; &quot;Sở&quot;&lt;/b&gt;</p>"
    )
    assert "<b" not in markup_join("", "{}{}", [(WRITTEN, 1), (gettext_lazy("Đang mở"), WRITTEN)])
    assert "<b" not in joined([WRITTEN])


def test_markup_stays_markup() -> None:
    assert markup("<p>{}</p>", SafeString("<i>a</i>")) == "<p><i>a</i></p>"


class Choosing(forms.Form):
    plain = forms.ChoiceField(choices=[("", "Tất cả"), ("a&b", WRITTEN)], required=False)
    grouped = forms.ChoiceField(choices=[("Sở", [("1", "Nội vụ")]), ("2", "Y tế")])
    several = forms.MultipleChoiceField(choices=[(1, "một"), (2, "hai")], required=False)


def test_choices_are_those_of_the_template_of_django() -> None:
    data = {"plain": "a&b", "grouped": "1", "several": ["2"]}
    ours, theirs = Choosing(data, renderer=Renderer()), Choosing(data, renderer=DjangoTemplates())
    for name in ours.fields:
        attrs = {"class": "form-select", "data-x": WRITTEN, "disabled": True, "hidden": False}
        made = [form[name].as_widget(attrs=attrs) for form in (ours, theirs)]
        assert parse_html(made[0]) == parse_html(made[1]), name

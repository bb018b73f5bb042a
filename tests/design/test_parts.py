"""`{% part %}`: declared attributes only, nothing of the page leaks in."""

from __future__ import annotations

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory

from azymut.design.templatetags import parts


def render(source: str, **values) -> str:
    return Template(source).render(Context(values))


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ('{% part "sample" colour="red" %}', "part 'sample' has no attribute colour"),
        ('{% part "mark" %}', "part 'mark' needs mark"),
        ('{% part "button" "label" %}', "attributes are written name=value"),
        ('{% part "alert" title="x" %}', "part 'alert' needs slot"),
        ('{% block_part "alert" shade="x" %}{% end_part %}', "part 'alert' has no attribute shade"),
    ],
)
def test_part_refuses_what_it_does_not_declare(source, message):
    with pytest.raises(TemplateSyntaxError, match=message):
        Template(source)


def test_part_without_declaration_is_refused(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(parts, "get_template", lambda _name: type("T", (), {"template": Template("plain")}))
    with pytest.raises(TemplateSyntaxError, match="does not declare its attributes"):
        parts._load.__wrapped__("anything")


def test_part_sees_its_attributes_and_not_the_page():
    page = render('{% part "sample" %}', text="leaked")
    assert "leaked" not in page
    assert "spróbuj" in render('{% part "sample" text=word %}', word="spróbuj")


def test_block_part_wraps_what_the_page_gives_and_escapes_attributes():
    page = render(
        '{% block_part "alert" title=title tone="on" %}<p>{{ inside }}</p>{% end_part %}', title="<b>", inside="&"
    )
    assert "<p>&amp;</p>" in page
    assert "&lt;b&gt;" in page
    assert 'class="alert on"' in page


def test_part_that_shows_itself_draws_every_level():
    nodes = [{"label": "a", "children": [{"label": "b", "children": [{"label": "c", "url": "/c/"}]}]}]
    page = render('{% part "tree" nodes=nodes %}', nodes=nodes)
    assert page.count('<ul class="tree"') == 3
    assert '<a href="/c/">c</a>' in page


def test_address_keeps_what_it_does_not_change():
    request = RequestFactory().get("/lista/?q=staże&page=3&sort=name")
    source = '{% address_with page="" sort="-name" %}'
    assert render(source, request=request) == "?q=sta%C5%BCe&amp;sort=-name"
    assert render('{% address_with q="" %}', request=RequestFactory().get("/?q=1")) == "?"


def test_sort_header_turns_the_order_and_says_it():
    request = RequestFactory().get("/?sort=name&page=2")
    page = render('{% part "sort_header" label="Nazwa" key="name" current="name" %}', request=request)
    assert 'aria-sort="ascending"' in page
    assert 'href="?sort=-name"' in page

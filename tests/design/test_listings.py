"""`{% listing %}`: each column said once, escaped, and read aloud rightly."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.http import QueryDict
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory

from azymut.design.tables import Asked, sort_key

ROWS = [SimpleNamespace(name="<a>", spent="1,5", here=False), SimpleNamespace(name="b", spent="2", here=True)]


def render(source: str, address: str = "/", **values) -> str:
    return Template(source).render(Context({"request": RequestFactory().get(address), **values}))


def test_column_is_heading_and_label_of_its_cells():
    source = (
        "{% listing rows as row %} {% column heading %} {{ row.name }} "
        '{% column "C" class="num soft" %}{{ row.spent }}{% end_listing %}'
    )
    assert render(source, rows=ROWS[:1], heading="A & B") == (
        '<table class="listing"><thead><tr><th scope="col">A &amp; B</th><th scope="col" class="num">C</th></tr>'
        '</thead><tbody><tr><th scope="row">&lt;a&gt;</th><td data-label="C" class="num soft">1,5</td></tr>'
        "</tbody></table>"
    )


def test_cells_may_be_bare_and_headings_only_heard():
    source = (
        '{% listing rows as row %}{% column "A" bare=True %}{{ row.spent }}{% column "B" head=True %}{{ row.name }}'
        '{% column "C" hidden=True %}x{% end_listing %}'
    )
    page = render(source, rows=ROWS[1:])
    assert '<tbody><tr><td>2</td><th scope="row">b</th><td>x</td></tr></tbody>' in page
    assert '<th scope="col"><span class="visually-hidden">C</span></th>' in page


def test_table_has_caption_class_frame_and_a_row_that_stands_out():
    source = (
        '{% listing rows as row caption=title kind="trail" scroll=True here=row.here %}{% column "A" %}{{ row.name }}'
        "{% end_listing %}"
    )
    page = render(source, rows=ROWS, title="<T>")
    assert page.startswith(
        '<div class="scroll" tabindex="0" role="region" aria-label="&lt;T&gt;"><table class="listing trail">'
    )
    assert '<caption class="visually-hidden">&lt;T&gt;</caption>' in page
    assert '<tr><th scope="row">&lt;a&gt;</th></tr><tr class="here"><th scope="row">b</th></tr>' in page
    shown = render('{% listing rows as row caption="T" shown=True %}{% column "A" %}x{% end_listing %}', rows=[])
    assert "<caption>T</caption>" in shown
    assert "<tbody></tbody>" in shown


def test_rows_of_several_values_have_several_names():
    source = (
        '{% listing rows as one,two %}{% column "A" %}{{ one }}{% column "B" %}{{ two }}{{ page }}{% end_listing %}'
    )
    page = render(source, rows=[("x", "y")], page="!")
    assert '<th scope="row">x</th><td data-label="B">y!</td>' in page


@pytest.mark.parametrize(
    ("current", "order", "href"),
    [
        ("", "", "?q=a&amp;sort=name"),
        ("name", ' aria-sort="ascending"', "?q=a&amp;sort=-name"),
        ("-name", ' aria-sort="descending"', "?q=a&amp;sort=name"),
    ],
)
def test_heading_orders_the_list_and_turns_the_order(current, order, href):
    source = '{% listing rows as row sorted=current %}{% column "Nazwa" sort="name" class="num" %}x{% end_listing %}'
    page = render(source, "/?q=a&page=2", rows=[], current=current)
    assert f'<th scope="col" class="num"{order}><a href="{href}">Nazwa' in page
    assert ("aria-hidden" in page) is bool(current)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("{% listing rows %}{% end_listing %}", "a listing is written"),
        ('{% listing rows as row "caption" %}{% column "A" %}{% end_listing %}', "attributes are written name=value"),
        ('{% listing rows as row colour="red" %}{% column "A" %}{% end_listing %}', "listing has no attribute colour"),
        ('{% listing rows as row %}{% column "A" colour="red" %}{% end_listing %}', "column has no attribute colour"),
        ('{% listing rows as row %}text{% column "A" %}{% end_listing %}', "nothing stands in a listing before"),
        ('{% listing rows as row %}{{ row }}{% column "A" %}{% end_listing %}', "nothing stands in a listing before"),
        ("{% listing rows as row %}{% end_listing %}", "Invalid block tag|Unclosed tag"),
    ],
)
def test_listing_refuses_what_it_does_not_know(source, message):
    with pytest.raises(TemplateSyntaxError, match=message):
        Template(source)


@pytest.mark.parametrize(("asked", "key"), [("name", "name"), ("-name", "-name"), ("other", "id"), ("", "id")])
def test_only_known_columns_order_a_list(asked, key):
    assert sort_key(asked, ("id", "name"), "id") == key


@pytest.mark.parametrize(
    ("query", "address", "download"),
    [("", "?", "/l.csv"), ("page=3", "?", "/l.csv"), ("q=a+b&page=3&t=1", "?q=a+b&t=1&", "/l.csv?q=a+b&t=1")],
)
def test_list_is_asked_the_same_on_every_page_and_in_its_download(query, address, download):
    same = Asked.of(QueryDict(query))
    assert (same.address, same.at("/l.csv")) == (address, download)

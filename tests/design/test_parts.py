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


def test_tree_draws_branches_with_their_stems_and_leaves():
    leaf = {"label": "1.1 a", "url": "/c/", "note": "lead"}
    branches = [{"number": "1", "title": "One", "text": "About", "stems": [("", [leaf]), ("Direction", [leaf, leaf])]}]
    page = render('{% part "tree" branches=branches level=3 %}', branches=branches)
    assert page.count('<ul class="tree">') == 2
    assert page.count('<a href="/c/">1.1 a</a><br><span class="soft small">lead</span>') == 3
    assert '<h3><span class="soft">1</span> One</h3>' in page
    assert page.count("<h4>") == 1


def test_why_says_one_reason_in_its_line_and_several_in_a_list():
    page = render('{% part "why" reasons=reasons %}', reasons=["One."])
    assert "</strong> One.</p>" in page
    page = render('{% block_part "why" reasons=reasons %}<p>More.</p>{% end_part %}', reasons=["One.", "Two."])
    assert "<ul><li>One.</li><li>Two.</li></ul><p>More.</p></div>" in page


@pytest.mark.parametrize(
    ("state", "said", "asks_again"),
    [("waiting", "<progress aria-label=", True), ("done", 'href="/report/"', False), ("failed", "Row 7.", False)],
)
def test_work_is_looked_at_again_until_it_ends(state, said, asks_again):
    source = '{% part "work" title="Title" state=state address="/task/" href="/report/" error="Row 7." %}'
    page = render(source, state=state)
    assert said in page
    assert ('hx-get="/task/"' in page) is asks_again
    assert "hx-get" not in render('{% part "work" title="Title" state=state %}', state=state)


def test_address_keeps_what_it_does_not_change():
    request = RequestFactory().get("/lista/?q=staże&page=3&sort=name")
    source = '{% address_with page="" sort="-name" %}'
    assert render(source, request=request) == "?q=sta%C5%BCe&amp;sort=-name"
    assert render('{% address_with q="" %}', request=RequestFactory().get("/?q=1")) == "?"

"""The piece of a text that shows why it was found, with the words marked; everything else is escaped."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from azymut.search.words import Token, tokens

LENGTH = 180
LEAD = 60


def marked(text: str, forms: Collection[str], prefix: str = "") -> SafeString:
    """The whole text with the met words in `<mark>`."""
    return _mark(text, _met(text, forms, prefix))


def fragment(text: str, forms: Collection[str], prefix: str = "") -> SafeString:
    """About 180 characters around the densest cluster of met words; empty when none is met."""
    met = _met(text, forms, prefix)
    if not met:
        return SafeString("")
    first = max(met, key=lambda token: sum(token.start <= other.start < token.start + LENGTH - LEAD for other in met))
    start = _word_start(text, max(0, first.start - LEAD))
    end = _word_end(text, min(len(text), start + LENGTH))
    inside = [
        Token(token.text, token.plain, token.start - start, token.end - start)
        for token in met
        if token.start >= start and token.end <= end
    ]
    before, after = "… " if start else "", " …" if end < len(text) else ""
    return format_html("{}{}{}", before, _mark(text[start:end], inside), after)


def _met(text: str, forms: Collection[str], prefix: str) -> list[Token]:
    met: list[Token] = []
    for token in tokens(text):
        if met and token.start < met[-1].end:
            continue
        if token.plain in forms or (prefix and token.plain.startswith(prefix)):
            met.append(token)
    return met


def _mark(text: str, met: list[Token]) -> SafeString:
    pieces = []
    at = 0
    for token in met:
        pieces.append((text[at : token.start], text[token.start : token.end]))
        at = token.end
    return format_html("{}{}", format_html_join("", "{}<mark>{}</mark>", pieces), text[at:])


def _word_start(text: str, at: int) -> int:
    if at == 0:
        return 0
    space = text.find(" ", at)
    return space + 1 if 0 <= space < at + LEAD else at


def _word_end(text: str, at: int) -> int:
    if at >= len(text):
        return len(text)
    space = text.rfind(" ", 0, at)
    return space if space > at - LEAD else at

"""Text → tree. What is wrong is said with its line and column, and with what was expected there."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from azymut.indicators.rules.formula_language.tree import (
    Binary,
    Call,
    Cells,
    Function,
    Name,
    Negated,
    Node,
    Number,
    Place,
    Text,
    nodes_in,
)
from azymut.indicators.rules.formula_language.wanted import PLACES, unsuitable, without_figures

LONGEST = 4_000
DEEPEST = 20
MOST_NODES = 200
MOST_BREAKDOWNS = 200
_FUNCTIONS = tuple(one.value for one in Function)

_TOKEN = re.compile(
    r'(?P<space>\s+)|(?P<number>\d+(?:\.\d+)?)|(?P<name>[A-Za-z][A-Za-z0-9_]*)|(?P<text>"(?:[^"\\\n]|\\["\\])*")'
    r"|(?P<sign>[-+*/()\[\],])"
)


@dataclass(frozen=True)
class Problem:
    """What is wrong, and where."""

    message: str
    place: Place

    def __str__(self) -> str:
        words = {"line": self.place.line, "column": self.place.column, "message": self.message}
        return _("line %(line)d, column %(column)d: %(message)s") % words


class FormulaError(ValueError):
    """A text that is no formula, or a formula that cannot be worked out."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(str(problem) for problem in problems))
        self.problems = problems


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    place: Place


def read(text: str) -> Node:
    """The formula that a text states: every function known, with arguments of the right kind.

    Raises FormulaError with the first place where the text stops making sense.
    """
    if len(text) > LONGEST:
        raise _refusal(_("The formula is longer than %(limit)d characters.") % {"limit": LONGEST}, Place())
    reader = _Reader(_tokens(text))
    tree = reader.whole()
    if sum(1 for _node in nodes_in(tree)) > MOST_NODES:
        raise _refusal(_("The formula has more than %(limit)d parts.") % {"limit": MOST_NODES}, Place())
    found = without_figures(tree)
    if found:
        raise _refusal(*found)
    return tree


def _refusal(message: str, place: Place) -> FormulaError:
    return FormulaError(Problem(message, place))


def _tokens(text: str) -> list[_Token]:
    found, at, line, begins = [], 0, 1, 0
    while at < len(text):
        place = Place(line, at - begins + 1)
        match = _TOKEN.match(text, at)
        if match is None:
            if text[at] == '"':
                raise _refusal(_("The text between quotes is not closed."), place)
            raise _refusal(_("“%(sign)s” means nothing here.") % {"sign": text[at]}, place)
        if match.lastgroup != "space":
            found.append(_Token(match.lastgroup or "", match.group(), place))
        breaks = match.group().count("\n")
        if breaks:
            line, begins = line + breaks, at + match.group().rindex("\n") + 1
        at = match.end()
    found.append(_Token("end", "", Place(line, at - begins + 1)))
    return found


class _Reader:
    """Recursive descent: sum of products of signed parts."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    @property
    def _now(self) -> _Token:
        return self._tokens[self._at]

    def _take(self) -> _Token:
        token = self._now
        self._at += 1
        return token

    def _is(self, *texts: str) -> bool:
        return self._now.kind == "sign" and self._now.text in texts

    def _expect(self, sign: str) -> _Token:
        if not self._is(sign):
            raise self._surprise(f"“{sign}”")
        return self._take()

    def _surprise(self, wanted: str) -> FormulaError:
        token = self._now
        if token.kind == "end":
            return _refusal(_("The formula ends here; expected: %(wanted)s.") % {"wanted": wanted}, token.place)
        words = {"found": token.text, "wanted": wanted}
        return _refusal(_("Found “%(found)s”; expected: %(wanted)s.") % words, token.place)

    def whole(self) -> Node:
        tree = self._sum()
        if self._now.kind != "end":
            raise self._surprise(_("an operator (+ - * /) or the end of the formula"))
        return tree

    def _sum(self) -> Node:
        self._depth += 1
        if self._depth > DEEPEST:
            raise _refusal(_("Parts lie in each other more than %(limit)d deep.") % {"limit": DEEPEST}, self._now.place)
        tree = self._chain(("+", "-"), self._product)
        self._depth -= 1
        return tree

    def _product(self) -> Node:
        return self._chain(("*", "/"), self._signed)

    def _chain(self, signs: tuple[str, ...], part: Callable[[], Node]) -> Node:
        tree = part()
        while self._is(*signs):
            sign = self._take()
            tree = Binary(sign.text, tree, part(), sign.place)
        return tree

    def _signed(self) -> Node:
        signs = []
        while self._is("-"):
            signs.append(self._take())
            if len(signs) > DEEPEST:
                raise _refusal(
                    _("Parts lie in each other more than %(limit)d deep.") % {"limit": DEEPEST}, self._now.place
                )
        tree = self._part()
        for sign in reversed(signs):
            tree = Negated(tree, sign.place)
        return tree

    def _part(self) -> Node:
        if self._is("("):
            self._take()
            tree = self._sum()
            self._expect(")")
            return tree
        if self._now.kind == "number":
            return self._number()
        if self._now.kind == "text":
            token = self._take()
            return Text(_unquoted(token.text), token.place)
        if self._now.kind == "name":
            return self._named()
        raise self._surprise(_("an indicator, a dataset with its breakdown, a function, a number or “(”"))

    def _number(self) -> Number:
        token = self._take()
        whole, _dot, part = token.text.partition(".")
        if len(whole) > 2 * PLACES or len(part) > PLACES:
            raise _refusal(_("A number has at most twelve digits and six decimals."), token.place)
        return Number(Decimal(token.text), token.place)

    def _named(self) -> Node:
        token = self._take()
        if self._is("["):
            return self._cells(token)
        return self._call(token) if self._is("(") else Name(token.text, token.place)

    def _cells(self, token: _Token) -> Cells:
        self._take()
        breakdowns: list[_Token] = []
        while True:
            if self._now.kind != "text":
                raise self._surprise(_("a breakdown between quotes"))
            breakdowns.append(self._take())
            if not self._is(","):
                break
            self._take()
        self._expect("]")
        texts = tuple(_unquoted(one.text) for one in breakdowns)
        if len(texts) > MOST_BREAKDOWNS:
            raise _refusal(_("More than %(limit)d breakdowns.") % {"limit": MOST_BREAKDOWNS}, token.place)
        twice = next((one for at, one in enumerate(breakdowns) if texts[at] in texts[:at]), None)
        if twice:
            raise _refusal(_("This breakdown stands here twice."), twice.place)
        return Cells(token.text, texts, token.place, tuple(one.place for one in breakdowns))

    def _call(self, token: _Token) -> Call:
        if token.text not in _FUNCTIONS:
            known = ", ".join(_FUNCTIONS)
            raise _refusal(
                _("There is no function “%(name)s”. Functions: %(known)s.") % {"name": token.text, "known": known},
                token.place,
            )
        self._take()
        arguments: list[Node] = []
        if not self._is(")"):
            arguments.append(self._sum())
        while self._is(","):
            self._take()
            arguments.append(self._sum())
        self._expect(")")
        call = Call(Function(token.text), tuple(arguments), token.place)
        found = unsuitable(call)
        if found:
            raise _refusal(*found)
        return call


def _unquoted(text: str) -> str:
    return re.sub(r'\\(["\\])', r"\1", text[1:-1])

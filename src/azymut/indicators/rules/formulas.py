"""Formulas of indicators among each other: which must be worked out before which."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache

from django.utils.translation import gettext as _

from azymut.indicators.rules.formula_language import (
    FormulaError,
    Node,
    Place,
    Problem,
    names_in,
    read,
    text_of_record,
)


@lru_cache(maxsize=2048)
def formula(text: str) -> Node:
    """The formula that a definition states, as a tree.

    A database made before the language holds records; they are read until the definitions are loaded the next time.
    Raises FormulaError.
    """
    if not text.startswith("{"):
        return read(text)
    try:
        return read(text_of_record(json.loads(text)))
    except (KeyError, TypeError, ValueError) as error:
        if isinstance(error, FormulaError):
            raise
        raise _refusal(_("This is no formula.")) from error


def in_order(formulas: Mapping[str, Node]) -> tuple[str, ...]:
    """Keys so that each comes after those that it builds on.

    Raises FormulaError for a circle or for an input that nobody defines.
    """
    done: dict[str, None] = {}
    open_keys: set[str] = set()

    def visit(key: str) -> None:
        if key in done:
            return
        if key not in formulas:
            raise _refusal(_("There is no indicator “%(key)s”.") % {"key": key})
        if key in open_keys:
            raise _refusal(_("“%(key)s” would build on itself.") % {"key": key})
        open_keys.add(key)
        for needed in names_in(formulas[key]):
            visit(needed)
        done[key] = None

    for key in formulas:
        visit(key)
    return tuple(done)


def _refusal(message: str) -> FormulaError:
    return FormulaError(Problem(message, Place()))

"""The language in which indicators are defined: read, printed, checked, said in words, exported as VTL.

Pure: nothing here knows the database. The store compiles the same trees to SQL. What the language means is written
for analysts in docs/formulas.md.
"""

from __future__ import annotations

from azymut.indicators.rules.formula_language.checking import Known, Table, check
from azymut.indicators.rules.formula_language.earlier import text_of_record
from azymut.indicators.rules.formula_language.reading import FormulaError, Problem, read
from azymut.indicators.rules.formula_language.tracing import Need, needs
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
    cells_in,
    constant,
    datasets_in,
    is_rolled_up,
    names_in,
    printed,
)
from azymut.indicators.rules.formula_language.vtl import vtl
from azymut.indicators.rules.formula_language.words import in_words

__all__ = [
    "Binary",
    "Call",
    "Cells",
    "FormulaError",
    "Function",
    "Known",
    "Name",
    "Need",
    "Negated",
    "Node",
    "Number",
    "Place",
    "Problem",
    "Table",
    "Text",
    "cells_in",
    "check",
    "constant",
    "datasets_in",
    "in_words",
    "is_rolled_up",
    "names_in",
    "needs",
    "printed",
    "read",
    "text_of_record",
    "vtl",
]

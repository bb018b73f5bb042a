"""Forms of the room."""

from __future__ import annotations

from azymut.indicators.web.forms.catalogue import CatalogueForm
from azymut.indicators.web.forms.defining import DefinitionForm, NewDefinitionForm, ReturnForm
from azymut.indicators.web.forms.interpreting import InterpretationForm
from azymut.indicators.web.forms.loading import LoadForm, RollBackForm
from azymut.indicators.web.forms.watching import (
    AlertChangeForm,
    AlertCloseForm,
    AlertRuleForm,
    RuleForm,
    SecrecyForm,
)

__all__ = [
    "AlertChangeForm",
    "AlertCloseForm",
    "AlertRuleForm",
    "CatalogueForm",
    "DefinitionForm",
    "InterpretationForm",
    "LoadForm",
    "NewDefinitionForm",
    "ReturnForm",
    "RollBackForm",
    "RuleForm",
    "SecrecyForm",
]

"""Forms of the room."""

from __future__ import annotations

from azymut.indicators.web.forms.catalogue import CatalogueForm
from azymut.indicators.web.forms.defining import DefinitionForm, NewDefinitionForm, ReturnForm
from azymut.indicators.web.forms.demand import DemandFilterForm, ForecastForm
from azymut.indicators.web.forms.interpreting import InterpretationForm
from azymut.indicators.web.forms.loading import LoadForm, RollBackForm
from azymut.indicators.web.forms.tables import SheetForm, TableForm, TableUploadForm
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
    "DemandFilterForm",
    "ForecastForm",
    "InterpretationForm",
    "LoadForm",
    "NewDefinitionForm",
    "ReturnForm",
    "RollBackForm",
    "RuleForm",
    "SecrecyForm",
    "SheetForm",
    "TableForm",
    "TableUploadForm",
]

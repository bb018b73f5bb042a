"""Forms of the room. They read what people type; rules decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from azymut.design.forms import DateInput, Form
from azymut.people.models import Organisation
from azymut.places.models import Territory
from azymut.programmes import queries
from azymut.programmes.actions import ActionPlan
from azymut.programmes.enums import PartnerRole, PeriodPart, TagGroup
from azymut.programmes.models import Action, FundingSource, Node, Tag


def _day(label: Any, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=DateInput(), **options)


def _amount(label: Any, **options: Any) -> forms.DecimalField:
    widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "short"})
    return forms.DecimalField(label=label, max_digits=14, decimal_places=2, localize=True, widget=widget, **options)


class CompletionForm(Form):
    done_on = _day(_("When was it done?"))
    note = forms.CharField(label=_("What shows it?"), required=False, widget=forms.Textarea(attrs={"rows": 3}))


class PostponementForm(Form):
    due_on = _day(_("New term"))
    reason = forms.CharField(
        label=_("Why does the term move?"),
        help_text=_("Shown to everyone on the action's page."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReopeningForm(Form):
    reason = forms.CharField(label=_("Why is it open again?"), widget=forms.Textarea(attrs={"rows": 3}))


class MilestoneForm(Form):
    title = forms.CharField(label=_("What will be done?"), max_length=300)
    due_on = _day(_("By when?"))


class MeasurementForm(Form):
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    part = forms.ChoiceField(label=_("Period"), choices=PeriodPart.choices, widget=forms.RadioSelect)
    value = forms.DecimalField(
        label=_("Value at the end of the period"),
        help_text=_("Counted up from the start of the action, not only within the period."),
        max_digits=16,
        decimal_places=4,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "short"}),
    )
    source_note = forms.CharField(
        label=_("Where does the value come from?"), max_length=300, help_text=_("For example: attendance lists.")
    )


class ExecutionForm(Form):
    planned = _amount(_("Planned, PLN"))
    committed = _amount(_("Committed by contracts and decisions, PLN"))
    spent = _amount(_("Spent, PLN"))
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, may_plan: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_plan:
            del self.fields["planned"]


class BudgetLineForm(Form):
    source = forms.ModelChoiceField(label=_("Source"), queryset=FundingSource.objects.none())
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    planned = _amount(_("Planned, PLN"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].queryset = queries.funding_sources()  # type: ignore[attr-defined]  # a field of choices


class ActionForm(Form):
    """The facts of an action; for a new one also its place in the programme."""

    parent = forms.ModelChoiceField(label=_("Where it stands in the programme"), queryset=Node.objects.none())
    number = forms.CharField(label=_("Number"), max_length=20, widget=forms.TextInput(attrs={"class": "short"}))
    title = forms.CharField(label=_("Title"), max_length=300)
    text = forms.CharField(label=_("What it is about"), widget=forms.Textarea(attrs={"rows": 5}))
    goals = forms.CharField(label=_("What it is to achieve"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    evidence = forms.CharField(label=_("What shows the need"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    lead = forms.ModelChoiceField(label=_("Lead organisation"), queryset=Organisation.objects.none())
    partners = forms.ModelMultipleChoiceField(label=_("Partners"), required=False, queryset=Organisation.objects.none())
    territories = forms.ModelMultipleChoiceField(label=_("Where"), queryset=Territory.objects.none())
    starts_on = _day(_("Starts on"))
    ends_on = _day(_("Ends on"))
    areas = forms.ModelMultipleChoiceField(
        label=_("ZSU 2030 areas"), queryset=Tag.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    tags = forms.ModelMultipleChoiceField(
        label=_("Target groups, transformations, specialisations"),
        required=False,
        queryset=Tag.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, region: str, parents: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organisations = queries.open_organisations()
        sets = {
            "parent": parents,
            "lead": organisations,
            "partners": organisations,
            "territories": queries.territories_below(region),
            "areas": queries.areas(),
            "tags": queries.other_tags(),
        }
        if parents is None:
            del self.fields["parent"]
            del sets["parent"]
        for name, queryset in sets.items():
            self.fields[name].queryset = queryset  # type: ignore[attr-defined]  # a field of choices

    @staticmethod
    def values_of(action: Action) -> dict[str, Any]:
        """What stands now, to start the form with."""
        tags = list(action.tags.all())
        return {
            "number": action.number,
            "title": action.title,
            "text": action.node.text,
            "goals": action.goals,
            "evidence": action.evidence,
            "lead": action.lead_id,
            "partners": [partnership.organisation_id for partnership in action.partnerships.all()],
            "territories": [territory.pk for territory in action.territories.all()],
            "starts_on": action.starts_on,
            "ends_on": action.ends_on,
            "areas": [tag.pk for tag in tags if tag.group == TagGroup.AREA],
            "tags": [tag.pk for tag in tags if tag.group != TagGroup.AREA],
        }

    def plan(self, roles: dict[int, PartnerRole] | None = None) -> ActionPlan:
        """The facts as typed; partners keep the roles they had."""
        data = self.cleaned_data
        kept = roles or {}
        return ActionPlan(
            number=data["number"],
            title=data["title"],
            text=data["text"],
            lead=data["lead"],
            starts_on=data["starts_on"],
            ends_on=data["ends_on"],
            goals=data["goals"],
            evidence=data["evidence"],
            partners=[(partner, kept.get(partner.pk, PartnerRole.CARRIES_OUT)) for partner in data["partners"]],
            territories=list(data["territories"]),
            tags=[*data["areas"], *data["tags"]],
        )

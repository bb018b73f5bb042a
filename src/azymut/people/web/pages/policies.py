"""What personal data are kept, why and for how long: the sentences that the models themselves state."""

from __future__ import annotations

from dataclasses import dataclass

from django.apps import apps
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

RECORDS = {
    "people.account": gettext_lazy("Account"),
    "people.organisation": gettext_lazy("Organisation's contact"),
    "people.membership": gettext_lazy("Role"),
    "people.invitation": gettext_lazy("Invitation"),
    "people.importrun": gettext_lazy("File of the school register"),
    "people.consent": gettext_lazy("Consent"),
    "kernel.auditentry": gettext_lazy("Audit trail"),
    "kernel.attachment": gettext_lazy("Attached file"),
    "kernel.draft": gettext_lazy("Draft of a form"),
    "kernel.mail": gettext_lazy("Message sent"),
    "kernel.startedtask": gettext_lazy("Work started in the background"),
    "kernel.notificationpreference": gettext_lazy("Choice of notifications"),
}
# What the kernel's models say of themselves; the kernel has no page that would ask for these texts.
KERNEL_SENTENCES = (
    gettext_noop("accountability of a public office"),
    gettext_noop("ten years, then the worker removes the entry"),
    gettext_noop("documents of the record that it belongs to"),
    gettext_noop("as long as the record that it belongs to"),
    gettext_noop("losing nothing that was typed"),
    gettext_noop("until the form is saved, the draft is discarded or the account is erased; 30 days at most"),
    gettext_noop("telling people what waits for them"),
    gettext_noop("90 days after sending"),
    gettext_noop("sending people only what they want"),
    gettext_noop("until the account is erased"),
)


@dataclass(frozen=True)
class PolicyRow:
    what: str
    purpose: str
    basis: str
    retention: str


def policies() -> list[PolicyRow]:
    """One row for every model that holds personal data."""
    rows = []
    for model in apps.get_models():
        personal = getattr(model, "personal_data", None)
        if personal is None or not personal.fields:
            continue
        what = RECORDS.get(model._meta.label_lower) or capfirst(model._meta.verbose_name)
        rows.append(PolicyRow(str(what), _(str(personal.purpose)), _(str(personal.basis)), _(str(personal.retention))))
    return sorted(rows, key=lambda row: row.what)

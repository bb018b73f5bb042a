"""The words in which models declare personal data, gathered for translation; a test keeps them complete."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

DECLARATIONS = (
    _("GDPR art. 6.1(c) and (e)"),
    _("GDPR art. 6.1(e)"),
    _("90 days after sending"),
    _("accountability of a public office"),
    _("as long as the record that it belongs to"),
    _("documents of the record that it belongs to"),
    _("knowing who may act for whom"),
    _("reaching the organisation"),
    _("sending people only what they want"),
    _("signing in and being answerable for what one does"),
    _("telling people what waits for them"),
    _("ten years after it ended, as part of the office's accountability"),
    _("ten years, then the worker removes the entry"),
    _("two years after the last sign-in, then anonymised"),
    _("until replaced, or one year after the organisation closed"),
    _("until the account is erased"),
    _("GDPR art. 7.1"),
    _("knowing where the data of organisations come from"),
    _("as long as the data that it brought"),
    _("letting in people whom someone answerable has invited"),
    _("180 days after it was accepted, withdrawn or expired"),
    _("proving what a person agreed to"),
    _("six years after it was withdrawn"),
    _("as long as the programme's documentation is kept"),
    _("knowing who decided about a programme's course"),
    _("knowing who issued an official document"),
    _("GDPR art. 6.1(e), archives act"),
    _("as long as the document"),
    _("as the office's archive rules say for the kind of document"),
    _("documents of a public office, as they were issued"),
    _("proof of who signed a document of the office"),
    _("a week after the work ended"),
    _("as long as the figures are kept"),
    _("knowing who answers for published figures"),
    _("showing people the work that they started"),
)

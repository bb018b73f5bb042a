"""Drafts of forms: kept for their writer alone, taken up again later, gone when the form is saved.

Nobody else ever sees a draft, so it leaves no entry in the audit trail; what is handed in does.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from azymut.kernel import audit
from azymut.kernel.audit import action
from azymut.kernel.errors import DomainError
from azymut.kernel.models import Draft
from azymut.kernel.personal import PersonalDataProvider, register_personal_data

MOST_CHARACTERS = 200_000
MOST_DRAFTS = 200
"""Of one person; what is typed into a form beyond them is not kept."""


def draft_of(account: Any, form: str) -> Draft | None:
    """The person's draft of this form."""
    return Draft.objects.filter(account=account, form=form).first()


@action(gettext_lazy("Draft kept"))
def keep(*, form: str, typed: Mapping[str, Sequence[str]], stamp: str, by: Any, at: datetime) -> Draft:
    """Put down what stands in the form now, over what was kept before. DomainError when it is too much.

    A draft has not met the form's own checks: NUL characters, which PostgreSQL cannot keep, are left out here.
    """
    audit.unrecorded()
    kept = {_keepable(name): [_keepable(text) for text in texts] for name, texts in typed.items()}
    if len(json.dumps(kept, ensure_ascii=False)) > MOST_CHARACTERS:
        raise DomainError(_("The draft is too long to be kept."))
    others = Draft.objects.filter(account=by).exclude(form=form).count()
    if others >= MOST_DRAFTS:
        raise DomainError(_("Too many drafts are kept. Finish or discard some of them."))
    draft, _made = Draft.objects.update_or_create(
        account=by,
        form=form,
        defaults={"typed": kept, "stamp": _keepable(stamp)[:32], "saved_at": at},
    )
    return draft


def _keepable(text: str) -> str:
    return text.replace("\0", "")


@action(gettext_lazy("Draft thrown away"))
def discard(*, form: str, by: Any, at: datetime) -> bool:  # noqa: ARG001  # actions take their moment
    """Forget the person's draft of this form; says whether there was one."""
    audit.unrecorded()
    return bool(Draft.objects.filter(account=by, form=form).delete()[0])


def held_about(account: Any) -> Mapping[str, Any]:
    """The person's drafts, for the download of "my data"."""
    kept = Draft.objects.filter(account=account).order_by("form")
    return {"drafts": [{"form": row.form, "saved_at": row.saved_at.isoformat(), "typed": row.typed} for row in kept]}


def forget(account: Any, _at: datetime) -> int:
    """The kernel's part of erasing a person, inside the caller's action."""
    return Draft.objects.filter(account=account).delete()[0]


def register() -> None:
    """Called once from AppConfig.ready()."""
    register_personal_data(PersonalDataProvider("kernel", export=held_about, erase=forget))

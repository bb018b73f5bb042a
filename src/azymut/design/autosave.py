"""Forms whose drafts save themselves: what a view does beside showing and saving its form.

    drafting = Drafting(request, form, stamp=stamp_of(thing.changed_at))
    if drafting.asked:
        return drafting.answer()
    ...
    drafting.done()      # the form was saved

The template puts `{% part "draft" draft=draft %}` above the form and `{% part "autosave" … %}` into it, below its own
button: the Enter key presses a form's first button. Without JavaScript "Save the draft" is an ordinary button.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext

from azymut.design import formats
from azymut.kernel import drafts
from azymut.kernel.errors import DomainError

if TYPE_CHECKING:
    from django.http import HttpRequest

    from azymut.design.forms import Form

ASKED = "draft"
SAVE, DISCARD = "save", "discard"
STAMP = "draft_stamp"
_NOT_TYPED = {"csrfmiddlewaretoken", STAMP}


def saved(at: datetime) -> str:
    """ "saved 14:05": what a draft address answers with (as its whole body), and what the part shows at first."""
    local = timezone.localtime(at) if timezone.is_aware(at) else at
    return gettext("saved %(time)s") % {"time": f"{local:%H:%M}"}


def stamp_of(*parts: object) -> str:
    """A mark of how the object stands; another mark means that it has changed. The order in lists means nothing."""
    return hashlib.sha256(repr([_still(part) for part in parts]).encode()).hexdigest()[:32]


def _still(part: object) -> object:
    if isinstance(part, dict):
        return sorted((name, _still(value)) for name, value in part.items())
    return sorted(map(repr, part)) if isinstance(part, list) else repr(part)


def _name_of(request: HttpRequest) -> str:
    """The form and its object, in whatever language the page is read."""
    match = request.resolver_match
    return " ".join([match.view_name, *map(str, match.kwargs.values())]) if match else request.path


class Drafting:
    """The draft of the form that the request is about: restored into the form, saved, discarded, or done with."""

    def __init__(self, request: HttpRequest, form: Form, *, stamp: str = "") -> None:
        self._request = request
        self._by: Any = request.user
        self._form = _name_of(request)
        self._asked = request.GET.get(ASKED, "") if request.method == "POST" else ""
        self._standing = stamp
        self.stamp = request.POST.get(STAMP, stamp)
        self.restored = ""
        self.changed = False
        if not form.is_bound:
            self._restore(form, stamp)

    def _restore(self, form: Form, stamp: str) -> None:
        draft = drafts.draft_of(self._by, self._form)
        if draft is None:
            return
        typed = QueryDict(mutable=True)
        for name, texts in draft.typed.items():
            typed.setlist(name, texts)
        form.restore(typed)
        self.restored = formats.moment(draft.saved_at)
        self.changed = draft.stamp != stamp
        self.stamp = draft.stamp

    @property
    def asked(self) -> bool:
        """The request is about the draft; the form itself was not sent."""
        return self._asked in (SAVE, DISCARD)

    @property
    def overtaken(self) -> bool:
        """The form was sent from a page that no longer showed how the object stands."""
        return self._request.method == "POST" and bool(self._standing) and self.stamp != self._standing

    def look_again(self) -> DomainError:
        """Why a form that was overtaken is not saved yet. Sent once more, it counts as seen."""
        self.stamp = self._standing
        return DomainError(
            gettext(
                "This was changed after you had opened the page. What you typed stands below: see whether it still "
                "holds, and save it again."
            )
        )

    @property
    def save_url(self) -> str:
        return f"{self._request.path}?{ASKED}={SAVE}"

    @property
    def discard_url(self) -> str:
        return f"{self._request.path}?{ASKED}={DISCARD}"

    def answer(self) -> HttpResponse:
        """Save or discard, and say so: in a word to the part, with the form itself to a browser without scripts."""
        at = timezone.now()
        if self._asked == DISCARD:
            drafts.discard(form=self._form, by=self._by, at=at)
            messages.success(self._request, gettext("The draft was discarded."))
            return redirect(self._request.path)
        typed = {name: texts for name, texts in self._request.POST.lists() if name not in _NOT_TYPED}
        try:
            drafts.keep(form=self._form, typed=typed, stamp=self.stamp, by=self._by, at=at)
        except DomainError as error:
            said, tell = str(error), messages.error
        else:
            said, tell = saved(at), messages.success
        if self._request.headers.get("HX-Request"):
            return HttpResponse(said, content_type="text/plain; charset=utf-8")
        tell(self._request, gettext("Draft: %(said)s") % {"said": said})
        return redirect(self._request.path)

    def done(self) -> None:
        """The form was saved; its draft has served."""
        drafts.discard(form=self._form, by=self._by, at=timezone.now())

"""What a view does with what was sent: one action, a rule's reason where it belongs, a word when it is done.

if carry_out(request, form, lambda: actions.close(…, **form.cleaned_data), said=_("It is closed.")):
    return redirect(thing)
return render(…)      # not sent yet, or refused with the reason at its field
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from django.contrib import messages

from azymut.kernel.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    from azymut.design.autosave import Drafting
    from azymut.design.forms import Form

T = TypeVar("T")


@dataclass(frozen=True)
class Done(Generic[T]):
    """The action was carried out and answered this."""

    answer: T


def carry_out(
    request: HttpRequest, form: Form, act: Callable[[], T], *, said: str = "", draft: Drafting | None = None
) -> Done[T] | None:
    """Call the action of a form that was sent and is sound; a rule's reason goes to its field, a draft has served.

    A form with a draft that was sent from a page overtaken by another's change comes back first, with what was typed.
    """
    if request.method != "POST" or not form.is_valid():
        return None
    if draft and draft.overtaken:
        form.refuse(draft.look_again())
        return None
    try:
        done = Done(act())
    except DomainError as error:
        form.refuse(error)
        return None
    if draft:
        draft.done()
    if said:
        messages.success(request, said)
    return done


def press(request: HttpRequest, act: Callable[[], T], *, said: str) -> Done[T] | None:
    """Call the action of a button that has no form of its own; a rule's reason is told above the next page."""
    try:
        done = Done(act())
    except DomainError as error:
        messages.error(request, str(error))
        return None
    messages.success(request, said)
    return done

"""Handing out documents, taking signed copies, and the office's own templates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from azymut.design.sending import carry_out
from azymut.documents import actions, kinds, making, queries
from azymut.documents.enums import CONTENT_TYPES, TEMPLATE_SUFFIXES, Format
from azymut.documents.kinds import Kind
from azymut.documents.models import Document, SignedCopy, Template
from azymut.documents.web import pages
from azymut.documents.web.forms import SignedCopyForm, TemplateForm
from azymut.kernel.access import public, requires, signed_in
from azymut.kernel.attachments import clean_name

if TYPE_CHECKING:
    from django.http import HttpRequest

REPLACE_TEMPLATES = "replace_templates"
_TYPST = "text/plain; charset=utf-8"


def _document(request: HttpRequest, public_id: str) -> Document:
    """The document, if this visitor may read it; others cannot tell that it exists."""
    found = queries.document(public_id)
    account: Any = request.user if request.user.is_authenticated else None
    if found is None or not kinds.may_read(account, found):
        raise Http404
    return found


def _signable(request: HttpRequest, public_id: str) -> Document:
    document = _document(request, public_id)
    if not kinds.may_sign(request.user, document):
        raise PermissionDenied
    return document


@public
@require_safe
def download(request: HttpRequest, public_id: str, file_format: str) -> HttpResponseBase:
    """One file of a document. Its checksum is its ETag, so nobody fetches twice what they have."""
    document = _document(request, public_id)
    file = queries.file_of(document, file_format)
    if file is None:
        raise Http404
    tag = f'"{file.sha256}"'
    if request.headers.get("If-None-Match") == tag:
        response: HttpResponseBase = HttpResponseNotModified()
    else:
        name, kind = clean_name(f"{document.title}.{file_format}"), CONTENT_TYPES[file_format]
        response = FileResponse(file.file.open("rb"), as_attachment=True, filename=name, content_type=kind)
        response["X-Content-Type-Options"] = "nosniff"
    response["ETag"] = tag
    # A copy kept elsewhere is asked about each time, so that a withdrawn document is gone at once.
    response["Cache-Control"] = "public, no-cache" if document.is_public else "private, no-cache"
    return response


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def signed(request: HttpRequest, public_id: str) -> HttpResponse:
    """A document's files, and the form that takes a signed copy."""
    document = _signable(request, public_id)
    form = SignedCopyForm(request.POST or None, request.FILES or None)

    def act() -> SignedCopy:
        given = form.cleaned_data
        return actions.hand_in_signed_copy(
            document=document,
            upload=given["file"],
            signed_on=given["signed_on"],
            signatories=given["signatories"],
            by=request.user,
            at=timezone.now(),
        )

    if carry_out(request, form, act, said=_("The signed copy was added. The generated file stays beside it.")):
        return redirect(request.path)
    return render(request, "documents/signed.html", {"form": form, "page": pages.document_page(document)})


@requires(REPLACE_TEMPLATES)
@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    return render(request, "documents/templates.html", {"rows": pages.template_rows()})


def _kind(key: str, file_format: str) -> tuple[Kind, Format]:
    kind = kinds.kind_of(key)
    if kind is None or file_format not in pages.REPLACEABLE:
        raise Http404
    return kind, Format(file_format)


@requires(REPLACE_TEMPLATES)
@require_http_methods(["GET", "HEAD", "POST"])
def template(request: HttpRequest, kind: str, file_format: str) -> HttpResponse:
    """What is in force, and the form that replaces it."""
    registered, wanted = _kind(kind, file_format)
    form = TemplateForm(request.POST or None, request.FILES or None, file_format=file_format)

    def act() -> Template:
        name, source = clean_name(form.cleaned_data["file"].name), form.cleaned_data["file"].read()
        return actions.replace_template(
            kind=kind, file_format=wanted, name=name, source=source, by=request.user, at=timezone.now()
        )

    if carry_out(request, form, act, said=_("Your template is in force. Documents made before keep theirs.")):
        return redirect("documents:template", kind, file_format)
    page = pages.template_page(registered, wanted, queries.active_template(kind, wanted))
    return render(request, "documents/template.html", {"form": form, "page": page})


@requires(REPLACE_TEMPLATES)
@require_safe
def builtin(_request: HttpRequest, kind: str, file_format: str) -> HttpResponse:
    _registered, wanted = _kind(kind, file_format)
    return _template_file(making.builtin_template(wanted), wanted, f"{kind}-azymut")


@requires(REPLACE_TEMPLATES)
@require_safe
def current(_request: HttpRequest, kind: str, file_format: str) -> HttpResponse:
    _registered, wanted = _kind(kind, file_format)
    source = queries.template_source(queries.active_template(kind, wanted))
    if source is None:
        raise Http404
    return _template_file(source, wanted, kind)


@requires(REPLACE_TEMPLATES)
@require_safe
def trial(_request: HttpRequest, kind: str, file_format: str) -> HttpResponse:
    """The last document of the kind, or its example, with the template in force: how it looks now."""
    _registered, wanted = _kind(kind, file_format)
    source = queries.template_source(queries.active_template(kind, wanted))
    content = queries.trial_document(kind, wanted, source)
    response = HttpResponse(content, content_type=CONTENT_TYPES[wanted])
    response["Content-Disposition"] = f'attachment; filename="{kind}-proba.{wanted.value}"'
    return response


@requires(REPLACE_TEMPLATES)
@require_POST
def restore(request: HttpRequest, kind: str, file_format: str) -> HttpResponse:
    _registered, wanted = _kind(kind, file_format)
    standing = queries.active_template(kind, wanted)
    if standing is not None:
        actions.restore_builtin(template=standing, by=request.user, at=timezone.now())
        messages.success(request, _("The built-in template is in force again."))
    return redirect("documents:template", kind, file_format)


def _template_file(source: bytes, file_format: Format, name: str) -> HttpResponse:
    kind = _TYPST if file_format == Format.PDF else CONTENT_TYPES[file_format]
    response = HttpResponse(source, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}.{TEMPLATE_SUFFIXES[file_format]}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response

"""Pages of the room: who may read, safe headers, signed copies, templates."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from azymut.documents import actions, docx, kinds, pdf, providers, xlsx
from azymut.documents.enums import Format
from azymut.documents.models import SignedCopy, Template
from azymut.kernel.models import Attachment
from tests.documents import examples
from tests.documents.examples import changed
from tests.factories.people import AccountFactory

pytestmark = pytest.mark.django_db

KIND = "example"
PAGE = f"/szablony/{KIND}/docx/"


@pytest.fixture(autouse=True)
def kind(monkeypatch):
    def coordinators(account, _document):
        return account is not None and account.may("produce_reports")

    registered = kinds.Kind(KIND, "Example", examples.short, may_read=coordinators, may_sign=coordinators)
    monkeypatch.setattr(kinds, "_kinds", {KIND: registered})


@pytest.fixture
def document(now):
    return actions.produce(kind=KIND, content=examples.short(), formats=(Format.XLSX,), by=None, at=now)


@pytest.fixture
def coordinator(client, settings):
    settings.SECOND_FACTOR_DEMANDED = False
    account = AccountFactory(coordinator=True)
    client.force_login(account)
    return account


@pytest.fixture
def member(client):
    account = AccountFactory(member=True)
    client.force_login(account)
    return account


def url(document, file_format="xlsx"):
    return f"/dokumenty/{document.public_id}/{file_format}/"


def read(response) -> bytes:
    """The whole file; reading to the end also closes it."""
    return b"".join(response.streaming_content)


def test_closed_document_does_not_exist_for_strangers(client, document):
    assert client.get(url(document)).status_code == 404


def test_closed_document_does_not_exist_for_members(client, document, member):
    assert client.get(url(document)).status_code == 404


def test_reader_gets_the_file_with_safe_headers(client, document, coordinator):
    response = client.get(url(document))
    content = read(response)
    assert content.startswith(b"PK")
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-cache"
    tag = response["ETag"]
    again = client.get(url(document), HTTP_IF_NONE_MATCH=tag)
    assert (again.status_code, again["ETag"]) == (304, tag)


def test_public_document_is_open_and_cached(client, document, now):
    actions.publish(document=document, by=None, at=now)
    response = client.get(url(document))
    assert read(response).startswith(b"PK")
    assert response["Cache-Control"] == "public, no-cache"


def test_withdrawn_document_is_gone_at_once_for_strangers(client, document, now):
    actions.publish(document=document, by=None, at=now)
    tag = f'"{document.files.get().sha256}"'
    assert client.get(url(document), HTTP_IF_NONE_MATCH=tag).status_code == 304
    actions.withdraw(document=document, by=None, at=now)
    assert client.get(url(document), HTTP_IF_NONE_MATCH=tag).status_code == 404


def test_absent_format_is_not_found(client, document, coordinator):
    assert client.get(url(document, "pdf")).status_code == 404
    assert client.get(url(document, "exe")).status_code == 404
    assert client.post(url(document)).status_code == 405


def test_signed_copy_is_kept_beside_the_generated_file(client, document, coordinator):
    address = f"/dokumenty/{document.public_id}/podpisany/"
    page = client.get(address).content.decode()
    assert "Nie ma jeszcze podpisanego egzemplarza" in page
    upload = SimpleUploadedFile("podpisany.pdf", pdf.build(examples.short()))
    sent = client.post(address, {"file": upload, "signed_on": "22.11.2026", "signatories": "Jan Nowak"})
    assert sent.status_code == 302
    copy = SignedCopy.objects.get()
    assert copy.created_by == coordinator
    assert document.files.count() == 1
    page = client.get(address).content.decode()
    assert "podpisano 22.11.2026: Jan Nowak" in page
    assert read(client.get(f"/pliki/{copy.attachment.public_id}/")).startswith(b"%PDF")


def test_signed_copy_is_read_by_readers_of_its_document_alone(client, document, coordinator):
    upload = SimpleUploadedFile("podpisany.pdf", pdf.build(examples.short()))
    address = f"/dokumenty/{document.public_id}/podpisany/"
    client.post(address, {"file": upload, "signed_on": "22.11.2026", "signatories": "Jan Nowak"})
    attachment = SignedCopy.objects.get().attachment
    assert providers.may_read_attachment(attachment, coordinator)
    assert not providers.may_read_attachment(attachment, AccountFactory(member=True))
    assert not providers.may_read_attachment(Attachment(pk=0), coordinator)


def test_signed_copy_of_a_wrong_type_or_day_is_refused_at_its_field(client, document, coordinator):
    address = f"/dokumenty/{document.public_id}/podpisany/"
    upload = SimpleUploadedFile("podpisany.pdf", b"plain text")
    page = client.post(address, {"file": upload, "signed_on": "22.11.2026", "signatories": "J"}).content.decode()
    assert 'href="#id_file"' in page
    upload = SimpleUploadedFile("podpisany.pdf", b"%PDF-1.7 x")
    page = client.post(address, {"file": upload, "signed_on": "22.11.2126", "signatories": "J"}).content.decode()
    assert "przyszłej daty" in page
    assert not SignedCopy.objects.exists()


def test_who_may_read_but_not_sign_is_refused(client, document, member, now):
    actions.publish(document=document, by=None, at=now)
    assert client.get(f"/dokumenty/{document.public_id}/podpisany/").status_code == 403


@pytest.mark.parametrize("address", ["/szablony/", PAGE, f"{PAGE}wbudowany/", f"{PAGE}obecny/", f"{PAGE}proba/"])
def test_templates_are_closed_to_members(client, member, address):
    assert client.get(address).status_code == 403


@pytest.mark.parametrize("address", ["/szablony/", PAGE])
def test_templates_send_strangers_to_sign_in(client, address):
    assert client.get(address).status_code == 302


def test_template_is_replaced_and_restored(client, coordinator):
    assert "wbudowany" in client.get("/szablony/").content.decode()
    assert client.get(f"{PAGE}obecny/").status_code == 404
    own = docx.builtin_template()
    sent = client.post(PAGE, {"file": SimpleUploadedFile("nasz.docx", own)}, follow=True)
    assert "Twój szablon obowiązuje" in sent.content.decode()
    assert client.get(f"{PAGE}obecny/").content == own
    assert "Twoja wersja 1" in client.get("/szablony/").content.decode()
    restored = client.post(f"{PAGE}przywroc/", follow=True)
    assert "Znów obowiązuje szablon wbudowany" in restored.content.decode()
    assert client.post(f"{PAGE}przywroc/").status_code == 302
    assert Template.objects.get().is_active is False


def test_builtin_templates_and_trial_are_downloaded(client, coordinator):
    assert client.get(f"{PAGE}wbudowany/").content == docx.builtin_template()
    assert client.get(f"/szablony/{KIND}/pdf/wbudowany/").content == pdf.builtin_template()
    assert client.get(f"/szablony/{KIND}/pdf/proba/").content.startswith(b"%PDF")
    workbook = client.get(f"/szablony/{KIND}/xlsx/wbudowany/")
    assert workbook.content == xlsx.builtin_template()
    assert workbook["Content-Disposition"] == f'attachment; filename="{KIND}-azymut.xlsx"'
    assert client.get(f"/szablony/{KIND}/xlsx/proba/").content == xlsx.build(examples.short())


def test_workbook_template_says_its_marks_and_styles_and_is_replaced(client, coordinator):
    address = f"/szablony/{KIND}/xlsx/"
    page = client.get(address).content.decode()
    assert "{{ caption }}" in page
    assert "Azymut money" in page
    own = changed(xlsx.builtin_template(), docPropsx__note=b"x")
    sent = client.post(address, {"file": SimpleUploadedFile("nasz.xlsx", own)}, follow=True)
    assert "Twój szablon obowiązuje" in sent.content.decode()
    assert client.get(f"{address}obecny/").content == own


def test_faulty_workbook_template_is_refused_with_its_place(client, coordinator):
    broken = changed(xlsx.builtin_template(), xl__vbaProjectDOTbin=b"x")
    page = client.post(f"/szablony/{KIND}/xlsx/", {"file": SimpleUploadedFile("nasz.xlsx", broken)}).content.decode()
    assert "makra" in page
    assert "(xl/vbaProject.bin)" in page
    assert not Template.objects.exists()


def test_faulty_template_is_refused_with_its_place(client, coordinator):
    upload = SimpleUploadedFile("nasz.typ", b"= A\n\n#unknown")
    page = client.post(f"/szablony/{KIND}/pdf/", {"file": upload}).content.decode()
    assert "wiersz 3, kolumna 2" in page
    assert not Template.objects.exists()


@pytest.mark.parametrize("address", ["/szablony/none/pdf/", f"/szablony/{KIND}/odt/"])
def test_unknown_template_is_not_found(client, coordinator, address):
    assert client.get(address).status_code == 404


def test_page_of_templates_asks_the_database_a_fixed_number_of_times(
    client, coordinator, django_assert_max_num_queries, monkeypatch
):
    client.get("/szablony/")
    with django_assert_max_num_queries(40) as few:
        client.get("/szablony/")
    monkeypatch.setitem(kinds._kinds, "second", kinds.Kind("second", "Second", examples.short))
    monkeypatch.setitem(kinds._kinds, "third", kinds.Kind("third", "Third", examples.short))
    with django_assert_max_num_queries(len(few)):
        client.get("/szablony/")

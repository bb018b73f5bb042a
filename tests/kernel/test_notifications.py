"""Preferences, single mails, and the weekly digest in each person's language."""

from __future__ import annotations

from datetime import date

import pytest

from azymut.kernel import digest, notifications, recurring, registries, worker
from azymut.kernel.models import AuditEntry, Mail, NotificationPreference
from azymut.kernel.registries import Duty
from tests.factories.people import AccountFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def busy(monkeypatch):
    """Accounts in this list have two duties."""
    accounts = []

    def duties(account, moment):
        if account in accounts:
            return [
                Duty(label="Głosuj & <myśl>", url="/glosowania/x/", button="Głosuj", due_on=date(2026, 11, 20)),
                Duty(
                    label="Sprawozdanie",
                    url="https://elsewhere.example.org/a",
                    button="Otwórz",
                    due_on=date(2026, 12, 1),
                ),
                Duty(label="Bez terminu", url="/c/", button="Otwórz"),
            ]
        return []

    monkeypatch.setattr(registries, "_duties", {"test": duties})
    return accounts


def test_digest_goes_to_those_for_whom_something_waits(busy, now, settings):
    settings.SITE_ADDRESS = "https://azymut.example.org/"
    account = AccountFactory(email="anna@example.org")
    AccountFactory(email="idle@example.org")
    busy.append(account)
    assert digest.send_to_all(at=now) == 1
    mail = Mail.objects.get()
    assert (mail.recipient, mail.subject) == ("anna@example.org", "Azymut: Czekają na Ciebie 3 sprawy")
    assert "* Głosuj & <myśl> (termin minął 20.11.2026)" in mail.text
    assert "https://azymut.example.org/glosowania/x/" in mail.text
    assert "https://elsewhere.example.org/a" in mail.text
    assert "https://azymut.example.org/powiadomienia/" in mail.text
    assert 'href="https://azymut.example.org/c/"' in mail.html
    assert "Głosuj &amp; &lt;myśl&gt;" in mail.html
    assert mail.queued_at == now


def test_digest_speaks_the_readers_language(busy, now):
    busy.append(AccountFactory(language="en"))
    digest.send_to_all(at=now)
    mail = Mail.objects.get()
    assert mail.subject == "Azymut: 3 things wait for you"
    assert "was due 20.11.2026" in mail.text
    assert '<html lang="en">' in mail.html
    assert "/en/powiadomienia/" in mail.text


def test_digest_is_written_once_a_week(busy, now):
    busy.append(AccountFactory())
    assert [digest.send_to_all(at=now), digest.send_to_all(at=now)] == [1, 0]
    assert Mail.objects.count() == 1


def test_digest_respects_preference_and_closed_accounts(busy, now):
    unwilling, closed, willing = AccountFactory(), AccountFactory(is_active=False), AccountFactory()
    NotificationPreference.objects.create(account=unwilling, weekly_digest=False)
    NotificationPreference.objects.create(account=willing, single_mails=False)
    busy.extend([unwilling, closed, willing])
    digest.send_to_all(at=now)
    assert Mail.objects.get().recipient == willing.email


def test_digest_runs_as_a_task(busy):
    busy.append(AccountFactory())
    recurring.send_digest.enqueue()
    assert worker.run_until_idle() == 1
    assert Mail.objects.count() == 1


def test_single_mail_respects_preference(now):
    willing, unwilling, closed = AccountFactory(), AccountFactory(), AccountFactory(is_active=False)
    NotificationPreference.objects.create(account=unwilling, single_mails=False)
    sent = [notifications.tell(account, subject="S", text="T", at=now) for account in (willing, unwilling, closed)]
    assert [bool(mail) for mail in sent] == [True, False, False]
    assert Mail.objects.get().recipient == willing.email


def test_choice_is_kept_and_changed(now):
    account = AccountFactory()
    notifications.choose(account=account, single_mails=False, weekly_digest=True, by=account, at=now)
    notifications.choose(account=account, single_mails=False, weekly_digest=False, by=account, at=now)
    notifications.choose(account=account, single_mails=False, weekly_digest=False, by=account, at=now)
    stored = notifications.preference_of(account)
    assert (stored.single_mails, stored.weekly_digest) == (False, False)
    assert [noted.after.get("weekly_digest") for noted in AuditEntry.objects.order_by("pk")] == [True, False]


def test_preferences_page_saves_the_choice(client):
    assert client.get("/powiadomienia/").status_code == 302
    account = AccountFactory(member=True)
    client.force_login(account)
    html = client.get("/powiadomienia/").content.decode()
    assert html.count("checked") == 2
    assert client.post("/powiadomienia/", {"single_mails": "on"}).url == "/powiadomienia/"
    stored = notifications.preference_of(account)
    assert (stored.single_mails, stored.weekly_digest) == (True, False)
    assert client.put("/powiadomienia/").status_code == 405


def test_form_that_makes_no_sense_is_shown_again(client, monkeypatch):
    client.force_login(AccountFactory(member=True))
    monkeypatch.setattr("azymut.kernel.web.views.NotificationForm.is_valid", lambda _: False)
    page = client.post("/powiadomienia/", {"single_mails": "on"})
    assert page.status_code == 200
    assert page.context["form"].is_bound
    assert not NotificationPreference.objects.exists()

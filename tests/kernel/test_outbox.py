"""The outbox: rows first, then delivery that can fail, be doubted, be repeated."""

from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage, EmailMultiAlternatives, send_mail
from hypothesis import given
from hypothesis import strategies as st

from azymut.kernel import outbox, postman
from azymut.kernel.enums import MailState
from azymut.kernel.models import AuditEntry, Mail
from azymut.kernel.web.pages import outbox_page
from tests.factories.people import AccountFactory
from tests.kernel import sample_tasks

pytestmark = pytest.mark.django_db


def write(now, **values):
    given = {"to": "anna@example.org", "subject": "Zażółć", "text": "Gęślą jaźń\n", "at": now, **values}
    return outbox.send(**given)


def deliver(moment, **options):
    return outbox.deliver_due(clock=lambda: moment, **options)


def test_send_only_writes_a_row(now):
    mail = write(now, subject="Two\n  lines", html="<p>Hi</p>")
    assert (mail.state, mail.subject, mail.queued_at, mail.not_before) == (MailState.QUEUED, "Two lines", now, now)
    assert mail.message_id.endswith("@localhost>")
    assert write(now).message_id != mail.message_id


def test_delivered_message_is_what_was_written(now, mail_server):
    mail = write(now, html="<p>Gęślą</p>")
    assert deliver(now) == 1
    mail.refresh_from_db()
    assert (mail.state, mail.sent_at, mail.attempts, mail.uncertain) == (MailState.SENT, now, 1, False)
    taken = mail_server.taken[0]
    assert (taken["To"], taken["Subject"], taken["Message-ID"]) == ("anna@example.org", "Zażółć", mail.message_id)
    assert taken["Auto-Submitted"] == "auto-generated"
    assert taken["Date"].datetime == now
    assert taken.get_body(("plain",)).get_content().strip() == "Gęślą jaźń"
    assert taken.get_body(("html",)).get_content().strip() == "<p>Gęślą</p>"
    assert deliver(now) == 0


def test_messages_go_out_in_their_order_up_to_the_limit(now, mail_server):
    for number in range(3):
        write(now + timedelta(seconds=number), subject=str(number))
    assert deliver(now + timedelta(minutes=1), limit=2) == 2
    assert [message["Subject"] for message in mail_server.taken] == ["0", "1"]


def test_mail_of_the_future_waits(now, mail_server):
    write(now + timedelta(hours=1))
    assert deliver(now) == 0


@pytest.mark.parametrize("step", ["recipient", "data"])
def test_lasting_no_fails_at_once(now, mail_server, step):
    mail = write(now)
    setattr(mail_server, step, "550 no such person")
    deliver(now)
    mail.refresh_from_db()
    assert (mail.state, mail.last_error, mail.uncertain) == (MailState.FAILED, "550 no such person", False)


@pytest.mark.parametrize("step", ["recipient", "data"])
def test_passing_no_is_tried_again_later(now, mail_server, step):
    mail, other = write(now), write(now)
    setattr(mail_server, step, "451 come back later")
    assert deliver(now) == 2
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.uncertain) == (MailState.QUEUED, 1, False)
    assert mail.not_before == now + timedelta(minutes=1)
    setattr(mail_server, step, "250 OK")
    assert deliver(now + timedelta(minutes=1)) == 2
    assert {m.state for m in Mail.objects.all()} == {MailState.SENT}
    assert len(mail_server.taken) == 2
    assert other.message_id in mail_server.message_ids


def test_cut_line_makes_the_message_uncertain(now, mail_server):
    mail = write(now)
    mail_server.hang_up = True
    deliver(now)
    mail.refresh_from_db()
    assert (mail.state, mail.uncertain, len(mail_server.taken)) == (MailState.QUEUED, True, 1)
    mail_server.hang_up = False
    deliver(now + timedelta(minutes=1))
    mail.refresh_from_db()
    assert (mail.state, mail.uncertain) == (MailState.SENT, True)
    assert mail_server.message_ids == [mail.message_id] * 2


def test_unreachable_server_puts_off_one_and_keeps_the_others(now, settings):
    settings.SMTP_URL = "smtp://127.0.0.1:1"
    mail, other = write(now), write(now)
    assert deliver(now) == 1
    mail.refresh_from_db()
    other.refresh_from_db()
    assert (mail.attempts, other.attempts) == (1, 0)
    assert mail.last_error.startswith("ConnectionRefusedError")


def test_message_fails_after_its_last_attempt(now, settings):
    settings.SMTP_URL = "smtp://127.0.0.1:1"
    mail = write(now)
    Mail.objects.update(attempts=outbox.MAX_ATTEMPTS - 1)
    deliver(now)
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == (MailState.FAILED, outbox.MAX_ATTEMPTS)


def test_message_that_cannot_be_written_down_fails(now, mail_server):
    mail = write(now)
    Mail.objects.update(recipient="a\nb@example.org")
    deliver(now)
    mail.refresh_from_db()
    assert mail.state == MailState.FAILED


def test_recipient_that_the_server_cannot_take_fails(now, mail_server):
    mail = write(now, to="zażółć@example.org")
    deliver(now)
    mail.refresh_from_db()
    assert (mail.state, mail_server.taken) == (MailState.FAILED, [])


def test_lost_lease_is_not_settled_by_the_first_worker(now, mail_server):
    mail = write(now)
    late = outbox._claim(now)
    assert deliver(now + outbox.LEASE) == 1
    outbox._put_off(late, ConnectionError("late"), now)
    mail.refresh_from_db()
    assert (mail.state, mail.uncertain, mail.attempts) == (MailState.SENT, True, 2)


@given(st.integers(min_value=1, max_value=200))
def test_waiting_grows_and_has_an_end(attempts):
    wait = outbox.waiting_time(attempts)
    assert outbox.FIRST_WAIT <= wait <= outbox.waiting_time(attempts + 1) <= outbox.LONGEST_WAIT


def test_backend_of_django_writes_rows(settings):
    settings.EMAIL_BACKEND = "azymut.kernel.outbox.OutboxEmailBackend"
    send_mail("Subject", "Text", None, ["a@example.org", "b@example.org"], html_message="<p>Text</p>")
    assert sorted(Mail.objects.values_list("recipient", "subject", "text", "html")) == [
        ("a@example.org", "Subject", "Text", "<p>Text</p>"),
        ("b@example.org", "Subject", "Text", "<p>Text</p>"),
    ]


def test_backend_takes_plain_and_refuses_attachments():
    backend = outbox.OutboxEmailBackend()
    assert backend.send_messages([EmailMessage("S", "T", to=["a@example.org"], bcc=["b@example.org"])]) == 1
    assert set(Mail.objects.values_list("recipient", "html")) == {("a@example.org", ""), ("b@example.org", "")}
    other = EmailMultiAlternatives("S", "T", to=["c@example.org"])
    other.attach_alternative("BEGIN:VCALENDAR", "text/calendar")
    backend.send_messages([other])
    assert Mail.objects.get(recipient="c@example.org").html == ""
    with pytest.raises(ValueError, match="never attachments"):
        backend.send_messages([EmailMessage("S", "T", to=["a@example.org"], attachments=[("a", "b", "text/plain")])])


def test_file_postman_writes_each_message_once(now, settings, tmp_path):
    settings.SMTP_URL = f"file://{tmp_path}/mail box".replace(" ", "%20")
    mail = write(now)
    deliver(now)
    Mail.objects.update(state=MailState.SENDING, not_before=now)
    deliver(now)
    (path,) = (tmp_path / "mail box").iterdir()
    assert path.name == mail.message_id[1:].split("@")[0] + ".eml"
    assert message_from_bytes(path.read_bytes(), policy=policy.default)["Subject"] == "Zażółć"


@pytest.mark.parametrize("address", ["", "http://localhost", "file:", "smtp://", "nonsense"])
def test_unreadable_mail_address_is_a_fault_of_the_settings(address):
    with pytest.raises(ImproperlyConfigured):
        postman.postman_for(address)


class FakeSmtp:
    """Stands for smtplib's connection where TLS and passwords are concerned."""

    made: list[FakeSmtp] = []

    def __init__(self, host, port, **options):
        self.where, self.calls = (host, port), []
        FakeSmtp.made.append(self)

    def ehlo_or_helo_if_needed(self):
        self.calls.append("ehlo")

    def has_extn(self, name):
        return True

    def starttls(self, **options):
        self.calls.append("starttls")

    def login(self, user, password):
        self.calls.append(("login", user, password))

    def quit(self):
        raise OSError

    def close(self):
        self.calls.append("closed")


@pytest.mark.parametrize(
    ("address", "where", "calls"),
    [
        ("smtp://mail.example.org", ("mail.example.org", 25), ["ehlo", "starttls", "closed"]),
        ("smtp://mail.example.org?starttls=no", ("mail.example.org", 25), ["ehlo", "closed"]),
        ("smtp://localhost:2525", ("localhost", 2525), ["ehlo", "closed"]),
        (
            "smtp://us%40er:p%3Aw@mail.example.org:587",
            ("mail.example.org", 587),
            ["ehlo", "starttls", ("login", "us@er", "p:w"), "closed"],
        ),
        ("smtps://u:p@mail.example.org", ("mail.example.org", 465), [("login", "u", "p"), "closed"]),
    ],
)
def test_smtp_address_says_how_to_connect(monkeypatch, address, where, calls):
    monkeypatch.setattr(postman.smtplib, "SMTP", FakeSmtp)
    monkeypatch.setattr(postman.smtplib, "SMTP_SSL", FakeSmtp)
    with postman.postman_for(address):
        pass
    assert (FakeSmtp.made[-1].where, FakeSmtp.made[-1].calls) == (where, calls)


def test_refused_login_is_tried_again_later(monkeypatch):
    def refuse(*_):
        raise postman.smtplib.SMTPAuthenticationError(535, b"no")

    monkeypatch.setattr(postman.smtplib, "SMTP", FakeSmtp)
    monkeypatch.setattr(FakeSmtp, "login", refuse)
    with pytest.raises(ConnectionError), postman.postman_for("smtp://u:p@localhost"):
        pass


def test_closed_postman_delivers_nothing(now):
    with pytest.raises(ConnectionError):
        postman.SmtpPostman(postman.urlsplit("smtp://localhost")).deliver(write(now))


def test_retry_puts_only_failed_mail_back(now):
    mail = write(now)
    outbox.retry_mail(mail=mail, by=None, at=now)
    assert not AuditEntry.objects.exists()
    Mail.objects.update(state=MailState.FAILED, attempts=8)
    mail.refresh_from_db()
    outbox.retry_mail(mail=mail, by=None, at=now + timedelta(days=1))
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.not_before) == (MailState.QUEUED, 0, now + timedelta(days=1))
    noted = AuditEntry.objects.get()
    assert (noted.before["state"], noted.after["state"]) == ("failed", "queued")
    assert "anna" not in noted.object_label


@pytest.fixture
def administrator(client):
    account = AccountFactory(administrator=True)
    client.force_login(account)
    return account


def test_outbox_page_shows_states_and_no_bodies(client, administrator, now):
    write(now, subject="Waiting one", text="secret body")
    Mail.objects.filter(pk=write(now, subject="Failed one").pk).update(state=MailState.FAILED)
    Mail.objects.filter(pk=write(now, subject="Doubtful one").pk).update(state=MailState.SENT, uncertain=True)
    shown = {}
    for kind in ("waiting", "failed", "uncertain", "sent", "nonsense"):
        response = client.get(f"/poczta/?show={kind}")
        shown[kind] = [mail.subject for mail in response.context["page"].mails]
        assert b"secret body" not in response.content
    assert shown == {
        "waiting": ["Waiting one"],
        "failed": ["Failed one"],
        "uncertain": ["Doubtful one"],
        "sent": ["Doubtful one"],
        "nonsense": ["Waiting one"],
    }
    assert [tab.count for tab in response.context["page"].tabs] == [1, 1, 1, 1]


def test_outbox_page_has_constant_queries(now, django_assert_num_queries):
    for more in (1, 2):
        for _ in range(more):
            write(now)
            sample_tasks.plain.enqueue()
        with django_assert_num_queries(5):
            outbox_page("", "1", at=now)


def test_failed_mail_is_sent_again_from_the_page(client, administrator, now):
    mail = write(now)
    Mail.objects.update(state=MailState.FAILED)
    assert f'action="/poczta/{mail.pk}/ponow/"' in client.get("/poczta/?show=failed").content.decode()
    assert client.get(f"/poczta/{mail.pk}/ponow/").status_code == 405
    assert client.post(f"/poczta/{mail.pk}/ponow/").url == "/poczta/"
    assert client.post("/poczta/999999/ponow/").status_code == 404
    mail.refresh_from_db()
    assert mail.state == MailState.QUEUED


@pytest.mark.parametrize("address", ["/poczta/", "/poczta/1/ponow/"])
def test_outbox_is_for_administrators(client, address):
    assert client.post(address).status_code == 302
    client.force_login(AccountFactory(coordinator=True))
    assert client.post(address).status_code == 403


@pytest.mark.slow
def test_message_that_another_worker_takes_first_is_left_to_it(now, monkeypatch):
    write(now)
    taken = Mail.objects.filter(pk=-1)
    monkeypatch.setattr(outbox.Mail, "objects", LateManager(Mail.objects, taken))
    assert deliver(now) == 0


class LateManager:
    """Answers that something is due, and then finds nothing: another worker was faster."""

    def __init__(self, real, later):
        self.answers = [real, later]

    def filter(self, *conditions):
        return self.answers.pop(0).filter(*conditions)


def test_connection_that_was_never_opened_is_closed_quietly():
    postman.SmtpPostman(postman.urlsplit("smtp://localhost")).__exit__(None, None, None)

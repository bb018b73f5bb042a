"""Accounts: people who can sign in."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django.apps import apps
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from azymut.kernel.identifiers import public_id
from azymut.kernel.personal import PersonalData
from azymut.people.enums import RoleKey
from azymut.people.rules.rights import Grant, Right, holds, needs_second_factor


class AccountManager(BaseUserManager["Account"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Account:
        """An account with a verified address: for Django's own commands and accepted invitations."""
        account = self.model(email=self.normalize_email(email).lower(), **fields)
        account.set_password(password)
        account.save(using=self._db)
        addresses = apps.get_model("account", "EmailAddress")
        addresses.objects.create(user=account, email=account.email, verified=True, primary=True)
        return account

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> Account:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class Account(AbstractBaseUser, PermissionsMixin):
    """A person who can sign in, known by e-mail."""

    personal_data = PersonalData(
        fields=("email", "name", "last_login", "password"),
        purpose=gettext_noop("signing in and being answerable for what one does"),
        basis="GDPR art. 6.1(e)",
        retention=gettext_noop("two years after the last sign-in, then anonymised"),
        keep_days=731,
    )

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name and surname"), max_length=150, blank=True)
    language = models.CharField(
        _("language"), max_length=2, choices=[("pl", "Polski"), ("en", "English")], default="pl"
    )
    is_active = models.BooleanField(_("switched on"), default=True)
    is_staff = models.BooleanField(_("support access"), default=False)
    is_sample = models.BooleanField(
        _("sample data"), default=False, help_text="An invented person of the demonstration."
    )
    created_at = models.DateTimeField(auto_now_add=True)
    erased_at = models.DateTimeField(_("erased at"), null=True, blank=True)
    last_seen_at = models.DateTimeField(
        _("last look at the desk"), null=True, blank=True, help_text="Last visit to the desk, for 'what changed since'."
    )

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [models.UniqueConstraint(Lower("email"), name="account_email_any_case")]

    def __str__(self) -> str:
        return self.name or self.email

    @cached_property
    def grants(self) -> tuple[Grant, ...]:
        """All standings in force; read once per request."""
        rows = self.memberships.filter(ended_on__isnull=True).values_list("role", "organisation_id")
        return tuple(Grant(RoleKey(role), organisation_id) for role, organisation_id in rows)

    def may(self, right: Right, organisation_id: int | None = None) -> bool:
        return self.is_active and holds(self.grants, right, organisation_id)

    @property
    def needs_second_factor(self) -> bool:
        """Coordinators and administrators by their role, and whoever may enter the support pages."""
        return self.is_staff or needs_second_factor(self.grants)

"""Support access only; people work on the site's own pages. One signs in through the site, second factor included."""

from __future__ import annotations

from allauth.account.decorators import secure_admin_login
from django.contrib import admin

from azymut.people.models import Account, ImportRun, Invitation, Membership, Organisation

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # as allauth documents


class Seen(admin.ModelAdmin):  # type: ignore[type-arg]  # one class for several models
    """Rows can be looked at and never changed here: every write is an audited action."""

    def has_add_permission(self, request, obj=None) -> bool:  # type: ignore[no-untyped-def]  # noqa: ANN001, ARG002
        return False

    def has_change_permission(self, request, obj=None) -> bool:  # type: ignore[no-untyped-def]  # noqa: ANN001, ARG002
        return False

    def has_delete_permission(self, request, obj=None) -> bool:  # type: ignore[no-untyped-def]  # noqa: ANN001, ARG002
        return False


@admin.register(Account)
class AccountAdmin(Seen):
    list_display = ("email", "name", "is_active", "last_login")
    search_fields = ("email", "name")
    exclude = ("password",)


@admin.register(Organisation)
class OrganisationAdmin(Seen):
    list_display = ("name", "kind", "rspo", "closed_on")
    search_fields = ("name", "rspo", "regon")


@admin.register(Membership)
class MembershipAdmin(Seen):
    list_display = ("account", "role", "organisation", "started_on", "ended_on")


@admin.register(Invitation)
class InvitationAdmin(Seen):
    list_display = ("email", "role", "organisation", "sent_at", "accepted_at")
    exclude = ("token_hash",)


@admin.register(ImportRun)
class ImportRunAdmin(Seen):
    list_display = ("created_at", "file_name", "state")

"""The table of who may open what: read it, walk every address with every role, and write a proposal.

access.csv has a line for each address name and a column for each role. Cells: `open` (the page answers), `closed`
(403), `sign-in` (sent to sign in). A proposal of what the code does now is written by

    WRITE_ACCESS_TABLE=yes bin/test tests/architecture/test_access.py

and is to be read line by line before it is committed: the table says what should be, not what is.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import NoReverseMatch, URLResolver, get_resolver, reverse

TABLE = Path(__file__).with_name("access.csv")
ROLES = (
    "anonymous", "administrator", "coordinator", "analyst", "chair", "secretary", "member", "reporter", "head",
    "counsellor",
)  # fmt: skip
# Django's admin has six addresses a model; all are walked, one line of the table speaks for them.
ADMIN = "admin"
# Values that fit the parameters of addresses. Nothing has such an identifier, so an open door answers "no such thing".
STAND_INS = ("x", "0", "x-x", "pdf", "000000", "1001", "2022", "00000000-0000-0000-0000-000000000000", "auth")
FORBIDDEN, METHOD_NOT_ALLOWED, SERVER_ERROR = 403, 405, 500


@dataclass(frozen=True)
class Address:
    """A named address with stand-ins for its arguments."""

    name: str
    url: str

    @property
    def row(self) -> str:
        return f"{ADMIN}:*" if self.name.startswith(f"{ADMIN}:") else self.name


def addresses() -> list[Address]:
    """Every named address of the site; ours all have names, since no table can speak of it."""
    found: dict[str, Address] = {}
    for name, parameters in _patterns(get_resolver(), "", []):
        found.setdefault(name, Address(name, _url(name, parameters)))
    return [found[name] for name in sorted(found)]


def _patterns(resolver: URLResolver, prefix: str, above: list[str]) -> Iterator[tuple[str, list[str]]]:
    for entry in resolver.url_patterns:
        parameters = [*above, *getattr(getattr(entry.pattern, "regex", None), "groupindex", ())]
        if isinstance(entry, URLResolver):
            yield from _patterns(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix, parameters)
        elif entry.name:
            yield f"{prefix}{entry.name}", parameters
        elif entry.callback.__module__.startswith("azymut."):
            raise AssertionError(f"{entry.pattern} has no name")


def _url(name: str, parameters: list[str]) -> str:
    """The address with the first stand-ins that fit its parameters."""
    for values in product(STAND_INS, repeat=len(parameters)):
        try:
            return reverse(name, kwargs=dict(zip(parameters, values, strict=True)))
        except NoReverseMatch:
            continue
    raise AssertionError(f"no stand-in fits the address {name}; add one to STAND_INS")


def outcome(client: Client, url: str) -> str:
    """What the address does for this client. A page that takes only POST gets an empty one, taken back at once."""
    try:
        response = _ask(client, "get", url)
        if response.status_code == METHOD_NOT_ALLOWED:
            response = _ask(client, "post", url)
    except Exception as error:  # noqa: BLE001  # whatever broke, the walk goes on and tells all of it
        return f"error {type(error).__name__}: {str(error)[:80]}"
    target = response.headers.get("Location", "").split("?")[0]
    if target == reverse(settings.LOGIN_URL):
        return "sign-in"
    # Signing out of the back office leads to its first page, which asks its question again.
    if target in {reverse("admin:login"), reverse("admin:index")} and url != target:
        return outcome(client, target)
    if response.status_code == FORBIDDEN:
        return "closed"
    return "open" if response.status_code < SERVER_ERROR else f"error {response.status_code}"


def _ask(client: Client, method: str, url: str) -> HttpResponseBase:
    with transaction.atomic():
        response: HttpResponseBase = getattr(client, method)(url)
        if getattr(response, "streaming", False):
            list(response)
        transaction.set_rollback(True)
    return response


def read_table() -> dict[str, dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {row.pop("address"): row for row in csv.DictReader(file)}


def write_table(rows: dict[str, dict[str, str]]) -> None:
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["address", *ROLES], lineterminator="\n")
        writer.writeheader()
        writer.writerows({"address": name, **rows[name]} for name in sorted(rows))

"""What an office's installation must be given before it starts. Pure: values in, faults for people out."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

SHORTEST_SECRET = 50
FEWEST_SIGNS = 10
LEAST_SURPRISE = 40
"""Bytes that the key takes when packed: 50 random digits take about as much, repetitions and runs far less."""
GIVEN_AWAY = ("django-insecure-", "only-for-tests-")
VOIVODESHIPS = frozenset(f"{number:02d}" for number in range(2, 33, 2))

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*|\.{_LABEL}(?:\.{_LABEL})+|\[[0-9a-f:.]+\]", re.IGNORECASE)


def faults(environment: Mapping[str, str]) -> list[str]:
    """Everything that is wrong with these variables, each fault beginning with the variable's name."""
    return [
        *(f"AZYMUT_SECRET_KEY {fault}" for fault in _key_faults(environment.get("AZYMUT_SECRET_KEY", ""))),
        *(f"AZYMUT_HOSTS {fault}" for fault in _host_faults(environment.get("AZYMUT_HOSTS", ""))),
        *(f"AZYMUT_ADDRESS {fault}" for fault in _address_faults(environment.get("AZYMUT_ADDRESS", ""))),
        *(f"AZYMUT_DATA_DIR {fault}" for fault in _directory_faults(environment.get("AZYMUT_DATA_DIR", ""))),
        *(f"AZYMUT_REGION {fault}" for fault in _region_faults(environment.get("AZYMUT_REGION", "10"))),
        *(f"AZYMUT_PROXIES {fault}" for fault in _proxies_faults(environment.get("AZYMUT_PROXIES", "1"))),
    ]


def _key_faults(key: str) -> Iterator[str]:
    if len(key) < SHORTEST_SECRET:
        yield f"must be a random text of at least {SHORTEST_SECRET} characters; it has {len(key)}"
    elif key.startswith(GIVEN_AWAY):
        yield f"must be a random text of your own; one that starts with {key[: key.index('-', 7) + 1]!r} is an example"
    elif len(set(key)) < FEWEST_SIGNS or _surprise(key) < LEAST_SURPRISE:
        yield "must be a random text; this one repeats itself or counts up, so it can be guessed"


def _surprise(key: str) -> int:
    """How much there is in a text: of itself, and of the steps from sign to sign, which tells runs like 'abcdef'."""
    steps = bytes((ord(after) - ord(before)) % 256 for before, after in pairwise(key))
    return min(len(zlib.compress(text, 9)) for text in (key.encode("utf-8", "replace"), steps))


def _host_faults(hosts: str) -> Iterator[str]:
    if not hosts.strip():
        yield "must name the site's host names, separated by commas; it is empty"
        return
    for host in (element.strip() for element in hosts.split(",")):
        if not host:
            yield "must name the site's host names, separated by commas; one between two commas is empty"
        elif not _HOST.fullmatch(host):
            yield f"must name the site's host names; {host!r} is none (no '*', no protocol, port or path)"


def _address_faults(address: str) -> Iterator[str]:
    wanted = "must be the site's https address without a path, such as https://azymut.example.org"
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        yield f"{wanted}; {address!r} cannot be read"
        return
    if parts.scheme != "https":
        yield f"{wanted}; {address!r} does not start with https://"
    elif not host or not _HOST.fullmatch(f"[{host}]" if ":" in host else host) or host.startswith("."):
        yield f"{wanted}; {address!r} names no host"
    elif parts.username is not None or parts.query or parts.fragment or parts.path not in {"", "/"}:
        yield f"{wanted}; {address!r} has more than a host"


def _directory_faults(directory: str) -> Iterator[str]:
    wanted = "must name the directory that keeps the data, from the root"
    if not directory.strip():
        yield f"{wanted}; it is empty"
    elif not Path(directory).is_absolute():
        yield f"{wanted}; {directory!r} would depend on where the service is started"


def _region_faults(code: str) -> Iterator[str]:
    if code not in VOIVODESHIPS:
        yield f"must be the TERYT code of a voivodeship, an even number from 02 to 32; {code!r} is none"


def _proxies_faults(number: str) -> Iterator[str]:
    if not re.fullmatch(r"[1-9]", number):
        yield f"must be the number of proxies in a row before the service, from 1 to 9; {number!r} is none"

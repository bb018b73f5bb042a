"""Public list and detail pages at 1 and 16 connections: requests a second, and how long the slower ones take.

    python3 benchmarks/pages.py [--address http://localhost:8000] [--peer http://localhost:8345/] [--seconds 10]

Without an address it starts a demo of its own. A peer's page is measured in the same run, by the same means.
"""

from __future__ import annotations

import argparse
import http.client
import multiprocessing
import re
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from urllib.parse import urlsplit

from running import ROOT, demo, machine, verdict

REQUESTS, MILLISECONDS = 200, 120
CONNECTIONS = (1, 16)
WARM_UP = 2.0
# A list and, from it, the first page that it leads to.
LISTS = (
    ("occupations", "/zawody/", r'href="(/zawody/[\w-]+/)"'),
    ("organisations", "/organizacje/", r'href="(/organizacje/[\w-]+/)"'),
    ("indicators", "/wskazniki/", r'href="(/wskazniki/[\w-]+/)"'),
    ("programmes", "/programy/", r'href="(/programy/[\w-]+/)"'),
)


@dataclass(frozen=True)
class Result:
    """What one page answered under one load."""

    connections: int
    times: list[float]
    seconds: float

    @property
    def rate(self) -> float:
        return len(self.times) / self.seconds

    def percentile(self, share: float) -> float:
        ordered = sorted(self.times)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def main() -> int:
    options = _options()
    print(machine())
    with ExitStack() as stack:
        address = options.address
        if not address:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="azymut-pages-"))
            running = stack.enter_context(demo(ROOT, AZYMUT_DEMO_DIR=folder))
            address = f"http://localhost:{running.port}"
        kept = [measure(name, f"{address}{path}", options.seconds) for name, path in _pages(address)]
        if options.peer:
            measure("peer", options.peer, options.seconds, judged=False)
        else:
            print("peer: none named with --peer and none installed beside this project")
    return 0 if all(kept) else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--address", default="")
    parser.add_argument("--peer", default="", metavar="URL")
    parser.add_argument("--seconds", type=float, default=10.0, help="per page and load")
    return parser.parse_args()


def _pages(address: str) -> list[tuple[str, str]]:
    """The home page, each list, and the first page that each list leads to."""
    pages = [("home", "/")]
    for name, path, pattern in LISTS:
        status, body = fetch(f"{address}{path}")
        if status != http.client.OK:
            print(f"{name}: {path} answers {status}, not measured")
            continue
        pages.append((f"{name}, list", path))
        if found := re.search(pattern, body.decode(errors="replace")):
            pages.append((f"{name}, one", found.group(1)))
    return pages


def fetch(url: str) -> tuple[int, bytes]:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "localhost", parts.port, timeout=60)
    try:
        path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        connection.request("GET", path, headers={"Host": parts.netloc, "Accept-Language": "pl"})
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def measure(name: str, url: str, seconds: float, *, judged: bool = True) -> bool:
    """Load one page, print what came out, and say whether the target holds."""
    kept = True
    _load(url, 2, WARM_UP)
    for connections in CONNECTIONS:
        result = _load(url, connections, seconds)
        label = f"{name} ({urlsplit(url).path}), {connections} connection{'s' if connections > 1 else ''}"
        median, slow = statistics.median(result.times), result.percentile(0.95)
        print(f"{label:<58} {result.rate:7.0f} req/s   p50 {median:6.1f} ms   p95 {slow:6.1f} ms")
        if judged and connections == CONNECTIONS[-1]:
            kept = verdict(f"  {name}: requests a second", result.rate, "req/s", REQUESTS, at_least=True)
            kept = verdict(f"  {name}: p95", slow, "ms", MILLISECONDS) and kept
    return kept


def _load(url: str, connections: int, seconds: float) -> Result:
    """Each connection is a process of its own, so that the measuring does not wait for itself."""
    with multiprocessing.Pool(connections) as pool:
        until = time.time() + seconds
        started = time.time()
        times = [each for part in pool.starmap(_ask, [(url, until)] * connections) for each in part]
        return Result(connections, times, time.time() - started)


def _ask(url: str, until: float) -> list[float]:
    times = []
    while time.time() < until:
        started = time.perf_counter()
        status, _body = fetch(url)
        if status != http.client.OK:
            raise RuntimeError(f"{url} answered {status}")
        times.append((time.perf_counter() - started) * 1000)
    return times


if __name__ == "__main__":
    sys.exit(main())

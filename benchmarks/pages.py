"""Public list and detail pages at 1 and 16 connections: requests a second, and how long the slower ones take.

The target is judged on what a visitor gets: pages kept until the database changes. Beside it stands, not judged, the
same page drawn anew for each request (every address differs), which is what a change costs the first visitor.

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
# A list (or the page found for another entry) and, from it, the first page that it leads to.
LISTS = (
    ("occupations", "/zawody/", r'href="(/zawody/[\w-]+/)"'),
    ("organisations", "/organizacje/", r'href="(/organizacje/[\w-]+/)"'),
    ("indicators", "/wskazniki/", r'href="(/wskazniki/[\w-]+/)"'),
    ("programmes", "/programy/", r'href="(/programy/[\w-]+/)"'),
    ("actions", "{programmes}", r'href="(/dzialania/[\w-]+/)"'),
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
    """The home page, the region, each list, and the first page that each list leads to."""
    pages, found = [("home", "/"), ("region", "/region/")], {}
    for name, pattern_of_path, pattern in LISTS:
        path = pattern_of_path.format(**found)
        status, body = fetch(f"{address}{path}")
        match = re.search(pattern, body.decode(errors="replace"))
        if status != http.client.OK or not match:
            raise SystemExit(f"{name}: {path} answers {status} and leads nowhere")
        if path not in found.values():
            pages.append((f"{name}, list", path))
        found[name] = match.group(1)
        pages.append((f"{name}, one", found[name]))
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
    print(f"{name} ({urlsplit(url).path})")
    _load(url, 2, WARM_UP)
    for connections in CONNECTIONS:
        result = _say(f"  {connections} at once", _load(url, connections, seconds))
    kept = True
    if judged:
        kept = verdict("  requests a second", result.rate, "req/s", REQUESTS, at_least=True)
        kept = verdict("  p95", result.percentile(0.95), "ms", MILLISECONDS) and kept
        _say(f"  {CONNECTIONS[-1]} at once, drawn anew", _load(url, CONNECTIONS[-1], seconds / 2, anew=True))
    return kept


def _say(label: str, result: Result) -> Result:
    median, slow = statistics.median(result.times), result.percentile(0.95)
    print(f"{label:<58} {result.rate:7.0f} req/s   p50 {median:6.1f} ms   p95 {slow:6.1f} ms")
    return result


def _load(url: str, connections: int, seconds: float, *, anew: bool = False) -> Result:
    """Each connection is a process of its own, so that the measuring does not wait for itself."""
    with multiprocessing.Pool(connections) as pool:
        until = time.time() + seconds
        started = time.time()
        asked = [(url, until, anew and number) for number in range(1, connections + 1)]
        times = [each for part in pool.starmap(_ask, asked) for each in part]
        return Result(connections, times, time.time() - started)


def _ask(url: str, until: float, process: int) -> list[float]:
    """Response times in milliseconds; a process number other than 0 makes each address its own."""
    times = []
    while time.time() < until:
        started = time.perf_counter()
        status, _body = fetch(f"{url}?n={process}-{started}" if process else url)
        if status != http.client.OK:
            raise RuntimeError(f"{url} answered {status}")
        times.append((time.perf_counter() - started) * 1000)
    return times


if __name__ == "__main__":
    sys.exit(main())

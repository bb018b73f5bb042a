"""Fresh clone to first page, the first page's server time, and the memory of web server and worker.

    python3 benchmarks/start.py

Packages are downloaded by a first, untimed run; the timed one installs from its cache, so downloads do not count.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from running import ROOT, Running, demo, descendants, machine, memory, verdict

SECONDS, MILLISECONDS, MEGABYTES, AGAIN = 90, 100, 500, 10
SAMPLES = 20


def main() -> int:
    print(machine())
    with tempfile.TemporaryDirectory(prefix="azymut-start-") as folder:
        downloads, clone = Path(folder) / "downloads", Path(folder) / "clone"
        for target in (downloads, clone):
            subprocess.run(["git", "clone", "--quiet", ROOT, target], check=True)
        subprocess.run([downloads / "bin" / "azymut", "version"], check=True, capture_output=True)
        (clone / "var").mkdir()
        shutil.copytree(downloads / "var" / "cache", clone / "var" / "cache")
        with demo(clone) as running:
            print(running.output.split("Sample sign-ins")[0])
            kept = [verdict("fresh clone to first page, beyond downloads", running.seconds, "s", SECONDS)]
            kept.append(verdict("first page, server time (median)", server_time(running), "ms", MILLISECONDS))
            resident, proportional = memory(descendants(running.process.pid))
            kept.append(verdict("memory of web server and worker (proportional)", proportional, "MB", MEGABYTES))
            print(f"{'the same, pages shared by processes counted each time':<58} {resident:9.1f} MB")
        with demo(clone) as running:
            kept.append(verdict("second start to first page", running.seconds, "s", AGAIN))
    return 0 if all(kept) else 1


def server_time(running: Running) -> float:
    """Milliseconds for the home page, without what a browser adds."""
    took = []
    for _ in range(SAMPLES):
        started = time.perf_counter()
        with urllib.request.urlopen(f"http://localhost:{running.port}/") as response:
            response.read()
        took.append((time.perf_counter() - started) * 1000)
    return statistics.median(took)


if __name__ == "__main__":
    sys.exit(main())

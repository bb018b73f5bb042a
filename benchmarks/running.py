"""A demo of the benchmarks' own: started as people start it, looked at from outside, stopped."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
READY_WITHIN = 600.0


@dataclass(frozen=True)
class Running:
    """A served demo: its port, its process and how long it took until the first page."""

    port: int
    process: subprocess.Popen[bytes]
    seconds: float
    output: str


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def demo(project: Path, **environ: str) -> Iterator[Running]:
    """Run the project's bin/demo until the block ends."""
    port = free_port()
    env = {name: value for name, value in os.environ.items() if not name.startswith(("AZYMUT_", "DATABASE_URL"))}
    started = time.monotonic()
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(
            [project / "bin" / "demo", "--port", str(port)],
            env={**env, **environ},
            cwd=project,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            text = ""
            while "Stop it with Ctrl+C" not in text:
                if process.poll() is not None or time.monotonic() - started > READY_WITHIN:
                    raise SystemExit(f"the demo did not start:\n{text}")
                time.sleep(0.05)
                output.seek(0)
                text = output.read().decode(errors="replace")
            yield Running(port, process, time.monotonic() - started, text)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)


def descendants(pid: int) -> list[int]:
    """The process's children and theirs."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(status.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if parent == pid:
            child = int(status.parent.name)
            found.extend([child, *descendants(child)])
    return found


def memory(pids: list[int]) -> tuple[float, float]:
    """Megabytes resident (pages shared between processes counted each time) and proportional (counted once)."""
    resident = proportional = 0
    for pid in pids:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8")
        values = {line.split()[0]: int(line.split()[1]) for line in rollup.splitlines()[1:]}
        resident += values["Rss:"]
        proportional += values["Pss:"]
    return resident / 1024, proportional / 1024


def verdict(name: str, value: float, unit: str, limit: float, *, at_least: bool = False) -> bool:
    """One line of the result with its target."""
    kept = value >= limit if at_least else value <= limit
    sign = "at least" if at_least else "at most"
    print(f"{name:<58} {value:9.1f} {unit:<6} target {sign} {limit:g}  {'ok' if kept else 'MISSED'}")
    return kept


def machine() -> str:
    info = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    model = next((line.split(":")[1].strip() for line in info.splitlines() if line.startswith("model name")), "?")
    return json.dumps({"processor": model, "cores": os.cpu_count()})

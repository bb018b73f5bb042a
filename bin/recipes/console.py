"""What the recipes say: one line for each step, what it does and how long it took."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn, TextIO

TAIL = 30
NAME_WIDTH = 46


class StepFailedError(Exception):
    """A step could not be done; the message says why and what to do."""


def say(text: str = "", *, to: TextIO | None = None) -> None:
    print(text, file=to or sys.stdout, flush=True)


@contextmanager
def step(title: str, *, to: TextIO | None = None) -> Iterator[Callable[[str], None]]:
    """Show a step while it runs. The block may call what it gets with a word on how it ended."""
    out = to or sys.stdout
    started = time.monotonic()
    result = "done"
    over = threading.Event()

    def conclude(word: str) -> None:
        nonlocal result
        result = word

    def line(end: str) -> str:
        return f"{title} {'.' * max(2, NAME_WIDTH - len(title))} {end}"

    def tick() -> None:
        while not over.wait(1):
            out.write(f"\r{line(f'{time.monotonic() - started:.0f} s')}")
            out.flush()

    live = out.isatty()
    if live:
        out.write(line(""))
        out.flush()
        threading.Thread(target=tick, daemon=True).start()
    try:
        yield conclude
    except BaseException:
        over.set()
        out.write(f"{chr(13) if live else ''}{line('failed')}\n")
        out.flush()
        raise
    over.set()
    out.write(f"{chr(13) if live else ''}{line(f'{result}, {time.monotonic() - started:.1f} s')}\n")
    out.flush()


def quietly(command: Sequence[str | Path], *, log: Path, env: dict[str, str], cwd: Path) -> None:
    """Run with all output in a log file; on failure raise with the end of it."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as file:
        done = subprocess.run(command, stdout=file, stderr=subprocess.STDOUT, env=env, cwd=cwd, check=False)
    if done.returncode:
        raise StepFailedError(f"{tail(log)}\n(all of it: {log})")


def become(command: Sequence[str], env: dict[str, str]) -> NoReturn:
    """End this program as another one, with its own output and status."""
    sys.stdout.flush()
    os.execve(command[0], list(command), env)


def tail(log: Path) -> str:
    if not log.exists():
        return ""
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-TAIL:])

"""bin/demo: from a fresh clone to a running site with reference data and a sample region."""

from __future__ import annotations

import argparse
import fcntl
import json
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import preparation
import serving
from console import StepFailedError, say
from place import CHARTS, DATA, DEMO, SIGN_INS, STATIC

DEFAULT_PORT = 8000


def main() -> int:
    options = _options()
    stopped = serving.Stopped() if not options.no_serve else None
    try:
        with _alone():
            return _run(options, stopped)
    except StepFailedError as error:
        say(str(error), to=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _run(options: argparse.Namespace, stopped: serving.Stopped | None) -> int:
    started = time.monotonic()
    if options.reset and not _reset(yes=options.yes):
        say("Nothing was removed.")
        return 1
    if stopped and serving.busy(options.port):
        raise StepFailedError(
            f"Port {options.port} is taken by another program. Choose another: bin/demo --port {options.port + 1}"
        )
    preparation.prepare(options.port)
    if stopped is None:
        say(f"Set up in {time.monotonic() - started:.1f} s. Start it: bin/demo\n\n{_sign_ins()}")
        return 0
    if not stopped.asked:
        serving.serve(options.port, stopped, announce=_announcement(options.port))
        say("Stopped. All data are kept; bin/demo starts again.")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/demo", description=__doc__)
    parser.add_argument("--port", type=int, default=DEFAULT_PORT, metavar="N", help="default 8000")
    parser.add_argument("--no-serve", action="store_true", help="set up and end")
    parser.add_argument("--reset", action="store_true", help="start over: remove the demo's data, after asking")
    parser.add_argument("--yes", action="store_true", help="with --reset: do not ask")
    options = parser.parse_args()
    if not 1 <= options.port <= 65535:  # noqa: PLR2004  # what TCP has
        parser.error("a port is a number from 1 to 65535")
    return options


@contextmanager
def _alone() -> Iterator[None]:
    """Two demos must not work on the same data; the lock ends with this program, however it ends."""
    DEMO.mkdir(parents=True, exist_ok=True)
    with (DEMO / "demo.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise StepFailedError("The demo already runs from this folder. Stop it first (Ctrl+C there).") from None
        yield


def _reset(*, yes: bool) -> bool:
    if not yes:
        if not sys.stdin.isatty():
            raise StepFailedError("--reset asks first; where nobody can answer, say --reset --yes")
        say("This removes the demo's database, files and sign-ins from var/. What you entered there will be lost.")
        if input("Type yes to go on: ").strip().lower() not in {"yes", "tak"}:
            return False
    for folder in (DATA, STATIC, CHARTS):
        shutil.rmtree(folder, ignore_errors=True)
    SIGN_INS.unlink(missing_ok=True)
    say("The demo's data were removed.")
    return True


def _sign_ins() -> str:
    demo = json.loads(SIGN_INS.read_text(encoding="utf-8"))
    width = max(len(account["email"]) for account in demo["accounts"])
    lines = [f"  {a['role']:<14} {a['email']:<{width}}  {a['password']}" for a in demo["accounts"]]
    return "\n".join(["Sample sign-ins (also in var/demo.json):", *lines])


def _announcement(port: int) -> str:
    return f"{_sign_ins()}\n\nAzymut is at http://localhost:{port}\nStop it with Ctrl+C. Logs lie in var/log."


if __name__ == "__main__":
    sys.exit(main())

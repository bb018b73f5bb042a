"""Import of a graduates' file as large as the real one: 37,180 programmes in 694 columns, about 200 MB.

    python benchmarks/graduates.py        (with the project's environment; see bin/recipes)

The file is made with a seed; it is read three times by the command: a rehearsal, the import, the same file again.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from running import ROOT, machine, verdict

PROGRAMMES, COLUMNS = 37_180, 694
SECONDS, MEGABYTES = 120, 1500
_ENVIRON = {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "DJANGO_SETTINGS_MODULE": "config.settings.local"}
_TAKEN = (
    "P_N", "P_E_ZAR_P1", "P_ME_ZAR_P1", "P_WWZ_P1", "P_WWZ_P3", "P_WWZ_P5", "P_WWB_P1", "P_CZY_BEZR_P1", "P_CZAS_PRACA",
    "P_PROC_STUDIA",
)  # fmt: skip


def main() -> int:
    print(machine())
    with tempfile.TemporaryDirectory(prefix="azymut-graduates-") as folder:
        path = Path(folder) / "graduates-major-data.csv"
        make(path)
        print(f"{'the file':<58} {path.stat().st_size / 1e6:9.1f} MB")
        environ = {**os.environ, **_ENVIRON, "AZYMUT_DATA_DIR": folder, "AZYMUT_SECRET_KEY": "benchmark" * 8}
        run(environ, "migrate", "--verbosity", "0")
        run(environ, "load_places")
        run(environ, "load_indicators")
        kept = []
        for name, options, expected in (
            ("rehearsal", ["--dry-run"], "created"),
            ("import", [], "created"),
            ("the same file again", [], "unchanged"),
        ):
            seconds, megabytes, report = run(
                environ, "import_release", str(path), "--source", "ela-programmes", "--json", *options
            )
            if report[expected] != PROGRAMMES * len(_TAKEN) or report["rejected"]:
                raise SystemExit(f"{name}: {report}")
            kept.append(verdict(f"{name}, time", seconds, "s", SECONDS))
            kept.append(verdict(f"{name}, memory at most", megabytes, "MB", MEGABYTES))
    return 0 if all(kept) else 1


def make(path: Path) -> None:
    """The file: quoted, decimal commas, every fifth cell empty."""
    chance = random.Random(2026)  # noqa: S311  # a benchmark's figures, not a secret
    keys = ["P_ROKDYP", "P_KIERUNEK_ID", "P_POZIOM", "P_FORMA", "P_KIERUNEK_NAZWA", "P_NAZWA_UCZELNI", "P_WOJ"]
    columns = [*keys, *_TAKEN, *(f"P_COLUMN_{number}" for number in range(COLUMNS - len(keys) - len(_TAKEN)))]
    cells = [
        "" if number % 5 == 0 else f"{chance.randrange(1_000_000) / 100:.2f}".replace(".", ",")
        for number in range(9973)
    ]
    with path.open("w", encoding="utf-8", newline="") as handle:
        handle.write(";".join(f'"{column}"' for column in columns) + "\n")
        for number in range(PROGRAMMES):
            at = chance.randrange(9000)
            rest = [cells[(at + step) % len(cells)] for step in range(COLUMNS - len(keys))]
            own = [
                str(2014 + number % 10), str(number), ("1", "2", "JM")[number % 3], "SN"[number % 2],
                f"Kierunek studiów numer {number % 900}", f"Uczelnia w mieście {number % 460}",
                str(2 + 2 * (number % 16)),
            ]  # fmt: skip
            handle.write(";".join(f'"{cell}"' for cell in own + rest) + "\n")


def run(environ: dict[str, str], *command: str) -> tuple[float, float, dict[str, object]]:
    """Seconds, most megabytes resident and the answer of a command."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "django", *command], env=environ, stdout=subprocess.PIPE, cwd=ROOT
    )
    output = process.stdout.read().decode() if process.stdout else ""
    _pid, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{command[0]} ended with {status}:\n{output}")
    answer = json.loads(output) if "--json" in command else {}
    return time.perf_counter() - started, usage.ru_maxrss / 1024, answer


if __name__ == "__main__":
    sys.exit(main())

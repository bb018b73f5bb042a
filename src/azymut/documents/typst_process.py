"""The short-lived process that sets a PDF: one folder in, one file out, with bounded time and memory.

Run by path (`python -I typst_process.py`), so it imports nothing of ours. Templates come from offices: they can read
their folder only, packages are looked for in an empty place, and the way to fetch one leads nowhere: a name that the
template puts together looks like no package until typst asks for it.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from datetime import datetime
from pathlib import Path

import typst

MEMORY_BYTES = 3 * 2**30
SECONDS = 40
NOWHERE = "http://127.0.0.1:0"
PROXIES = ("http_proxy", "https_proxy", "all_proxy")


def _cut_off_the_network() -> None:
    """typst fetches through the proxy of its environment, whose address is one that nobody can listen at."""
    for name in ("no_proxy", "NO_PROXY"):
        os.environ.pop(name, None)
    os.environ.update({spelt: NOWHERE for name in PROXIES for spelt in (name, name.upper())})


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    _cut_off_the_network()
    work = json.load(sys.stdin)
    folder = Path(work["folder"])
    nowhere = folder / "packages"
    nowhere.mkdir()
    compiler = typst.Compiler(
        input=str(folder / "main.typ"),
        root=str(folder),
        font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[work["fonts"]]),
        package_path=str(nowhere),
        package_cache_path=str(nowhere),
    )
    try:
        compiler.compile(
            output=str(folder / "out.pdf"),
            format="pdf",
            pdf_standards=work["standards"],
            timestamp=datetime.fromisoformat(work["at"]),
        )
    except typst.TypstError as error:
        json.dump({"message": error.message, "place": error.diagnostic, "hints": error.hints}, sys.stdout)
        sys.exit(1)


if __name__ == "__main__":
    main()

"""The short-lived process that sets a PDF: one folder in, one file out, with bounded time and memory.

Run by path (`python -I typst_process.py`), so it imports nothing of ours. Templates come from offices: they can read
their folder only, and packages are looked for in an empty place.
"""

from __future__ import annotations

import json
import resource
import sys
from datetime import datetime
from pathlib import Path

import typst

MEMORY_BYTES = 3 * 2**30
SECONDS = 60


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
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

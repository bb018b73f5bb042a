"""The rooms in their order and what lies in them, as the architecture tests see them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "azymut"

# From the top of the house to its ground; each stands on those after it.
ORDER = (
    "portal", "reports", "monitoring", "programmes", "indicators", "offers", "occupations",
    "people", "places", "documents", "search", "design", "kernel",
)  # fmt: skip
DOMAIN = tuple(room for room in ORDER if room not in {"documents", "search", "design", "kernel"})
DEPTH = {room: depth for depth, room in enumerate(ORDER)}


def stands_on(upper: str, lower: str) -> bool:
    """Whether `upper` may point at `lower`: itself, or a room further down."""
    return DEPTH[upper] <= DEPTH[lower]


def room_of(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0]


def modules(*names: str, rooms: tuple[str, ...] = ORDER) -> list[Path]:
    """Files of the named pieces of furniture, whether a module or a package."""
    found: list[Path] = []
    for room in rooms:
        for name in names:
            found.extend(path for path in [SOURCE / room / f"{name}.py"] if path.exists())
            found.extend(sorted((SOURCE / room / name).rglob("*.py")))
    return found


def code() -> Iterator[Path]:
    """Every module of the product that people write."""
    yield from (path for path in sorted(SOURCE.rglob("*.py")) if "migrations" not in path.parts)


def templates() -> Iterator[Path]:
    yield from (path for path in sorted(SOURCE.rglob("*")) if "templates" in path.parts and path.is_file())


def imports(path: Path) -> Iterator[str]:
    """Full names that a module imports, those inside functions too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()

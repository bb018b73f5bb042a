"""The table of rights for docs/rights.md, written from the roles themselves."""

from __future__ import annotations

from azymut.people.rules.rights import ROLES, Right

START = "<!-- table of rights: written by azymut.people.rules.table, compared by a test -->"
END = "<!-- end of the table of rights -->"
REACH = {"region": "region", "organisation": "own organisation", "body": "the team"}


def rights_table() -> str:
    """Rights down, roles across; a cell names how far the right reaches, an empty one means no."""
    lines = [
        "| right | " + " | ".join(ROLES) + " |",
        "| --- |" + " --- |" * len(ROLES),
    ]
    for right in Right:
        cells = [REACH[role.scope] if right in role.rights else "" for role in ROLES.values()]
        lines.append(f"| `{right}` | " + " | ".join(cells) + " |")
    second = ["required" if role.second_factor else "offered" for role in ROLES.values()]
    lines.append("| *second factor* | " + " | ".join(second) + " |")
    return "\n".join(lines) + "\n"

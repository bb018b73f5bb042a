"""What the demo stands on before it is served: environment, secret, sign-ins, database, data."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
from pathlib import Path

import environment
from console import StepFailedError, step
from place import PYTHON, ROOT, SECRET, SIGN_INS, local_environ

SECRET_BYTES = 64
PASSWORD_WORDS = 4
DOMAIN = "przyklad.example"
# Each role and the name before the @ of its sample sign-in.
ROLES = {
    "administrator": "administrator",
    "coordinator": "koordynator",
    "analyst": "analityk",
    "chair": "przewodniczacy",
    "secretary": "sekretarz",
    "member": "czlonek",
    "reporter": "sprawozdawca",
    "head": "dyrektor",
    "counsellor": "doradca",
}
# Syllables that are easy to read out and to type; four words of three give 2^51 passwords.
SYLLABLES = (
    "ba", "be", "bo", "ca", "ce", "da", "de", "do", "fa", "fi", "ga", "go", "ja", "ju", "ka", "ko", "la", "le", "lu",
    "ma", "mi", "mo", "na", "no", "pa", "pe", "po", "ra", "re", "ro", "sa", "si", "so", "ta", "te", "to", "wa", "wi",
    "wo", "za", "zo", "zy",
)  # fmt: skip


def prepare(port: int) -> None:
    """Bring everything up to date; quick when nothing has changed. Raises StepFailedError."""
    environment.ensure()
    secret()
    sign_ins(port)
    done = subprocess.run(
        [PYTHON, Path(__file__).with_name("inside.py"), "demo"], env=local_environ(port), cwd=ROOT, check=False
    )
    if done.returncode:
        raise StepFailedError("The demo could not be set up; the step above says why.")


def secret() -> None:
    """The demo's own signing key, made once, readable by its owner only."""
    if not SECRET.exists():
        with step("Secret of this installation in var/secret"):
            write_private(SECRET, secrets.token_urlsafe(SECRET_BYTES))


def sign_ins(port: int) -> dict[str, object]:
    """Sample sign-ins, one per role: passwords are made once and kept, the address follows the port."""
    known: dict[str, dict[str, str]] = {}
    if SIGN_INS.exists():
        told = json.loads(SIGN_INS.read_text(encoding="utf-8"))
        known = {account["role"]: account for account in told["accounts"]}
    accounts = [
        known.get(role) or {"role": role, "email": f"{login}@{DOMAIN}", "password": _password()}
        for role, login in ROLES.items()
    ]
    demo: dict[str, object] = {"address": f"http://localhost:{port}", "accounts": accounts}
    write_private(SIGN_INS, json.dumps(demo, indent=2, ensure_ascii=False) + "\n")
    return demo


def _password() -> str:
    return "-".join("".join(secrets.choice(SYLLABLES) for _ in range(3)) for _ in range(PASSWORD_WORDS))


def write_private(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".part")
    partial.unlink(missing_ok=True)
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    partial.replace(path)

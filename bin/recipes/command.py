"""bin/azymut: any management command in the prepared environment; with no other settings named, those of the demo."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import environment
import preparation
from console import StepFailedError, become, say
from place import DATA, PYTHON, ROOT, environ, local_environ


def main() -> int:
    chosen = os.environ.get("DJANGO_SETTINGS_MODULE", "")
    try:
        environment.ensure(to=sys.stderr)
        env = environ(chosen) if chosen else local_environ()
        if not chosen:
            preparation.secret()
            if not (DATA / "azymut.sqlite3").exists():
                inside = Path(__file__).with_name("inside.py")
                subprocess.run([PYTHON, inside, "database"], env=env, cwd=ROOT, check=True)
    except (StepFailedError, subprocess.CalledProcessError) as error:
        say(str(error), to=sys.stderr)
        return 1
    return become([str(PYTHON), "-m", "django", *(sys.argv[1:] or ["help"])], env)


if __name__ == "__main__":
    sys.exit(main())

"""Tasks that the tests let the worker carry out, some of them only up to a point where the worker is killed."""

from __future__ import annotations

import os
import signal
from datetime import UTC, datetime

from azymut.kernel import background, outbox
from azymut.kernel.errors import DomainError

MOMENT = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)


def die_at(point: str) -> None:
    """Kill this very process, as a power cut would, when the test asked for this point."""
    if os.environ.get("TEST_DIE_AT") == point:
        os.kill(os.getpid(), signal.SIGKILL)


@background.task(label="Write one mail")
def write_mail(task_id: str, subject: str) -> background.Result:
    die_at("before")
    background.report(task_id, 1, 2, "Half")
    with background.once(task_id) as receipt:
        if receipt.first:
            outbox.send(to="a@example.org", subject=subject, text="text", at=MOMENT)
            receipt.outcome = {"subject": subject}
            die_at("inside")
    die_at("after")
    return background.Result(url="/done/", label=f"Open {receipt.outcome['subject']}")


@background.task(label="Break a rule")
def break_rule(task_id: str) -> None:
    raise DomainError("There is nothing to report on.")


@background.task(label="Fail", attempts=2)
def fail(task_id: str) -> None:
    raise ValueError(task_id)


@background.task(label="Plain")
def plain(task_id: str) -> None:
    return None

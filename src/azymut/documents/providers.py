"""What documents tell the kernel: who may read signed copies."""

from __future__ import annotations

from typing import Any

from azymut.documents import kinds
from azymut.documents.models import SignedCopy
from azymut.kernel import attachments
from azymut.kernel.models import Attachment


def register() -> None:
    attachments.register_reader("documents", may_read_attachment)


def may_read_attachment(attachment: Attachment, account: Any) -> bool:
    """A signed copy is read by whoever may read its document."""
    copy = SignedCopy.objects.select_related("document").filter(attachment=attachment).first()
    return copy is not None and kinds.may_read(account, copy.document)

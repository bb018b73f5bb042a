"""Files that people hand in: checked, scanned, kept outside the web root, and handed out only to who may read them."""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from azymut.kernel import audit, filetypes, intake
from azymut.kernel.access import is_administrator
from azymut.kernel.audit import action
from azymut.kernel.enums import ScanState
from azymut.kernel.errors import FileRefusedError
from azymut.kernel.filetypes import FileType
from azymut.kernel.identifiers import public_id
from azymut.kernel.models import Attachment

logger = logging.getLogger(__name__)

Reader = Callable[[Attachment, Any], bool]
"""May this account (None: a visitor who is not signed in) read this attachment?"""

_readers: dict[str, Reader] = {}
_NAME_LENGTH = 150
_DIRECTORY = "attachments"
_STRAY_AFTER = timedelta(days=2)
_FORBIDDEN_IN_NAMES = frozenset('<>:"/\\|?*')


def register_reader(room: str, may_read: Reader) -> None:
    """The room that owns attachments says who may read them; called from its AppConfig.ready().

    It is asked about every attachment and answers False for those that it does not own.
    """
    _readers[room] = may_read


def may_read(attachment: Attachment, account: Any) -> bool:
    """Uploader, administrators, and whom the owning room lets in."""
    if account is not None and (attachment.created_by_id == account.pk or is_administrator(account)):
        return True
    return any(_readers[room](attachment, account) for room in sorted(_readers))


def no_scanner(file: BinaryIO) -> ScanState:  # noqa: ARG001  # the signature of every scanner
    """The default of ATTACHMENT_SCANNER: nothing was scanned, and that is said.

    A scanner of the installation's own takes the file's content as a binary stream and answers CLEAN or INFECTED.
    """
    return ScanState.UNSCANNED


@action(gettext_lazy("File attached"))
def store(
    *,
    upload: File[Any],
    by: Any,
    at: datetime,
    allowed: frozenset[FileType],
    limit: int | None = None,
) -> Attachment:
    """Check a file and keep it. Raises FileRefusedError, whose message tells the person what to do.

    `limit` is in bytes, the site's upload limit by default. The content decides the type, and the name must agree.
    """
    name = clean_name(upload.name or "")
    content = _read(upload, limit or settings.UPLOAD_LIMIT_BYTES)
    suffix = PurePosixPath(name).suffix.lower()
    kind = filetypes.refuse_unless(filetypes.recognise(content, suffix), allowed)
    if suffix not in kind.suffixes:
        raise FileRefusedError(
            _("The name ends in “%(suffix)s”, but the content is %(kind)s.") % {"suffix": suffix, "kind": kind.label}
        )
    address = public_id()
    attachment = Attachment(
        public_id=address,
        name=name,
        content_type=kind.content_type,
        size=len(content),
        sha256=intake.sha256(content),
        scan=_scan(content),
        created_by=by,
        changed_by=by,
    )
    path = f"{_DIRECTORY}/{at:%Y/%m}/{address}{kind.suffixes[0]}"
    kept = default_storage.save(path, ContentFile(content))
    attachment.file.name = kept
    try:
        with transaction.atomic():
            attachment.save()
    except BaseException:
        default_storage.delete(kept)
        raise
    audit.created(attachment, by=by, at=at)
    return attachment


@action(gettext_lazy("Attached file removed"))
def discard(*, attachment: Attachment, by: Any, at: datetime) -> None:
    """Remove an attachment; its file goes once the removal is certain."""
    audit.removed(attachment, by=by, at=at)
    path = str(attachment.file.name)
    attachment.delete()
    transaction.on_commit(lambda: default_storage.delete(path))


def _read(upload: File[Any], limit: int) -> bytes:
    if (upload.size or 0) > limit:
        raise FileRefusedError(_("The file is too large: at most %(limit)d MB.") % {"limit": max(1, limit // 2**20)})
    content: bytes = b"".join(upload.chunks())
    if not content:
        raise FileRefusedError(_("The file is empty."))
    if len(content) > limit:
        raise FileRefusedError(_("The file is too large: at most %(limit)d MB.") % {"limit": max(1, limit // 2**20)})
    return content


def _scan(content: bytes) -> ScanState:
    scanner = import_string(settings.ATTACHMENT_SCANNER)
    try:
        with ContentFile(content).open() as file:
            state = ScanState(scanner(file))
    except Exception as error:
        logger.exception("the scanner failed")
        raise FileRefusedError(_("The file could not be checked for viruses. Try again in a few minutes.")) from error
    if state == ScanState.INFECTED:
        raise FileRefusedError(_("The file holds a virus and was not taken."))
    return state


def clean_name(raw: str) -> str:
    """A name to show and to download under: no folders, no signs that systems or readers stumble over."""
    last = raw.replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(
        " " if char in _FORBIDDEN_IN_NAMES else char
        for char in unicodedata.normalize("NFC", last)
        if unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    )
    tidy = " ".join(plain.split()).strip(". ")
    stem, dot, suffix = tidy.rpartition(".")
    if not dot:
        stem, suffix = tidy, ""
    ending = f".{suffix[:10]}" if suffix else ""
    return (stem[: _NAME_LENGTH - len(ending)].rstrip() or _("file")) + ending


def sweep_strays(*, at: datetime) -> int:
    """Remove files whose row never came to be, because the action around it was taken back. Returns how many."""
    known = set(Attachment.objects.values_list("file", flat=True))
    strays = [path for path in _files_under(_DIRECTORY) if path not in known and _is_old(path, at)]
    for path in strays:
        default_storage.delete(path)
    return len(strays)


def _is_old(path: str, at: datetime) -> bool:
    return default_storage.get_modified_time(path) < at - _STRAY_AFTER


def _files_under(directory: str) -> list[str]:
    try:
        folders, files = default_storage.listdir(directory)
    except FileNotFoundError:
        return []
    found = [f"{directory}/{name}" for name in files]
    return found + [path for folder in sorted(folders) for path in _files_under(f"{directory}/{folder}")]

"""Office files are ZIP archives: written anew with sorted members and fixed times, equal content gives equal bytes."""

from __future__ import annotations

import io
import zipfile

_FIRST = "[Content_Types].xml"
_MOMENT = (1980, 1, 1, 0, 0, 0)


def normal(content: bytes) -> bytes:
    """The same archive, member by member, without the moments and order that the writer happened to give it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in sorted(old.namelist(), key=lambda name: (name != _FIRST, name)):
            member = zipfile.ZipInfo(name, date_time=_MOMENT)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            new.writestr(member, old.read(name), compresslevel=6)
    return out.getvalue()

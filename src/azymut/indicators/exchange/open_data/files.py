"""Files that exist only while they are sent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

PIECE_BYTES = 256 * 1024


def chunks(file: IO[bytes]) -> Iterator[bytes]:
    """The file's bytes; the file goes away with the last of them, or when nobody waits for more."""
    with file:
        file.seek(0)
        while piece := file.read(PIECE_BYTES):
            yield piece

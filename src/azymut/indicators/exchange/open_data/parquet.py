"""Parquet, with the metadata inside under the key `azymut`."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from azymut.indicators.exchange.open_data import metadata
from azymut.indicators.exchange.open_data.files import chunks
from azymut.indicators.queries import Extract


def parquet(figures: Extract, *, title: str, address: str) -> Iterable[bytes]:
    told = metadata.description(figures, title=title, address=address).decode()
    file: IO[bytes] = tempfile.NamedTemporaryFile(suffix=".parquet")  # noqa: SIM115  # closed when the last piece is sent
    figures.write_parquet(Path(file.name), told)
    return chunks(file)

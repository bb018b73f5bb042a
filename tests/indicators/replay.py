"""Answers of the sources for the local server: as they are given, page by page.

Recorded answers lie in answers/, each with its source and date. What stands in this module is CONSTRUCTED: real shapes,
invented paging envelopes, and, where it is said, invented figures.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

from tests.kernel.replay import HTML, Asked, Replay, Reply, as_json, served

__all__ = ["HTML", "Asked", "Replay", "Reply", "as_json", "served"]

ANSWERS = Path(__file__).with_name("answers")


def recorded(name):
    return json.loads((ANSWERS / name).read_text(encoding="utf-8"))["body"]


def unit(code: str, name: str, *values) -> dict:
    """A unit of BDL with (year, value, attrId) for each value."""
    return {
        "id": code,
        "name": name,
        "values": [{"year": str(year), "val": value, "attrId": attribute} for year, value, attribute in values],
    }


LODZ = unit("051011661000", "Powiat m. Łódź", (2022, 4.5, 1), (2023, 4.7, 1))
ZGIERZ = unit("051011420000", "Powiat zgierski", (2022, 0, 91), (2023, 5.9, 9))
PIOTRKOW = unit("051011562000", "Powiat m. Piotrków Trybunalski", (2022, 5.1, 1), (2023, 5.0, 1))


class Bdl:
    """Answers as BDL does: variables and pages of figures. Its links name the real address, as BDL's do."""

    def __init__(self) -> None:
        self.page_size = 2
        self.subject, self.names, self.unit = "P2392", ["ogółem"], "%"
        self.levels: dict[int, list[dict]] = {
            0: [unit("000000000000", "POLSKA", (2022, 5.2, 1), (2023, 5.1, 1))],
            2: [unit("051000000000", "ŁÓDZKIE", (2022, 5.5, 1), (2023, 5.4, 1))],
            4: [],
            5: [LODZ, ZGIERZ, PIOTRKOW],
        }
        self.spoil: Callable[[Asked, dict], dict] = lambda _asked, page: page

    def __call__(self, asked: Asked) -> Reply:
        parts = asked.path.strip("/").split("/")
        if parts[0] == "variables":
            names = {f"n{number}": name for number, name in enumerate(self.names, start=1)}
            described = {"id": int(parts[1]), "subjectId": self.subject, **names, "level": 6, "measureUnitId": 1}
            return as_json({**described, "measureUnitName": self.unit, "years": [2022, 2023]})
        if parts[:2] != ["data", "by-variable"]:
            return Reply(status=404)
        return as_json(self.spoil(asked, self._page(asked, int(parts[2]))))

    def _page(self, asked: Asked, variable: int) -> dict:
        units = self.levels[int(asked.query["unit-level"][0])]
        start = asked.page * self.page_size
        links = {"self": self._link(asked, variable, asked.page)}
        if start + self.page_size < len(units):
            links["next"] = self._link(asked, variable, asked.page + 1)
        return {
            "totalRecords": len(units),
            "page": asked.page,
            "pageSize": self.page_size,
            "links": links,
            "variableId": variable,
            "measureUnitId": 1,
            "aggregateId": 1,
            "results": units[start : start + self.page_size],
        }

    @staticmethod
    def _link(asked: Asked, variable: int, page: int) -> str:
        query = urlencode({**asked.query, "page": [str(page)]}, doseq=True)
        return f"http://bdl.stat.gov.pl/api/v1/data/by-variable/{variable}?{query}"


# Figures of PL71 and PL41 as in trng_lfse_04_PL_T.tsv (Eurostat, 2024); the row shape is CONSTRUCTED after the format.
SDMX_CSV = """\
DATAFLOW,LAST UPDATE,freq,unit,sex,age,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG
ESTAT:TRNG_LFSE_04(1.0),01/07/25 11:00:00,A,PC,T,Y25-64,PL71,2021,3.1,b
ESTAT:TRNG_LFSE_04(1.0),01/07/25 11:00:00,A,PC,T,Y25-64,PL71,2022,3.6,
ESTAT:TRNG_LFSE_04(1.0),01/07/25 11:00:00,A,PC,T,Y25-64,PL71,2023,3.8,
ESTAT:TRNG_LFSE_04(1.0),01/07/25 11:00:00,A,PC,T,Y25-64,PL41,2022,6.5,
ESTAT:TRNG_LFSE_04(1.0),01/07/25 11:00:00,A,PC,T,Y25-64,PL41,2023,,c
ESTAT:TRNG_LFSE_04(1.0),01/07/25 11:00:00,A,PC,T,Y18-24,PL71,2023,50.0,u
"""
SDMX = Reply(SDMX_CSV.encode(), kind="application/vnd.sdmx.data+csv;version=1.0.0")

# CONSTRUCTED: invented figures of a real shape. Dimensions stand in another order than in the other files, on purpose.
JSON_STAT = {
    "version": "2.0",
    "class": "dataset",
    "label": "Young people neither in employment nor in education and training by sex and NUTS 2 region",
    "source": "ESTAT",
    "updated": "2025-04-29T23:00:00+0200",
    "value": {"0": 10.5, "1": 10.1, "2": 9.0, "7": 8.8},
    "status": {"0": "b", "3": ":c", "6": "z", "2": "bu"},
    "id": ["geo", "freq", "unit", "age", "sex", "time"],
    "size": [2, 1, 1, 1, 2, 2],
    "dimension": {
        "freq": {"category": {"index": {"A": 0}, "label": {"A": "Annual"}}},
        "unit": {"category": {"label": {"PC": "Percentage"}}},
        "age": {"category": {"index": ["Y15-29"]}},
        "sex": {"category": {"index": {"F": 1, "T": 0}}},
        "geo": {"category": {"index": {"PL71": 0, "DE21": 1}}},
        "time": {"category": {"index": {"2023": 0, "2024": 1}}},
    },
    "extension": {"id": "EDAT_LFSE_22", "agencyId": "ESTAT"},
}


ANSWERED = ("trng_lfse_04", "edat_lfse_22")
"""Collections of Eurostat that have an answer here."""


def eurostat(asked: Asked) -> Reply:
    if asked.path == "/sdmx/2.1/data/trng_lfse_04":
        etag = f'"{hashlib.md5(SDMX.body, usedforsecurity=False).hexdigest()}"'
        return Reply(SDMX.body, kind=SDMX.kind, headers={"ETag": etag})
    if asked.path == "/statistics/1.0/data/edat_lfse_22":
        return as_json(JSON_STAT)
    return Reply(status=404)

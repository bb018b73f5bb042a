"""A real HTTP server on 127.0.0.1 that answers as the sources do, and fails as they do.

Recorded answers lie in answers/, each with its source and date. What stands in this module is CONSTRUCTED: real shapes,
invented paging envelopes, and, where it is said, invented figures.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

ANSWERS = Path(__file__).with_name("answers")
HTML = b"<!DOCTYPE html><html><body>Trwaja prace</body></html>"


def recorded(name):
    return json.loads((ANSWERS / name).read_text(encoding="utf-8"))["body"]


@dataclass
class Asked:
    """A request as the server saw it."""

    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]

    @property
    def page(self) -> int:
        return int(self.query.get("page", ["0"])[0])


@dataclass
class Reply:
    """What goes back. `cut` sends only so many bytes of the body; `hold` waits until the server is closed."""

    body: bytes = b""
    status: int = 200
    kind: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    cut: int = -1
    hold: bool = False


def as_json(value) -> Reply:
    body = json.dumps(value, ensure_ascii=False).encode()
    return Reply(body, headers={"ETag": f'"{hashlib.md5(body, usedforsecurity=False).hexdigest()}"'})


class Replay:
    """The server: `answer` makes a reply of a request; `faults` are given out before it, one a request."""

    def __init__(self, answer: Callable[[Asked], Reply]) -> None:
        self.answer = answer
        self.faults: list[Reply | None] = []
        self.asked: list[Asked] = []
        self.closed = threading.Event()
        self.url = ""

    @property
    def paths(self) -> list[str]:
        return [one.path for one in self.asked]

    def reply(self, asked: Asked) -> Reply:
        self.asked.append(asked)
        fault = self.faults.pop(0) if self.faults else None
        reply = fault or self.answer(asked)
        same = any(
            name in reply.headers and asked.headers.get(condition) == reply.headers[name]
            for name, condition in (("ETag", "if-none-match"), ("Last-Modified", "if-modified-since"))
        )
        return Reply(status=304, headers=reply.headers) if same and reply.status == 200 else reply


@contextmanager
def served(replay: Replay) -> Iterator[Replay]:
    """Serve from a thread until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            headers = {name.lower(): value for name, value in self.headers.items()}
            reply = replay.reply(Asked(parts.path, parse_qs(parts.query), headers))
            if reply.hold:
                replay.closed.wait(10)
                self.close_connection = True
                return
            self.send_response(reply.status)
            for name, value in {"Content-Type": reply.kind, **reply.headers}.items():
                self.send_header(name, value)
            if reply.status != 304:
                self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            if reply.status != 304:
                self.wfile.write(reply.body if reply.cut < 0 else reply.body[: reply.cut])
            if reply.cut >= 0:
                self.close_connection = True

        def log_message(self, *_args: object) -> None:
            """The test says what it wants to know."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    replay.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield replay
    finally:
        replay.closed.set()
        server.shutdown()
        server.server_close()
        thread.join(5)


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

"""A real HTTP server on 127.0.0.1 that answers as a source does, and fails as sources do."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

HTML = b"<!DOCTYPE html><html><body>Trwaja prace</body></html>"


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

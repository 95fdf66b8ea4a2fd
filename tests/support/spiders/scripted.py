"""A loopback server that answers each path with pages in turn, for lists that change or break while they are read."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@contextmanager
def served(pages: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Serve the pages; the last one of a path stays. What has no page is 404. Gives the base address."""
    left = {path: list(texts) for path, texts in pages.items()}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            texts = left.get(self.path)
            body = (texts.pop(0) if len(texts) > 1 else texts[0]).encode() if texts else b"<title>404</title>"
            self.send_response(200 if texts else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()

"""Serve the sample sites until killed: `python -m tests.support.sites --now 2026-01-20T08:00:00+08:00 [--port 8100]`.

Prints their registry, closed by the line `# served`.
"""

from __future__ import annotations

import argparse
import sys
import threading
from datetime import datetime

from tests.support.sites.registry import registry
from tests.support.sites.script import season
from tests.support.sites.server import SampleSites


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.support.sites", description=__doc__)
    parser.add_argument("--now", type=datetime.fromisoformat, required=True, help="the instant that the sites are at")
    parser.add_argument("--port", type=int, default=0, help="port of the first site; any free ports where left out")
    parser.add_argument("--site", action="append", help="serve this site only; may be given more than once")
    asked = parser.parse_args()
    chosen = [site for site in season() if asked.site is None or site.id in asked.site]
    with SampleSites(chosen, now=asked.now, port=asked.port) as sites:
        sys.stdout.write(f"{registry(sites)}# served\n")
        sys.stdout.flush()
        threading.Event().wait()


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(0)

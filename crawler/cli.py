"""The command line: arguments in, one call, output. Everything it knows is in the modules it calls."""

from __future__ import annotations

import argparse
import logging
import os
import sqlite3
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import NoReturn

from archive.storage.errors import ArchiveError, explain
from crawler import verbs
from crawler.runtime.clock import parse_instant
from crawler.runtime.config import ConfigError
from crawler.verbs import DONE, NOT_DONE, WRONG_USAGE, UsageError


class _Parser(argparse.ArgumentParser):
    """Says in one line what is wrong with the arguments; argparse would print the whole usage before it."""

    def error(self, message: str) -> NoReturn:
        """End the program with the exit status of wrong usage."""
        self.exit(WRONG_USAGE, f"{self.prog}: {message}; `{self.prog} --help` shows an example\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb. Returns the exit status."""
    parser = _parser()
    options = parser.parse_args(arguments)
    logging.basicConfig(
        stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%Y-%m-%dT%H:%M:%S%z"
    )
    try:
        status: int = options.run(options)
        sys.stdout.flush()
        return status
    except (ConfigError, UsageError) as error:
        return _fail(options, error, WRONG_USAGE)
    except ArchiveError as error:
        return _fail(options, error, NOT_DONE)
    except sqlite3.Error as error:
        return _fail(options, explain(error, _archive_of(options)), NOT_DONE)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        return _fail(options, UsageError("stopped by the keyboard; the same command goes on where it was"), NOT_DONE)
    except OSError as error:
        where, why = error.filename or "the system", error.strerror or error
        return _fail(options, error, NOT_DONE, f"{where}: {why}; make that possible, or name another place")
    except Exception as error:
        unforeseen = f"unforeseen: {type(error).__name__}: {error}; --debug shows where, please report it"
        return _fail(options, error, NOT_DONE, unforeseen)


def _fail(options: argparse.Namespace, error: Exception, status: int, said: str | None = None) -> int:
    """Say in one line what went wrong, in the error's own words where there are no others; under `--debug` raise it."""
    if options.debug:
        raise error
    print(f"nianbao: {said or error}", file=sys.stderr)
    return status


def _archive_of(options: argparse.Namespace) -> Path:
    try:
        return verbs.configuration(options).archive
    except ConfigError:
        return Path("nianbao.db")


def _instant(written: str) -> datetime:
    try:
        return parse_instant(written)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{written!r} is no instant; write 2026-02-01T08:00+08:00") from error


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="nianbao", description="Finds, reads and archives the annual open-government reports of China's townships."
    )
    parser.add_argument("--version", action="version", version=f"nianbao {version('nianbao')}")
    parser.add_argument(
        "--config", metavar="FILE", help="the configuration (default: $NIANBAO_CONFIG, or nianbao.toml here)"
    )
    parser.add_argument("--debug", action="store_true", help="show a traceback where something fails")
    added = parser.add_subparsers(title="verbs", required=True, metavar="VERB")

    def verb(name: str, run: Callable[[argparse.Namespace], int], does: str, example: str) -> argparse.ArgumentParser:
        made = added.add_parser(
            name,
            help=does,
            description=does,
            epilog=f"example: {example}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        made.set_defaults(run=run)
        return made

    def listing(made: argparse.ArgumentParser) -> None:
        made.add_argument("--json", action="store_true", help="print one JSON array")

    def as_of(made: argparse.ArgumentParser) -> None:
        made.add_argument("--as-of", type=_instant, metavar="T", help="what the archive knew at this instant")
        made.add_argument(
            "--published",
            action="store_true",
            help="with --as-of: what had been published by then, as it is read today",
        )

    def timed(made: argparse.ArgumentParser) -> None:
        made.add_argument("--now", type=_instant, metavar="INSTANT", help="take this for the present instant")

    demo = verb("demo", verbs.demo, "serve the sample county sites and play a season against them", "nianbao demo")
    demo.add_argument("--folder", default="demo", help="where its archive goes (default: demo)")
    demo.add_argument("--serve", action="store_true", help="open Datasette on the archive afterwards")

    crawl = verb("crawl", verbs.crawl, "fetch the listed sites, or all, into the archive", "nianbao crawl jiaxian")
    crawl.add_argument("sites", nargs="*", metavar="SITE")
    crawl.add_argument("--revisit", action="store_true", help="ask again for every known report, due or not")
    listing(crawl)
    timed(crawl)

    nightly = verb(
        "nightly", verbs.nightly, "crawl what is due, deadlines, alerts, backup, published copy", "nianbao nightly"
    )
    timed(nightly)

    notices = verb(
        "alerts",
        verbs.alerts,
        "open alerts; `ack ID`, `mute ID|SUBJECT`, `unmute SUBJECT`, `test` the channels",
        "nianbao alerts ack 20260203-1a2b3c --note 'county office called'",
    )
    notices.add_argument("action", nargs="?", choices=("ack", "mute", "unmute", "test"))
    notices.add_argument("target", nargs="?", metavar="ID|SUBJECT")
    notices.add_argument("--note", help="why, for whoever reads it later")
    notices.add_argument("--until", type=_instant, metavar="INSTANT", help="with mute: when it ends")
    listing(notices)
    timed(notices)

    parse = verb(
        "parse",
        verbs.parse,
        "read documents and print what they say, one JSON object a line",
        "nianbao parse report.html",
    )
    parse.add_argument("paths", nargs="+", metavar="PATH", type=Path)
    parse.add_argument("--county", metavar="CODE", help="the county on whose site the documents hung")
    parse.add_argument("--url", help="the address that they came from")
    parse.add_argument(
        "--strict", action="store_true", help="exit 1 where a document is unreadable or a rule is broken"
    )
    timed(parse)

    identify = verb(
        "identify",
        verbs.identify,
        "say what a link would be taken for, and why",
        "nianbao identify '冢头镇2023年政府信息公开工作年度报告'",
    )
    identify.add_argument("title", metavar="TITLE")
    identify.add_argument("--url", help="the address of the link")
    identify.add_argument("--county", metavar="CODE", help="the county on whose site it hangs")
    identify.add_argument("--json", action="store_true", help="print one JSON object")

    status = verb(
        "status", verbs.status, "one row a township: verdict and evidence", "nianbao status --year 2025 --county 410425"
    )
    status.add_argument("--year", type=int, help="reporting year")
    status.add_argument("--county", metavar="CODE")
    as_of(status)
    listing(status)
    timed(status)

    history = verb(
        "history", verbs.history, "versions of a report, and what changed in each", "nianbao history 410425101 2025"
    )
    history.add_argument("township", metavar="TOWNSHIP", help="its nine-digit code, or its name")
    history.add_argument("year", metavar="YEAR", type=int)
    as_of(history)
    history.add_argument("--json", action="store_true", help="print one JSON object")

    sites = verb(
        "sites",
        verbs.sites,
        "the registry with its health; `add URL` proposes a row, `check SITE` tries one, `check` reads all rows over",
        "nianbao sites check jiaxian",
    )
    sites.add_argument("action", nargs="?", choices=("add", "check"))
    sites.add_argument("target", nargs="?", metavar="URL|SITE")
    sites.add_argument("--county", metavar="CODE", help="with add: the county, where the page does not tell")
    listing(sites)
    timed(sites)

    serve = verb("serve", verbs.serve, "open Datasette on the archive, read-only", "nianbao serve --port 8001")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8001)

    verify = verb(
        "verify", verbs.verify, "recompute every digest, key and derived table; say what differs", "nianbao verify"
    )
    listing(verify)

    reparse = verb(
        "reparse",
        verbs.reparse,
        "read every stored payload again with today's parser; stopped, it goes on where it was",
        "nianbao reparse --workers 8",
    )
    reparse.add_argument("--workers", type=int, metavar="N", help="processes (default: one a core)")
    reparse.add_argument("--into", type=Path, metavar="FILE", help="fill an empty archive instead, from what was seen")
    reparse.add_argument("--double", action="store_true", help="read every web page with both readers and compare them")
    reparse.add_argument("--rules", action="store_true", help="apply changed rules to what is read, and read nothing")
    timed(reparse)

    export = verb(
        "export",
        verbs.export,
        "WARC, CSV or Parquet of everything, a county or a year",
        "nianbao export csv out --year 2025",
    )
    export.add_argument("format", choices=("warc", "csv", "parquet"))
    export.add_argument("destination", metavar="DEST", type=Path, help="a folder, made where it is missing")
    export.add_argument("--county", metavar="CODE")
    export.add_argument("--year", type=int, help="reporting year")

    merge = verb(
        "merge",
        verbs.merge,
        "unite archives made on other machines: nothing lost, nothing twice",
        "nianbao merge /mnt/machine2/nianbao.db",
    )
    merge.add_argument(
        "others", nargs="+", metavar="OTHER", type=Path, help="archives, each with its payload file beside"
    )
    listing(merge)
    timed(merge)

    backup = verb(
        "backup",
        verbs.backup,
        "a consistent copy while crawls run",
        "nianbao backup /srv/backups/nianbao-2026-02-01.db",
    )
    backup.add_argument("destination", metavar="DEST", type=Path, help="a file, or a folder where it keeps its name")
    return parser


if __name__ == "__main__":
    sys.exit(main())

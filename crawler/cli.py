"""The command line: arguments in, one call, output. Everything it knows is in the modules it calls."""

from __future__ import annotations

import argparse
import json
import logging
import os
import sqlite3
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

from archive.errors import ArchiveError, explain
from crawler.clock import Clock, parse_instant
from crawler.config import Config, ConfigError, load, locate

DONE, NEEDS_A_PERSON, WRONG_USAGE, NOT_DONE = range(4)
"""Exit statuses of the contract."""


class UsageError(Exception):
    """Arguments that make no sense together; the message names the option and the remedy."""


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


def _fail(options: argparse.Namespace, error: Exception, status: int) -> int:
    if options.debug:
        raise error
    print(f"nianbao: {error}", file=sys.stderr)
    return status


def _archive_of(options: argparse.Namespace) -> Path:
    try:
        return _config(options).archive
    except ConfigError:
        return Path("nianbao.db")


def _config(options: argparse.Namespace) -> Config:
    return load(locate(options.config))


def _clock(options: argparse.Namespace) -> Clock:
    return Clock(options.now)


def _instant(written: str) -> datetime:
    try:
        return parse_instant(written)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{written!r} is no instant; write 2026-02-01T08:00+08:00") from error


def _crawl(options: argparse.Namespace) -> int:
    from crawler import progress, runs

    results = runs.crawl(
        _config(options), options.sites, _clock(options), revisit=options.revisit, watch=progress.watcher(sys.stderr)
    )
    from crawler.output import show

    show(results, ("site", "outcome", "requests", "bytes", "detail"), as_json=options.json)
    return DONE if all(result.outcome == "ok" for result in results) else NEEDS_A_PERSON


def _parse(options: argparse.Namespace) -> int:
    from crawler import files

    status = DONE
    for said in files.parse(options.paths, county=options.county, url=options.url):
        print(json.dumps(said, ensure_ascii=False))
        if options.strict and (said["kind"] == "unreadable" or any(f["severity"] == "error" for f in said["findings"])):
            status = NEEDS_A_PERSON
    return status


def _identify(options: argparse.Namespace) -> int:
    from crawler import identify

    said = identify.explain(options.title, options.url, options.county)
    if options.json:
        print(json.dumps(said, ensure_ascii=False))
    else:
        print(identify.in_words(said))
    return DONE


def _status(options: argparse.Namespace) -> int:
    from crawler import answers
    from crawler.output import show

    rows = answers.status(_config(options), _clock(options).now(), options.county, options.year, options.as_of)
    show(
        rows,
        ("township_code", "township", "year", "verdict", "first_seen", "claimed_on", "days_late", "why"),
        as_json=options.json,
    )
    return DONE


def _history(options: argparse.Namespace) -> int:
    from crawler import answers

    said = answers.history(_config(options), options.township, options.year)
    print(json.dumps(said, ensure_ascii=False) if options.json else answers.history_in_words(said))
    return DONE


def _sites(options: argparse.Namespace) -> int:
    from crawler import answers
    from crawler.output import show

    if options.action:
        return _try_site(options)
    rows = answers.sites(_config(options), _clock(options).now())
    columns = ("site", "county", "family", "last_outcome", "last_ok", "days_since_ok", "townships", "detail")
    show(rows, columns, as_json=options.json)
    return NEEDS_A_PERSON if any(row["failing"] for row in rows) else DONE


def _try_site(options: argparse.Namespace) -> int:
    from crawler import probe
    from crawler.output import show_one

    if not options.target:
        raise UsageError(f"sites {options.action}: name the {'address' if options.action == 'add' else 'site'}")
    config, now = _config(options), _clock(options).now()
    if options.action == "add":
        row, trial = probe.propose(config, options.target, options.county, now)
    else:
        row, trial = "", probe.check(config, options.target, now)
    if row and not options.json:
        print(row)
    show_one(trial, as_json=options.json, extra={"row": row} if row else {})
    return DONE if trial.outcome == "ok" and not trial.townships_missing else NEEDS_A_PERSON


def _serve(options: argparse.Namespace) -> int:
    from archive.web import serve

    serve.run(_config(options).archive, options.host, options.port)
    return DONE


def _verify(options: argparse.Namespace) -> int:
    from archive import verify
    from archive.store import Archive
    from crawler.output import show

    with Archive.read(_config(options).archive) as archive:
        problems = list(verify.verify(archive))
    if options.json:
        show(problems, ("check", "subject", "detail"), as_json=True)
    elif problems:
        show(problems, ("check", "subject", "detail"), as_json=False)
    else:
        print("sound: every digest, key and derived table is as it should be")
    return NOT_DONE if problems else DONE


def _demo(options: argparse.Namespace) -> int:
    try:
        demo = import_module("tests.sites.demo")
    except ModuleNotFoundError as error:
        raise UsageError(
            "the sample sites are part of the source checkout; clone the repository and run `make demo` there"
        ) from error
    status: int = demo.main(Path(options.folder), serve=options.serve)
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="nianbao", description="Finds, reads and archives the annual open-government reports of China's townships."
    )
    parser.add_argument("--version", action="version", version=f"nianbao {version('nianbao')}")
    parser.add_argument(
        "--config", metavar="FILE", help="the configuration (default: $NIANBAO_CONFIG, or nianbao.toml here)"
    )
    parser.add_argument("--debug", action="store_true", help="show a traceback where something fails")
    verbs = parser.add_subparsers(title="verbs", required=True, metavar="VERB")

    def verb(name: str, run: Callable[[argparse.Namespace], int], does: str, example: str) -> argparse.ArgumentParser:
        made = verbs.add_parser(
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

    def timed(made: argparse.ArgumentParser) -> None:
        made.add_argument("--now", type=_instant, metavar="INSTANT", help="take this for the present instant")

    demo = verb("demo", _demo, "serve the sample county sites and play a season against them", "nianbao demo")
    demo.add_argument("--folder", default="demo", help="where its archive goes (default: demo)")
    demo.add_argument("--serve", action="store_true", help="open Datasette on the archive afterwards")

    crawl = verb("crawl", _crawl, "fetch the listed sites, or all, into the archive", "nianbao crawl jiaxian")
    crawl.add_argument("sites", nargs="*", metavar="SITE")
    crawl.add_argument("--revisit", action="store_true", help="ask again for every known report, due or not")
    listing(crawl)
    timed(crawl)

    parse = verb(
        "parse", _parse, "read documents and print what they say, one JSON object a line", "nianbao parse report.html"
    )
    parse.add_argument("paths", nargs="+", metavar="PATH", type=Path)
    parse.add_argument("--county", metavar="CODE", help="the county on whose site the documents hung")
    parse.add_argument("--url", help="the address that they came from")
    parse.add_argument(
        "--strict", action="store_true", help="exit 1 where a document is unreadable or a rule is broken"
    )

    identify = verb(
        "identify",
        _identify,
        "say what a link would be taken for, and why",
        "nianbao identify '冢头镇2023年政府信息公开工作年度报告'",
    )
    identify.add_argument("title", metavar="TITLE")
    identify.add_argument("--url", help="the address of the link")
    identify.add_argument("--county", metavar="CODE", help="the county on whose site it hangs")
    identify.add_argument("--json", action="store_true", help="print one JSON object")

    status = verb(
        "status", _status, "one row a township: verdict and evidence", "nianbao status --year 2025 --county 410425"
    )
    status.add_argument("--year", type=int, help="reporting year")
    status.add_argument("--county", metavar="CODE")
    status.add_argument("--as-of", type=_instant, metavar="T", help="as the archive had it at this instant")
    listing(status)
    timed(status)

    history = verb(
        "history", _history, "versions of a report, and what changed in each", "nianbao history 410425101 2025"
    )
    history.add_argument("township", metavar="TOWNSHIP", help="nine-digit code")
    history.add_argument("year", metavar="YEAR", type=int)
    history.add_argument("--json", action="store_true", help="print one JSON object")

    sites = verb(
        "sites",
        _sites,
        "the registry with its health; `add URL` proposes a row, `check SITE` tries one",
        "nianbao sites check jiaxian",
    )
    sites.add_argument("action", nargs="?", choices=("add", "check"))
    sites.add_argument("target", nargs="?", metavar="URL|SITE")
    sites.add_argument("--county", metavar="CODE", help="with add: the county, where the page does not tell")
    listing(sites)
    timed(sites)

    serve = verb("serve", _serve, "open Datasette on the archive, read-only", "nianbao serve --port 8001")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8001)

    verify = verb(
        "verify", _verify, "recompute every digest, key and derived table; say what differs", "nianbao verify"
    )
    listing(verify)
    return parser


if __name__ == "__main__":
    sys.exit(main())

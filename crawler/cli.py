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

    said = answers.history(_config(options), options.township, options.year, options.as_of)
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


def _reparse(options: argparse.Namespace) -> int:
    from archive.reparse import Today, rebuild, reparse
    from archive.store import Archive, sole_run
    from crawler import progress

    path, now = _config(options).archive, _clock(options).now()
    if options.rules:
        return _reevaluate(path, now)
    reader = Today(options.workers)
    try:
        with sole_run(path), Archive.open(path) as archive, progress.counter(sys.stderr, "documents") as watch:
            if options.into:
                with Archive.open(options.into) as empty:
                    done = rebuild(archive, empty, reader, now, reader.workers, watch)
            else:
                done = reparse(archive, reader, now, reader.workers, watch)
    finally:
        reader.close()
    print(f"{done.read} documents read, {done.otherwise} read otherwise than before, {len(done.failed)} not readable")
    for failure in done.failed:
        print(f"  {failure}")
    return NEEDS_A_PERSON if done.failed else DONE


def _export(options: argparse.Namespace) -> int:
    from archive.export import Scope, tables, warc
    from archive.store import Archive

    scope = Scope(options.county, options.year)
    with Archive.read(_config(options).archive) as archive:
        if options.format == "warc":
            done = warc.export(archive, options.destination, scope, f"nianbao {version('nianbao')}")
            told = f"{done.responses} responses, {done.revisits} revisits, {done.metadata} without an answer"
        else:
            counts = tables.export(archive, options.destination, scope, options.format)
            told = ", ".join(f"{count} {name}" for name, count in counts.items())
    print(f"{options.destination}: {told}")
    return DONE


def _reevaluate(path: Path, now: datetime) -> int:
    from archive.evaluation import evaluate_all
    from archive.store import Archive, sole_run

    with sole_run(path), Archive.open(path) as archive:
        changed = evaluate_all(archive, now)
    print("the rules are as they were" if changed is None else f"{changed} versions have other findings than before")
    return DONE


def _merge(options: argparse.Namespace) -> int:
    from archive.merge import merge
    from archive.store import Archive, sole_run
    from crawler.output import show

    path = _config(options).archive
    with sole_run(path), Archive.open(path) as archive:
        merged = merge(archive, options.others, _clock(options).now())
    show(merged, ("path", "captures", "payloads", "reports"), as_json=options.json)
    return DONE


def _backup(options: argparse.Namespace) -> int:
    from archive.backup import backup

    backup(_config(options).archive, options.destination)
    return DONE


def _nightly(options: argparse.Namespace) -> int:
    from crawler import bulletin, nightly

    night = nightly.run(_config(options), _clock(options))
    print(bulletin.in_words(night), end="")
    return NEEDS_A_PERSON if night.needs_a_person else DONE


def _alerts(options: argparse.Namespace) -> int:
    from crawler import notices
    from crawler.output import show

    config, now = _config(options), _clock(options).now()
    if options.action in ("ack", "mute", "unmute"):
        if not options.target:
            raise UsageError(f"alerts {options.action}: name the alert; `nianbao alerts` lists those that are open")
        if options.action == "mute" and not options.note:
            raise UsageError("alerts mute: say why with --note")
        print(notices.decide(config, options.action, options.target, now, options.note, options.until))
        return DONE
    if options.action == "test":
        tried = notices.test(config, now)
        show(tried, ("channel", "state", "parts", "error"), as_json=options.json)
        return DONE if all(row.state == "sent" for row in tried) else NEEDS_A_PERSON
    rows = notices.standing(config, now)
    show(rows, ("alert", "kind", "subject", "opened_at", "acknowledged_at", "note", "says"), as_json=options.json)
    return NEEDS_A_PERSON if any(not (row["acknowledged_at"] or row["muted"]) for row in rows) else DONE


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

    nightly = verb(
        "nightly", _nightly, "crawl what is due, deadlines, alerts, backup, published copy", "nianbao nightly"
    )
    timed(nightly)

    notices = verb(
        "alerts",
        _alerts,
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
    history.add_argument("--as-of", type=_instant, metavar="T", help="what the archive knew at this instant")
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

    reparse = verb(
        "reparse",
        _reparse,
        "read every stored payload again with today's parser; stopped, it goes on where it was",
        "nianbao reparse --workers 8",
    )
    reparse.add_argument("--workers", type=int, metavar="N", help="processes (default: one a core)")
    reparse.add_argument("--into", type=Path, metavar="FILE", help="fill an empty archive instead, from what was seen")
    reparse.add_argument("--rules", action="store_true", help="apply changed rules to what is read, and read nothing")
    timed(reparse)

    export = verb(
        "export",
        _export,
        "WARC, CSV or Parquet of everything, a county or a year",
        "nianbao export csv out --year 2025",
    )
    export.add_argument("format", choices=("warc", "csv", "parquet"))
    export.add_argument("destination", metavar="DEST", type=Path, help="a folder, made where it is missing")
    export.add_argument("--county", metavar="CODE")
    export.add_argument("--year", type=int, help="reporting year")

    merge = verb(
        "merge",
        _merge,
        "unite archives made on other machines: nothing lost, nothing twice",
        "nianbao merge /mnt/machine2/nianbao.db",
    )
    merge.add_argument(
        "others", nargs="+", metavar="OTHER", type=Path, help="archives, each with its payload file beside"
    )
    listing(merge)
    timed(merge)

    backup = verb(
        "backup", _backup, "a consistent copy while crawls run", "nianbao backup /srv/backups/nianbao-2026-02-01.db"
    )
    backup.add_argument("destination", metavar="DEST", type=Path, help="a file, or a folder where it keeps its name")
    return parser


if __name__ == "__main__":
    sys.exit(main())

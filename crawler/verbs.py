"""The verbs of the command line: each takes its arguments, makes one call, shows the answer, returns the exit status.

They import what they need when they run: no verb waits for what another one needs.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import datetime
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.runtime.clock import Clock
from crawler.runtime.config import Config, load, locate

if TYPE_CHECKING:
    from archive.extract.sandbox.policy import Policy

DONE, NEEDS_A_PERSON, WRONG_USAGE, NOT_DONE = range(4)
"""Exit statuses of the contract."""


class UsageError(Exception):
    """Arguments that make no sense together; the message names the option and the remedy."""


def configuration(options: argparse.Namespace) -> Config:
    """The configuration that `--config`, the environment or this folder names. Raises ConfigError."""
    return load(locate(options.config))


def clock(options: argparse.Namespace) -> Clock:
    """The clock, held at `--now` where that was given."""
    return Clock(options.now)


def county(options: argparse.Namespace) -> str | None:
    """The code that `--county` names. Raises UsageError where no county has it."""
    from archive import gazetteer

    code: str | None = options.county
    if code and gazetteer.load().county(code) is None:
        raise UsageError(f"--county {code}: the gazetteer has no county with this code; give six digits, as 410425")
    return code


def crawl(options: argparse.Namespace) -> int:
    """Fetch sites into the archive; a person is needed where one of them is not `ok`."""
    from crawler import progress
    from crawler.night import runs

    results = runs.crawl(
        configuration(options),
        options.sites,
        clock(options),
        revisit=options.revisit,
        watch=progress.watcher(sys.stderr),
    )
    from crawler.output import show

    show(results, ("site", "outcome", "requests", "bytes", "detail"), as_json=options.json)
    return DONE if all(result.outcome == "ok" for result in results) else NEEDS_A_PERSON


def parse(options: argparse.Namespace) -> int:
    """Print what documents on the disk say; `--strict` wants a person for any that cannot be relied on."""
    from archive.extract.output import to_json
    from crawler import files

    status, now = DONE, clock(options).now()
    for answer in files.parse(options.paths, now, county=county(options), url=options.url, policy=_policy(options)):
        if isinstance(answer, files.Unopened):
            print(f"nianbao: {answer.why}", file=sys.stderr)
            status = NOT_DONE
            continue
        report = answer.report
        print(json.dumps(to_json(report, str(answer.path)), ensure_ascii=False))
        if options.strict and (report.kind == "unreadable" or any(f.severity == "error" for f in report.findings)):
            status = max(status, NEEDS_A_PERSON)
    return status


def _policy(options: argparse.Namespace) -> Policy:
    """What one document may take: by the configuration where there is one, which `parse` does not need."""
    from crawler.runtime.config import Limits
    from crawler.site_run.reader import policy

    path = locate(options.config)
    return policy(load(path).limits if path.exists() else Limits())


def identify(options: argparse.Namespace) -> int:
    """Print what a title means."""
    from crawler.site_run import identify

    said = identify.explain(options.title, options.url, county(options))
    if options.json:
        print(json.dumps(said, ensure_ascii=False))
    else:
        print(identify.in_words(said))
    return DONE


def status(options: argparse.Namespace) -> int:
    """Show a verdict for each township and year."""
    from crawler import answers
    from crawler.output import show

    rows = answers.status(
        configuration(options),
        clock(options).now(),
        county(options),
        options.year,
        options.as_of,
        published=options.published,
    )
    show(
        rows,
        ("township_code", "township", "year", "verdict", "rule", "first_seen", "claimed_on", "days_late", "why"),
        as_json=options.json,
    )
    if not options.json:
        print("".join(f"\nrule {line}" for line in answers.rules_applied(rows)))
    return DONE


def history(options: argparse.Namespace) -> int:
    """Show the versions of a report."""
    from crawler import answers

    said = answers.history(
        configuration(options), options.township, options.year, options.as_of, published=options.published
    )
    print(json.dumps(said, ensure_ascii=False) if options.json else answers.history_in_words(said))
    return DONE


def sites(options: argparse.Namespace) -> int:
    """Show the fleet, trouble first; `check` and `add` try a row or an address."""
    from crawler import answers
    from crawler.night.fleet import in_columns
    from crawler.output import show

    if options.action == "check" and not options.target:
        return lint_sites(options)
    if options.action:
        return try_site(options)
    rows = answers.sites(configuration(options), clock(options).now())
    columns = ("site", "county", "family", "nights", "days_since_ok", "found", "listed", "last_outcome", "reason")
    show(rows if options.json else map(in_columns, rows), columns, as_json=options.json)
    return NEEDS_A_PERSON if any(row.failing for row in rows) else DONE


def lint_sites(options: argparse.Namespace) -> int:
    """Read the whole registry over."""
    from crawler.runtime import sites

    config = configuration(options)
    usable, wrong = sites.lint(config)
    if options.json:
        print(json.dumps({"usable": usable, "wrong": wrong}, ensure_ascii=False))
    else:
        print("\n".join([*wrong, f"{config.sites}: {usable} rows can be used, {len(wrong)} things are wrong"]))
    return NEEDS_A_PERSON if wrong else DONE


def try_site(options: argparse.Namespace) -> int:
    """Try one row, or find out what a row for an address would be."""
    from crawler.night import probe
    from crawler.output import show_one

    if not options.target:
        raise UsageError(f"sites {options.action}: name the {'address' if options.action == 'add' else 'site'}")
    config, now = configuration(options), clock(options).now()
    if options.action == "add":
        row, trial = probe.propose(config, options.target, options.county, now)
    else:
        row, trial = "", probe.check(config, options.target, now)
    if row and not options.json:
        print(row)
    show_one(trial, as_json=options.json, extra={"row": row} if row else {})
    return DONE if trial.outcome == "ok" and not trial.townships_missing else NEEDS_A_PERSON


def serve(options: argparse.Namespace) -> int:
    """Open Datasette on the archive until it is interrupted."""
    from archive.web import serve

    serve.run(configuration(options).archive, options.host, options.port)
    return DONE


def verify(options: argparse.Namespace) -> int:
    """Recompute what the archive derives, and name what differs."""
    from archive.maintenance import verify
    from archive.storage.database import Archive
    from crawler.output import show

    with Archive.read(configuration(options).archive) as archive:
        problems = list(verify.verify(archive))
    if options.json:
        show(problems, ("check", "subject", "detail"), as_json=True)
    elif problems:
        show(problems, ("check", "subject", "detail"), as_json=False)
    else:
        print("sound: every digest, key and derived table is as it should be")
    return NOT_DONE if problems else DONE


def reparse(options: argparse.Namespace) -> int:
    """Read every payload again, into this archive or an empty one."""
    from archive.extract.parser_pool import ParserPool
    from archive.maintenance.reparse import rebuild, reparse
    from archive.storage.database import Archive, sole_run
    from crawler import progress
    from crawler.site_run.reader import policy

    config, now = configuration(options), clock(options).now()
    path = config.archive
    if options.rules:
        return _reevaluate(path, now)
    with (
        ParserPool(options.workers, policy(config.limits), double=options.double) as pool,
        sole_run(path),
        Archive.open(path) as archive,
        progress.counter(sys.stderr, "documents") as watch,
    ):
        if options.into:
            with Archive.open(options.into) as empty:
                done = rebuild(archive, empty, pool, now, pool.workers, watch)
        else:
            done = reparse(archive, pool, now, pool.workers, watch)
    print(f"{done.read} documents read, {done.otherwise} read otherwise than before, {len(done.failed)} not readable")
    for failure in done.failed:
        print(f"  {failure}")
    return NEEDS_A_PERSON if done.failed else DONE


def export(options: argparse.Namespace) -> int:
    """Write the archive out for other programs."""
    from archive.export import Scope, tables, warc
    from archive.storage.database import Archive

    scope = Scope(county(options), options.year)
    with Archive.read(configuration(options).archive) as archive:
        if options.format == "warc":
            done = warc.export(archive, options.destination, scope, f"nianbao {version('nianbao')}")
            told = f"{done.responses} responses, {done.revisits} revisits, {done.metadata} without an answer"
        else:
            counts = tables.export(archive, options.destination, scope, options.format)
            told = ", ".join(f"{count} {name}" for name, count in counts.items())
    print(f"{options.destination}: {told}")
    return DONE


def _reevaluate(path: Path, now: datetime) -> int:
    from archive.reports.evaluation import evaluate_all
    from archive.storage.database import Archive, sole_run

    with sole_run(path), Archive.open(path) as archive:
        changed = evaluate_all(archive, now)
    print("the rules are as they were" if changed is None else f"{changed} versions have other findings than before")
    return DONE


def merge(options: argparse.Namespace) -> int:
    """Take in what other machines saw."""
    from archive.maintenance.merge import merge
    from archive.storage.database import Archive, sole_run
    from crawler.output import show

    path = configuration(options).archive
    with sole_run(path), Archive.open(path) as archive:
        merged = merge(archive, options.others, clock(options).now())
    show(merged, ("path", "captures", "payloads", "reports"), as_json=options.json)
    return DONE


def backup(options: argparse.Namespace) -> int:
    """Copy the archive while it is in use."""
    from archive.maintenance.backup import backup

    backup(configuration(options).archive, options.destination)
    return DONE


def nightly(options: argparse.Namespace) -> int:
    """Do all of a night's work."""
    from crawler.night import nightly, summary

    night = nightly.run(configuration(options), clock(options))
    print(summary.in_words(night), end="")
    return NEEDS_A_PERSON if night.needs_a_person else DONE


def alerts(options: argparse.Namespace) -> int:
    """Show, acknowledge, mute and try alerts."""
    from crawler import notices
    from crawler.output import show

    config, now = configuration(options), clock(options).now()
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


def demo(options: argparse.Namespace) -> int:
    """Play a season against the sample sites."""
    try:
        demo = import_module("tests.sites.demo")
    except ModuleNotFoundError as error:
        raise UsageError(
            "the sample sites are part of the source checkout; clone the repository and run `make demo` there"
        ) from error
    status: int = demo.main(Path(options.folder), serve=options.serve)
    return status

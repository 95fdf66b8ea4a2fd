"""`nianbao reparse`: stored payloads read again with today's parser, or changed rules applied to what was read."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.messages.printable import printable
from crawler.cli import options
from crawler.cli.command import option, verb
from crawler.cli.errors import ExitStatus, UsageError
from crawler.cli.language import say
from crawler.cli.options import Program
from crawler.runtime.clock import Clock
from crawler.runtime.config import Config

if TYPE_CHECKING:
    from archive.extract.parser_pool import ParserPool
    from archive.maintenance.reparse import Reparsed
    from crawler.cluster.reading import ClusterParser


@verb("nianbao reparse --workers 8")
@option("--workers", type=options.PROCESSES, metavar="N", help="help-workers")
@option("--into", type=options.PATH, metavar="FILE", help="help-into")
@option("--double", is_flag=True, help="help-double")
@option("--rules", is_flag=True, help="help-rules")
@options.scheduler
@options.now
@options.with_program
def reparse(
    program: Program,
    workers: int | None,
    into: Path | None,
    double: bool,
    rules: bool,
    scheduler: str | None,
    clock: Clock,
) -> ExitStatus:
    """Read every stored payload again with today's parser; stopped, it goes on where it was."""
    if rules and (double or into or workers):
        raise UsageError("wrong-rules-with-others")
    config, now = program.configuration(scheduler), clock.now()
    return _apply_rules(config.archive, now) if rules else _read_again(config, now, workers, into, double=double)


def _apply_rules(path: Path, now: datetime) -> ExitStatus:
    from archive.reports.evaluation import evaluate_all
    from archive.storage.database import Archive, sole_run

    with sole_run(path), Archive.existing(path) as archive:
        changed = evaluate_all(archive, now)
    click.echo(say("cli-rules-as-before") if changed is None else say("cli-rules-applied", changed=changed))
    return ExitStatus.DONE


def _read_again(config: Config, now: datetime, workers: int | None, into: Path | None, *, double: bool) -> ExitStatus:
    with _parser(config, workers, double=double) as pool:
        done = _reparsed(config.archive, into, pool, now)
    click.echo(say("cli-reparsed", read=done.read, otherwise=done.otherwise, failed=len(done.failed)))
    for failed in done.failed:
        click.echo(printable(f"  {failed}"))
    return ExitStatus.NEEDS_ATTENTION if done.failed else ExitStatus.DONE


@contextmanager
def _parser(config: Config, workers: int | None, *, double: bool) -> Iterator[ParserPool | ClusterParser]:
    """The processes that read: this machine's, or those of the cluster that is configured."""
    from archive.extract.parser_pool import ParserPool
    from crawler.cluster.connection import cluster_of
    from crawler.site_run.reading_policy import policy

    with cluster_of(config) as cluster:
        if cluster is None:
            with ParserPool(workers, policy(config.limits), double=double) as pool:
                yield pool
        else:
            from crawler.cluster.reading import ClusterParser

            with ClusterParser(cluster, policy(config.limits), double=double) as parser:
                yield parser


def _reparsed(path: Path, into: Path | None, pool: ParserPool | ClusterParser, now: datetime) -> Reparsed:
    """Read everything again, into the archive itself or an empty one."""
    from archive.maintenance.reparse import rebuild, reparse
    from archive.storage.database import Archive, sole_run
    from crawler.cli import progress
    from crawler.site_run import proving

    with sole_run(path), Archive.existing(path) as archive, progress.counter(sys.stderr, "documents") as watch:
        if into is None:
            return reparse(archive, pool, now, pool.workers, watch, proving.prove_missing)
        with Archive.open(into) as empty:
            return rebuild(archive, empty, pool, now, pool.workers, watch, proving.prove_missing)

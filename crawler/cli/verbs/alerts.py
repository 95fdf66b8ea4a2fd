"""`nianbao alerts`: those that are open; acknowledge, mute and unmute them, and try the channels."""

from __future__ import annotations

import os
from datetime import datetime

import click

from crawler.cli import options
from crawler.cli.command import verb_with_actions
from crawler.cli.errors import ExitStatus, UsageError
from crawler.cli.options import Program
from crawler.runtime.clock import Clock
from crawler.runtime.config import ConfigError

note = click.option("--note", help="why, for whoever reads it later")


@verb_with_actions("nianbao alerts ack 20260203-1a2b3c --note 'county office called'")
@options.as_json()
@options.now
@options.with_program
@click.pass_context
def alerts(ctx: click.Context, program: Program, as_json: bool, clock: Clock) -> ExitStatus:
    """Open alerts; `ack ID`, `mute ID|SUBJECT`, `unmute SUBJECT`, `test` the channels."""
    if ctx.invoked_subcommand:
        return ExitStatus.DONE
    from archive.alerts import lifecycle
    from archive.alerts.text import entries
    from archive.storage.database import Archive
    from crawler.cli.output import show

    config, now = program.configuration(), clock.now()
    with Archive.read(config.archive) as archive:
        rows = [
            {**row, "says": entries.in_words(archive, row["alert"], now, config.alerts.templates)}
            for row in lifecycle.open_alerts(archive, now)
        ]
    show(rows, ("alert", "kind", "subject", "opened_at", "acknowledged_at", "note", "says"), as_json=as_json)
    unseen = any(not (row["acknowledged_at"] or row["muted"]) for row in rows)
    return ExitStatus.NEEDS_ATTENTION if unseen else ExitStatus.DONE


@alerts.action("nianbao alerts ack 20260203-1a2b3c --note 'county office called'")
@click.argument("alert", required=False, metavar="ID")
@note
@options.unused_json
@options.now
@options.with_program
def ack(program: Program, alert: str | None, note: str | None, clock: Clock) -> ExitStatus:
    """Say that somebody sees to an alert: it is no longer counted as unseen."""
    from archive.alerts import lifecycle
    from archive.storage.database import Archive

    alert = _named(alert, "ack")
    with Archive.open(program.configuration().archive) as archive:
        lifecycle.acknowledge(archive, alert, clock.now(), note)
    click.echo(f"acknowledged {alert}")
    return ExitStatus.DONE


@alerts.action("nianbao alerts mute county:410425 --note 'site moves' --until 2026-03-01")
@click.argument("target", required=False, metavar="ID|SUBJECT")
@note
@click.option("--until", type=options.INSTANT, metavar="INSTANT", help="when it ends")
@options.unused_json
@options.now
@options.with_program
def mute(program: Program, target: str | None, note: str | None, until: datetime | None, clock: Clock) -> ExitStatus:
    """Send nothing more about an alert's subject and kind, or about a subject and all below it."""
    from archive.alerts import lifecycle
    from archive.storage.database import Archive

    target = _named(target, "mute")
    if not note:
        raise UsageError("alerts mute: say why with --note")
    with Archive.open(program.configuration().archive) as archive:
        subject = lifecycle.mute(archive, target, clock.now(), note, until)
    click.echo(f"muted {subject}")
    return ExitStatus.DONE


@alerts.action("nianbao alerts unmute county:410425")
@click.argument("subject", required=False, metavar="SUBJECT")
@options.unused_json
@options.now
@options.with_program
def unmute(program: Program, subject: str | None, clock: Clock) -> ExitStatus:
    """End all mutes of a subject."""
    from archive.alerts import lifecycle
    from archive.storage.database import Archive

    subject = _named(subject, "unmute")
    with Archive.open(program.configuration().archive) as archive:
        ended = lifecycle.unmute(archive, subject, clock.now())
    click.echo(f"ended {ended} mutes of {subject}")
    return ExitStatus.DONE


@alerts.action("nianbao alerts test")
@options.as_json()
@options.now
@options.with_program
def test(program: Program, as_json: bool, clock: Clock) -> ExitStatus:
    """Send a test message to every channel."""
    from crawler.cli.output import show
    from crawler.notify.channel import configured_channels
    from crawler.notify import delivery

    config = program.configuration()
    channels = configured_channels(config)
    if not channels:
        raise ConfigError(f"{config.path}: `alerts.channels` names no channel; add an Apprise address or env:NAME")
    tried = delivery.trial(channels, clock.now(), os.environ, config.alerts.templates)
    show(tried, ("channel", "state", "parts", "error"), as_json=as_json)
    return ExitStatus.DONE if all(row.state == "sent" for row in tried) else ExitStatus.NEEDS_ATTENTION


def _named(target: str | None, action: str) -> str:
    """What the action is about. Raises UsageError where nothing was named."""
    if not target:
        raise UsageError(f"alerts {action}: name the alert; `nianbao alerts` lists those that are open")
    return target

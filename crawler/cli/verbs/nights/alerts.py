"""`nianbao alerts`: those that are open; acknowledge, mute and unmute them, and try the channels."""

from __future__ import annotations

import os
from datetime import datetime

import click

from crawler.cli import options
from crawler.cli.command import argument, option, verb_with_actions
from crawler.cli.errors import ExitStatus, UsageError
from crawler.cli.language import current, say
from crawler.cli.options import Program
from crawler.runtime.clock import Clock
from crawler.runtime.config import ConfigError

note = option("--note", help="help-note")


@verb_with_actions("nianbao alerts ack 20260203-1a2b3c4d5e --note 'county office called'")
@option("--closed", is_flag=True, help="help-closed")
@option("--mutes", is_flag=True, help="help-mutes")
@options.as_json()
@options.now
@options.with_program
@click.pass_context
def alerts(ctx: click.Context, program: Program, as_json: bool, clock: Clock, closed: bool, mutes: bool) -> ExitStatus:
    """Open alerts; `ack ID…`, `mute ID|SUBJECT`, `unmute SUBJECT`, `test` the channels."""
    if ctx.invoked_subcommand:
        return ExitStatus.DONE
    from archive.alerts import lifecycle
    from archive.alerts.text import entries
    from archive.storage.database import Archive
    from crawler.cli.output import show

    config, now, lang = program.configuration(), clock.now(), "en" if as_json else current()
    with Archive.read(config.archive) as archive:
        if mutes:
            show(lifecycle.mutes(archive, now), ("subject", "kind", "muted_at", "until", "note"), as_json=as_json)
            return ExitStatus.DONE
        rows = [
            {**row, "says": entries.in_words(archive, row["alert"], lang)}
            for row in lifecycle.open_alerts(archive, now, closed=closed)
        ]
    columns = ("alert", "kind", "subject", "opened_at", *(["closed_at"] if closed else []), "acknowledged_at", "note")
    show(rows, columns, sentence="says", as_json=as_json)
    unseen = any(not (row["acknowledged_at"] or row["muted"] or row["closed_at"]) for row in rows)
    return ExitStatus.NEEDS_ATTENTION if unseen else ExitStatus.DONE


@alerts.action("nianbao alerts ack 20260203-1a2b3c4d5e --note 'county office called'")
@argument("written", nargs=-1, metavar="ID...", type=options.TEXT)
@note
@options.unused_json
@options.now
@options.with_program
def ack(program: Program, written: tuple[str, ...], note: str | None, clock: Clock) -> ExitStatus:
    """Say that somebody sees to alerts, by their ids or how these begin: they are no longer counted as unseen."""
    from archive.alerts import lifecycle
    from archive.storage.database import Archive

    if not written:
        raise _unnamed("ack")
    with Archive.existing(program.configuration().archive) as archive:
        for alert in lifecycle.acknowledge(archive, written, clock.now(), note):
            click.echo(say("cli-acknowledged", alert=alert))
    return ExitStatus.DONE


@alerts.action("nianbao alerts mute county:410425 --note 'site moves' --until 2026-03-01")
@argument("target", required=False, metavar="ID|SUBJECT", type=options.TEXT)
@note
@option("--until", type=options.INSTANT, metavar="INSTANT", help="help-mute-until")
@options.unused_json
@options.now
@options.with_program
def mute(program: Program, target: str | None, note: str | None, until: datetime | None, clock: Clock) -> ExitStatus:
    """Send nothing more about an alert's subject and kind, or about a subject and all below it."""
    from archive.alerts import lifecycle
    from archive.storage.database import Archive

    target = _named(target, "mute")
    if not note:
        raise UsageError("wrong-mute-without-note")
    if until and until <= clock.now():
        raise UsageError("wrong-mute-until-past", until=until.isoformat())
    with Archive.existing(program.configuration().archive) as archive:
        subject = lifecycle.mute(archive, target, clock.now(), note, until)
    click.echo(say("cli-muted", subject=subject))
    return ExitStatus.DONE


@alerts.action("nianbao alerts unmute county:410425")
@argument("subject", required=False, metavar="SUBJECT", type=options.TEXT)
@options.unused_json
@options.now
@options.with_program
def unmute(program: Program, subject: str | None, clock: Clock) -> ExitStatus:
    """End all mutes of a subject."""
    from archive.alerts import lifecycle
    from archive.storage.database import Archive

    subject = _named(subject, "unmute")
    with Archive.existing(program.configuration().archive) as archive:
        ended = lifecycle.unmute(archive, subject, clock.now())
    click.echo(say("cli-unmuted", count=ended, subject=subject))
    return ExitStatus.DONE


@alerts.action("nianbao alerts test")
@options.as_json()
@options.now
@options.with_program
def test(program: Program, as_json: bool, clock: Clock) -> ExitStatus:
    """Send a test message to every channel."""
    from crawler.cli.output import show
    from crawler.notify import delivery
    from crawler.notify.channel import configured_channels

    config = program.configuration()
    channels = configured_channels(config)
    if not channels:
        raise ConfigError("wrong-no-channel", path=config.path)
    tried = delivery.trial(channels, clock.now(), os.environ, config.alerts.templates)
    show(tried, ("channel", "state", "parts", "error"), as_json=as_json)
    return ExitStatus.DONE if all(row.state == "sent" for row in tried) else ExitStatus.NEEDS_ATTENTION


def _named(target: str | None, action: str) -> str:
    """What the action is about. Raises UsageError where nothing was named."""
    if not target:
        raise _unnamed(action)
    return target


def _unnamed(action: str) -> UsageError:
    return UsageError("wrong-alert-unnamed", action=action)

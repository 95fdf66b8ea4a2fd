"""`nianbao init`: a working folder, by questions or options, and a first try of its sites."""

from __future__ import annotations

import json
import sys
from datetime import time
from pathlib import Path

import click

from crawler.cli import options
from crawler.cli.command import argument, option, verb
from crawler.cli.errors import ExitStatus, UsageError
from crawler.cli.language import say
from crawler.cli.started import command
from crawler.runtime.clock import Clock
from crawler.runtime.config import DEFAULT, Config, ConfigError, load


@verb("nianbao init /srv/nianbao --contact ops@example.org --url https://www.example.gov.cn/zwgk/ --county 410425")
@argument("folder", required=False, default=".", metavar="[FOLDER]", type=options.PATH)
@option("--contact", metavar="ADDRESS", help="help-contact")
@option("--url", "urls", multiple=True, metavar="URL", help="help-url")
@options.county("help-init-county")
@option("--channel", "channels", multiple=True, metavar="ADDRESS", help="help-channel")
@option("--at", type=options.HOUR, metavar="HH:MM", help="help-init-at")
@option("--delay", type=options.SECONDS, metavar="SECONDS", help="help-delay")
@options.now
def init(
    folder: Path,
    contact: str | None,
    urls: tuple[str, ...],
    county: str | None,
    channels: tuple[str, ...],
    at: time | None,
    delay: float | None,
    clock: Clock,
) -> ExitStatus:
    """Make a folder to work in: configuration, registry, a first try of each site, and the line for cron."""
    path = folder.absolute() / DEFAULT
    if folder.exists() and not folder.is_dir():
        raise ConfigError("wrong-init-in-file", folder=folder)
    if path.exists():
        raise ConfigError("wrong-folder-made-already", path=path, command=command(path))
    if sys.stdin.isatty():
        contact = contact or click.prompt(say("cli-ask-contact"))
        urls = urls or _asked("cli-ask-url")
        channels = channels or _asked("cli-ask-channel")
        at = at or click.prompt(say("cli-ask-at"), default="02:30", type=options.HOUR)
    if not contact:
        raise UsageError("wrong-init-without-contact")
    _require_addresses(urls)
    config = _written(path, _text(contact, channels, delay))
    status = _add(config, urls, county, clock) if urls else ExitStatus.DONE
    program = command(path)
    click.echo(say("cli-folder-ready", folder=path.parent) + "\n")
    for line in (f"{program} sites add URL", f"{program} doctor", f"{program} nightly"):
        click.echo(f"  {line}")
    at = at or time(2, 30)
    nightly = f"{program} nightly".replace("%", "\\%")  # cron takes a bare % for a line's end
    click.echo(f"\n{say('cli-every-night')}\n\n  CRON_TZ=Asia/Shanghai\n  {at:%-M %-H} * * *  {nightly}")
    return status


def _require_addresses(urls: tuple[str, ...]) -> None:
    """Raise ConfigError for what is no address of a site, before a folder is made."""
    if urls:
        from crawler.night import probe

        for url in urls:
            probe.require_address(url)


def _asked(question: str) -> tuple[str, ...]:
    """Answers to the question of that code, until an empty one."""
    answers = []
    while answer := click.prompt(say(question), default="", show_default=False):
        answers.append(answer)
    return tuple(answers)


def _written(path: Path, text: str) -> Config:
    """Write configuration and registry, and read them as any verb would. Raises ConfigError, and leaves nothing."""
    from crawler.notify import senders

    is_new = not path.parent.exists()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)  # a channel's address holds its secret
    try:
        path.write_text(text, encoding="utf-8")
        config = load(path)
        senders.check(config)
    except ConfigError:
        path.unlink()
        if is_new:
            path.parent.rmdir()
        raise
    if not config.sites.exists():
        config.sites.touch()
    return config


def _text(contact: str, channels: tuple[str, ...], delay: float | None) -> str:
    """The configuration as TOML; a string of JSON is one of TOML, too."""
    quoted = [json.dumps(value, ensure_ascii=False) for value in channels]
    lines = [
        'archive = "nianbao.db"               # the bytes go beside it, into nianbao.payloads.db',
        'sites = "sites.toml"',
        f"contact = {json.dumps(contact, ensure_ascii=False)}",
        *(["", "[politeness]", f"delay = {delay}"] if delay is not None else []),
        *(["", "[alerts]", f"channels = [{', '.join(quoted)}]"] if quoted else []),
    ]
    return "\n".join(lines) + "\n"


def _add(config: Config, urls: tuple[str, ...], county: str | None, clock: Clock) -> ExitStatus:
    """Try each site, and add its row where it shows a list."""
    from crawler.cli.trials import Added
    from crawler.night import adding

    proposals = adding.propose_all(config, [adding.Address(url, county) for url in urls], clock.now())
    results = [Added(proposal, config.sites, adding.add(config, proposal)) for proposal in proposals]
    for result in results:
        result.print()
    return ExitStatus.DONE if all(result.is_done for result in results) else ExitStatus.NEEDS_ATTENTION

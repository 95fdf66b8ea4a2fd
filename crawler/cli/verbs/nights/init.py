"""`nianbao init`: a working folder, by questions or options, and a first try of its sites."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from crawler.cli import options
from crawler.cli.command import verb
from crawler.cli.errors import ExitStatus, UsageError
from crawler.cli.started import command
from crawler.runtime.clock import Clock
from crawler.runtime.config import DEFAULT, Config, ConfigError, load


@verb("nianbao init /srv/nianbao --contact ops@example.org --url https://www.example.gov.cn/zwgk/ --county 410425")
@click.argument("folder", required=False, default=".", metavar="[FOLDER]", type=options.PATH)
@click.option("--contact", metavar="ADDRESS", help="where a site's staff can reach you; sent with every request")
@click.option("--url", "urls", multiple=True, metavar="URL", help="a site's portal, column or list; may be repeated")
@options.county("the county of the addresses, where their pages do not tell")
@click.option("--channel", "channels", multiple=True, metavar="ADDRESS", help="where alerts go; may be repeated")
@click.option("--delay", type=float, metavar="SECONDS", help="between two requests to a site (default: 3)")
@options.now
def init(
    folder: Path,
    contact: str | None,
    urls: tuple[str, ...],
    county: str | None,
    channels: tuple[str, ...],
    delay: float | None,
    clock: Clock,
) -> ExitStatus:
    """Make a folder to work in: configuration, registry, a first try of each site, and the line for cron."""
    path = folder.absolute() / DEFAULT
    if path.exists():
        raise ConfigError(
            f"{path}: is there already; edit it, add sites by `{command(path)} sites add URL`, or name another folder"
        )
    if sys.stdin.isatty():
        contact = contact or click.prompt("Contact (mail or web address, sent with every request)")
        urls = urls or _asked("Address of a county's site")
        channels = channels or _asked("Channel for alerts (an Apprise address, or env:NAME)")
    if not contact:
        raise UsageError("init: give --contact, an address at which a site's staff can reach you")
    config = _written(path, _text(contact, channels, delay))
    status = _add(config, urls, county, clock) if urls else ExitStatus.DONE
    program = command(path)
    click.echo(f"{path.parent} is ready. Next:\n")
    for line in (f"{program} sites add URL", f"{program} doctor", f"{program} nightly"):
        click.echo(f"  {line}")
    click.echo(f"\nEvery night, from cron:\n\n  CRON_TZ=Asia/Shanghai\n  30 2 * * *  {program} nightly")
    return status


def _asked(question: str) -> tuple[str, ...]:
    """Answers until an empty one."""
    answers = []
    while answer := click.prompt(f"{question} (empty: no more)", default="", show_default=False):
        answers.append(answer)
    return tuple(answers)


def _written(path: Path, text: str) -> Config:
    """Write configuration and registry, and read them as any verb would. Raises ConfigError, and leaves no file."""
    from crawler.notify.channel import configured_channels

    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)  # a channel's address holds its secret
    try:
        path.write_text(text, encoding="utf-8")
        config = load(path)
        configured_channels(config)
    except ConfigError:
        path.unlink()
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

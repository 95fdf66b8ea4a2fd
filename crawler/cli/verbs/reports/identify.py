"""`nianbao identify`: what a link would be taken for, and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from archive import messages
from archive.messages.printable import json_text, printable
from crawler.cli import options
from crawler.cli.command import verb
from crawler.cli.errors import ExitStatus


@verb("nianbao identify '冢头镇2023年政府信息公开工作年度报告'")
@click.argument("title", metavar="TITLE")
@click.option("--url", help="the address of the link")
@options.county("the county on whose site it was found")
@options.as_json("one JSON object")
def identify(title: str, url: str | None, county: str | None, as_json: bool) -> ExitStatus:
    """Say what a link would be taken for, and why."""
    from archive import gazetteer
    from archive.extract.identity import identify as identity
    from archive.storage.instants import china_day
    from crawler.runtime.clock import Clock

    today = china_day(Clock().now())
    judged = identity.identify_link(title, url=url, county_code=county, gazetteer=gazetteer.load(), today=today)
    result = identity.to_json(judged)
    if as_json:
        click.echo(json_text(result))
    else:
        click.echo("\n".join(map(printable, _in_words(result).splitlines())))
    return ExitStatus.DONE


def _in_words(result: Mapping[str, Any]) -> str:
    """The same for people."""
    issuer = result["issuer"]
    lines = [
        f"{result['kind']}, reporting year {result['year'] or 'not told'}"
        + (f": {result['reason']}" if result["reason"] else ""),
        f"issuer: {issuer['name'] or 'not told'} ({issuer['level']}, {issuer['match']})",
    ]
    if issuer["township_code"] or issuer["county_code"]:
        lines.append(f"code: {issuer['township_code'] or issuer['county_code']}")
    lines += [f"could be: {c['township_code']} {c['county']}{c['name']}" for c in issuer["candidates"]]
    lines += [f"together with: {c['township_code']} {c['county']}{c['name']}" for c in issuer.get("joint_with", ())]
    if result["concerns"] and not issuer["township_code"]:
        lines.append(f"may concern: {', '.join(result['concerns'])}")
    if result["doubt"]:
        lines.append(f"in doubt: {messages.text('doubt_' + result['doubt'])}")
    lines += [f"because {reason}" for reason in result["why"]]
    return "\n".join(lines)

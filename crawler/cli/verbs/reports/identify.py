"""`nianbao identify`: what a link would be taken for, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import click

from archive.captures.reasons import sentence_of_document
from archive.messages.coded import Sentence
from archive.messages.printable import json_text, printable
from crawler.cli import options
from crawler.cli.command import argument, option, verb
from crawler.cli.errors import ExitStatus
from crawler.cli.language import current, say
from crawler.cli.output import in_words


@verb("nianbao identify '冢头镇2023年政府信息公开工作年度报告'")
@argument("title", metavar="TITLE")
@option("--url", help="help-identify-url")
@options.county("help-identify-county")
@options.as_json("help-json-object")
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
        click.echo("\n".join(map(printable, _in_words(result, judged.reasons))))
    return ExitStatus.DONE


def _in_words(result: Mapping[str, Any], reasons: Iterable[Sentence]) -> Iterator[str]:
    """The same for people."""
    issuer = result["issuer"]
    untold = say("cli-not-told")
    kind = {"kind": in_words("document", result["kind"]), "year": result["year"] or untold}
    if result["reason"]:
        yield say("cli-identified-because", **kind, reason=_reason(result))
    else:
        yield say("cli-identified", **kind)
    names = {"level": in_words("level", issuer["level"]), "match": in_words("match", issuer["match"])}
    yield say("cli-issuer", name=issuer["name"] or untold, **names)
    if issuer["township_code"] or issuer["county_code"]:
        yield say("cli-code", unit=issuer["township_code"] or issuer["county_code"])
    for unit in issuer["candidates"]:
        yield say("cli-candidate", unit=unit["township_code"], name=f"{unit['county']}{unit['name']}")
    for unit in issuer.get("joint_with", ()):
        yield say("cli-joint", unit=unit["township_code"], name=f"{unit['county']}{unit['name']}")
    if result["concerns"] and not issuer["township_code"]:
        yield say("cli-concerns", codes=", ".join(result["concerns"]))
    if result["doubt"]:
        yield say("cli-in-doubt", doubt=say(f"doubt_{result['doubt']}"))
    yield from (say("cli-because", reason=reason.in_language(current())) for reason in reasons)


def _reason(result: Mapping[str, Any]) -> str:
    """Why it is no report."""
    return sentence_of_document(result["reason_code"], result["reason"], current()) or ""

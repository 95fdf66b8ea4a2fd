"""`nianbao doctor`: what this machine has of all that nights need or can use, and how to get what it lacks."""

from __future__ import annotations

from dataclasses import asdict

from crawler.cli import options
from crawler.cli.command import verb
from crawler.cli.errors import ExitStatus
from crawler.cli.options import Program
from crawler.runtime.clock import Clock


@verb("nianbao doctor")
@options.as_json()
@options.now
@options.with_program
def doctor(program: Program, as_json: bool, clock: Clock) -> ExitStatus:
    """Say what is there, what is missing and how to mend it; asks no site and writes nothing."""
    from crawler.cli.language import current
    from crawler.cli.output import show
    from crawler.night.diagnosis import diagnose

    lang = "en" if as_json else current()
    found = list(diagnose(program.configuration(), clock.now()))
    rows = [{**asdict(each), "args": each.words("en"), "says": each.sentence(lang)} for each in found]
    show(rows, ("about", "state"), sentence="says", as_json=as_json)
    return ExitStatus.NEEDS_ATTENTION if any(each.state == "wrong" for each in found) else ExitStatus.DONE

"""What sites showed that were tried, and what became of the rows proposed for them, on standard output."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path

import click

from archive import messages
from archive.messages.coded import CodedError, in_words
from crawler.cli.language import current, say
from crawler.cli.output import echo, labelled, show_one
from crawler.night.adding import Proposal
from crawler.night.probe import Trial

_FIRST = ("site", "outcome", "detail", "townships_found", "townships_expected", "townships_missing", "reports_by_year")
"""What is printed first of a site that was tried."""
_SOME = 5
"""How many titles of nobody known are printed; a county's list has a hundred departments."""


def show(trial: Trial, *, as_json: bool) -> None:
    """Print what a site showed; for people what is found and missing first, a line a list, and names of nobody last."""
    shown = asdict(trial)
    if as_json:
        show_one(shown, as_json=True, extra={})
        return
    if trial.reasons:
        shown["detail"] = messages.sentences(trial.reasons, current())
    first = {key: shown.pop(key) for key in _FIRST}
    del shown["lists"], shown["reasons"]
    unresolved: list[str] = shown.pop("unresolved")
    show_one(first, as_json=False, extra=shown)
    for proof in trial.lists:
        echo(labelled("list", proof.line(current())))
    if unresolved:
        some = "、".join(unresolved[:_SOME])
        more = len(unresolved) - _SOME
        echo(labelled("unresolved", say("cli-titles-some", titles=some, more=more) if more > 0 else some))


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a proposal: added to `registry`, or not and why; with `registry` None it was only to be seen."""

    proposal: Proposal
    registry: Path | None = None
    why_not: CodedError | None = None

    @property
    def as_json(self) -> dict[str, object]:
        """The trial's keys, the row, and what became of it."""
        trial = self.proposal.trial
        return {
            "url": self.proposal.url,
            **(asdict(trial) if trial else {"error": str(self.proposal.error)}),
            "row": self.proposal.row,
            "added": self.registry is not None and self.why_not is None,
            "not_added_because": str(self.why_not) if self.why_not else None,
            "complete": trial is not None and trial.found_all,
        }

    @property
    def is_done(self) -> bool:
        """Whether all was found, and nothing kept the row from being added."""
        return self.proposal.trial is not None and self.proposal.trial.found_all and self.why_not is None

    def print(self) -> None:
        """Print the row, what the site showed, and what became of the row."""
        if self.proposal.trial is None:
            echo(f"{self.proposal.url}: {in_words(self.proposal.error, current())}")
            click.echo()
            return
        click.echo(self.proposal.row)
        show(self.proposal.trial, as_json=False)
        if self.registry is not None:
            why = self.why_not
            click.echo(say("cli-not-added", why=why) if why else say("cli-added", path=self.registry))
            click.echo()

"""The evidence of a verdict in words: why it is so, whether each fact holds, by what was observed, on whose answer.

Also the second witnesses that were asked beside it. All in the language of the visitor.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from archive.deadlines import reasons
from archive.deadlines.questions import deciding_check
from archive.deadlines.second_witnesses import in_words as in_words_of_witness
from archive.storage.instants import china_day, instant
from archive.web.language import current, t


def why(evidence: Mapping[str, Any]) -> str:
    """The reason as a sentence; as it was stored where a former program stored no code."""
    try:
        return reasons.sentence(evidence["reason"], evidence["reason_args"], current())
    except (KeyError, ValueError):
        return str(evidence["why"])


def remedy(evidence: Mapping[str, Any]) -> str | None:
    """What can be done where nothing could be told; None where there is nothing to do."""
    return reasons.remedy(evidence["reason"], current()) if evidence.get("remedy") and "reason" in evidence else None


@dataclass(frozen=True, slots=True)
class FactInWords:
    """A fact as a page shows it: what is to hold, by what it does or does not, and the list where it is one list's.

    `rows` are those in question, each a title and an address or None; `vouched` names who answered, and when.
    """

    fact: str
    holds: bool
    observation: str
    url: str | None
    rows: tuple[tuple[str, str | None], ...]
    vouched: str | None


def of_verdict(evidence: Mapping[str, Any]) -> list[FactInWords]:
    """The facts of the check that decided, in their order; none where no proof did."""
    check = deciding_check(evidence)
    return [in_words(finding) for finding in check["proof"]] if check else []


def in_words(finding: Mapping[str, Any]) -> FactInWords:
    """A finding as `evidence` has it."""
    args = finding.get("args", {})
    rows = tuple((row["title"], row["url"]) for row in finding.get("rows", ()))
    fact, observation = t(f"fact-{finding['fact']}"), t(finding["observation"], **args)
    return FactInWords(fact, finding["holds"], observation, finding.get("list"), rows, _vouched(args))


@dataclass(frozen=True, slots=True)
class WitnessInWords:
    """A second witness as a page shows it: what came of asking it, and its address where it has one."""

    answer: str
    url: str | None


def of_witness(asked: Mapping[str, Any]) -> WitnessInWords:
    """A second witness as `evidence` has it."""
    return WitnessInWords(in_words_of_witness(asked["witness"], asked["answer"], current()), asked["url"])


def _vouched(args: Mapping[str, Any]) -> str | None:
    if "person" not in args:
        return None
    day = china_day(instant(args["at"])).isoformat()
    return ", ".join([args["person"], day, *([args["note"]] if "note" in args else [])])

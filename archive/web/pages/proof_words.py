"""The facts of a proof in words: whether each holds, by what was observed, and whose answer it rests on.

Also the second witnesses that were asked beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from archive.deadlines.questions import deciding_check
from archive.deadlines.second_witnesses import in_words as in_words_of_witness
from archive.messages import text
from archive.storage.instants import china_day, instant


@dataclass(frozen=True, slots=True)
class FactInWords:
    """A fact as a page shows it: what is to hold, by what it does or does not, and the list where it is one list's.

    `rows` are those in question, each a title and an address or None; `vouched` names who answered, and when.
    """

    fact: str
    fact_zh: str
    holds: bool
    observation: str
    observation_zh: str
    url: str | None
    rows: tuple[tuple[str, str | None], ...]
    vouched: str | None


def of_verdict(evidence: Mapping[str, Any]) -> list[FactInWords]:
    """The facts of the check that decided, in their order; none where no proof did."""
    check = deciding_check(evidence)
    return [in_words(finding) for finding in check["proof"]] if check else []


def in_words(finding: Mapping[str, Any]) -> FactInWords:
    """A finding as `evidence` has it, in English and Chinese."""
    args, code = finding.get("args", {}), finding["observation"]
    rows = tuple((row["title"], row["url"]) for row in finding.get("rows", ()))
    return FactInWords(
        text(f"fact-{finding['fact']}"),
        text(f"fact-{finding['fact']}", "zh"),
        finding["holds"],
        text(code, **args),
        text(code, "zh", **args),
        finding.get("list"),
        rows,
        _vouched(args),
    )


@dataclass(frozen=True, slots=True)
class WitnessInWords:
    """A second witness as a page shows it: what came of asking it, and its address where it has one."""

    answer: str
    answer_zh: str
    url: str | None


def of_witness(asked: Mapping[str, Any]) -> WitnessInWords:
    """A second witness as `evidence` has it, in English and Chinese."""
    english, chinese = (in_words_of_witness(asked["witness"], asked["answer"], language) for language in ("en", "zh"))
    return WitnessInWords(english, chinese, asked["url"])


def _vouched(args: Mapping[str, Any]) -> str | None:
    if "person" not in args:
        return None
    day = china_day(instant(args["at"])).isoformat()
    return ", ".join([args["person"], day, *([args["note"]] if "note" in args else [])])

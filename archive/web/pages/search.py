"""What the search shows: places by their names, and reports by title, number, findings and text, the latest first.

The index names candidates in order; each is compared with its text, until a page is full or enough were compared.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from archive.reports import code_names, search_index, search_text
from archive.reports.search_text import Passage
from archive.web.ask import Ask, Row
from archive.web.language import current

HITS = 25
"""Reports on a page."""

BATCH, MOST = 120, 480
"""Candidates that are compared at a time, and for one page."""

LONGEST = 200
"""Characters of a question; what is typed behind them is not read."""

SELECTIVE, SAMPLE = 4, 64
"""Words that the index is asked for at most, the rarest; and which entry of a word says how rare it is."""

PLACES = 15
"""Places on a page."""

_NARROWING = {"county": "([0-9]{2}|[0-9]{6})?", "year": "([0-9]{4})?", "after": "[0-9]{0,16}"}

_PLACES = (
    "SELECT t.code, t.name, t.valid_to, c.name AS county, c.prefecture, c.province FROM townships AS t"
    " JOIN counties AS c ON c.code = t.county_code WHERE {0} ORDER BY {1}, t.valid_to IS NOT NULL, t.code LIMIT {2}"
)
_COUNTIES = "SELECT code, name, prefecture, province FROM counties WHERE {0} ORDER BY {1}, code LIMIT {2}"
_CANDIDATES = (
    "SELECT rowid FROM search WHERE search MATCH ? AND rowid > ? AND rowid < ? ORDER BY rowid LIMIT ?"  # past `after`
)
_NTH = "SELECT rowid FROM search WHERE search MATCH ? AND rowid > ? AND rowid < ? ORDER BY rowid LIMIT 1 OFFSET ?"
_HEADS = (
    "SELECT r.report, r.township_code, r.year, r.version, t.name AS township, c.name AS county, c.prefecture,"
    " c.province, v.title, v.document_number FROM json_each(?) AS j JOIN reports AS r ON r.report = j.value"
    " JOIN townships AS t ON t.code = r.township_code JOIN counties AS c ON c.code = r.county_code"
    " JOIN versions AS v ON v.version = r.version"
)
_SECTIONS = (
    "SELECT s.version, s.number, s.heading, s.text FROM json_each(?) AS j"
    " JOIN sections AS s ON s.version = j.value ->> 0 AND s.number = j.value ->> 1"
)
_FINDINGS = "SELECT f.version, f.rule, f.detail FROM json_each(?) AS j JOIN findings AS f ON f.version = j.value"
_LACKS_SOME = "SELECT 1 FROM unsearched LIMIT 1"


@dataclass(frozen=True, slots=True)
class Part:
    """Where in a report the words were found: its title, its number, a finding or a section, with the passage."""

    kind: str
    name: str
    passage: Passage


def said(part: Part, asked: Iterable[str]) -> Passage:
    """What a page shows of a part: of a finding its rule's name in the visitor's language, as its detail is English."""
    if part.kind != "finding":
        return part.passage
    name = code_names.rule(part.name, current()) or ""
    text = f"{name} {part.name}".strip()
    return search_text.passage(text, asked, whole=True) or Passage(((False, text),), 1)


@dataclass(slots=True)
class Hit:
    """A report that holds the words."""

    head: Row
    parts: list[Part] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked: the text as typed, a county's or province's code, a year, and after which entry to go on."""

    text: str = ""
    county: str = ""
    year: int | None = None
    after: int = 0

    @property
    def words(self) -> tuple[str, ...]:
        """The folded words."""
        return search_text.words(self.text)

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Question | None:
        """The question of a query string: q, county, year and after; None where one that narrows is malformed."""
        narrowing = {name: given.get(name) or "" for name in _NARROWING}
        if not all(re.fullmatch(_NARROWING[name], value) for name, value in narrowing.items()):
            return None
        year, after = narrowing["year"], narrowing["after"]
        return cls((given.get("q") or "")[:LONGEST], narrowing["county"], int(year) if year else None, int(after or 0))


async def gather(ask: Ask, question: Question) -> dict[str, object]:
    """The page's content. `next` is after which entry the search goes on, None where it came to its end."""
    hits, following = await _hits(ask, question)
    return {
        "question": question,
        "said": said,
        "counties": await _places(ask, _COUNTIES, ("name", "prefecture", "province"), question.words),
        "townships": await _places(ask, _PLACES, ("t.name", "c.name", "c.prefecture", "c.province"), question.words),
        "hits": hits,
        "next": following,
        "too_short": bool(question.words) and search_text.expression(question.words) is None,
        "incomplete": await ask.one(_LACKS_SOME) is not None,
    }


async def _places(ask: Ask, sql: str, names: Sequence[str], asked: Sequence[str]) -> list[Row]:
    """Places whose own name holds one of the words, and whose names hold all of them; whole names come first."""
    if not asked:
        return []
    own, together = names[0], " || ' ' || ".join(names)
    n = len(asked)
    where = "(" + " OR ".join(f"instr({own}, ?{i + 1}) > 0" for i in range(n)) + ")"  # few rows pass this one
    if n > 1:
        where += "".join(f" AND instr({together}, ?{i + 1}) > 0" for i in range(n))
    first = " + ".join(f"({own} = ?{i + 1})" for i in range(n))
    return await ask.rows(sql.format(where, f"{first} = 0", PLACES), *asked)


async def _hits(ask: Ask, question: Question) -> tuple[list[Hit], int | None]:
    first, last = _range(question)
    expression = search_text.expression(await _rarest(ask, question.words, first, last), question.county)
    if expression is None:
        return [], None
    hits: dict[str, Hit] = {}
    for _ in range(0, MOST, BATCH):
        numbers = [row["rowid"] for row in await ask.rows(_CANDIDATES, expression, first, last, BATCH)]
        found = await _compare(ask, [search_index.found(number) for number in numbers], question.words)
        for number, hit in zip(numbers, found, strict=True):
            if hit is not None:
                report = hit.head["report"]
                if report not in hits and len(hits) == HITS:
                    return list(hits.values()), first
                hits.setdefault(report, Hit(hit.head)).parts.extend(hit.parts)
            first = number
        if len(numbers) < BATCH:
            return list(hits.values()), None
    return list(hits.values()), first


async def _rarest(ask: Ask, asked: Sequence[str], first: int, last: int) -> list[str]:
    """The words that leave the fewest candidates, as far as the first entries of each tell: the later the rarer.

    Many common words that never stand together cost a walk through all of their entries.
    """
    if len(asked) <= SELECTIVE:
        return list(asked)
    reach: dict[str, int] = {}
    for word in asked:
        expression = search_text.expression([word])
        row = await ask.one(_NTH, expression, first, last, SAMPLE - 1) if expression else {"rowid": first}
        reach[word] = row["rowid"] if row else last
    return sorted(asked, key=lambda word: -reach[word])[:SELECTIVE]


def _range(question: Question) -> tuple[int, int]:
    """Between which numbers, both excluded, candidates are looked for."""
    if question.year is None:
        return question.after, search_index.number(0)
    return max(question.after, search_index.number(question.year) - 1), search_index.number(question.year - 1)


async def _compare(ask: Ask, entries: Sequence[search_index.Found], asked: Sequence[str]) -> list[Hit | None]:
    """For each candidate what of it holds the words; None where it does not."""
    heads = {row["report"]: row for row in await ask.rows(_HEADS, json.dumps(sorted({e.report for e in entries})))}
    wanted = [(heads[e.report]["version"], e.section) for e in entries if e.report in heads and e.section is not None]
    sections = {(row["version"], row["number"]): row for row in await ask.rows(_SECTIONS, json.dumps(wanted))}
    versions = json.dumps([heads[e.report]["version"] for e in entries if e.report in heads and e.section is None])
    findings: dict[str, list[Row]] = {}
    for row in await ask.rows(_FINDINGS, versions):
        findings.setdefault(row["version"], []).append(row)
    made: list[Hit | None] = []
    for entry in entries:
        head = heads.get(entry.report)
        if head is None:
            made.append(None)
        elif entry.section is None:
            made.append(_hit(head, _of_head(head, findings.get(head["version"], ())), asked))
        else:
            section = sections.get((head["version"], entry.section))
            made.append(_hit(head, _of_section(section), asked) if section else None)
    return made


def _of_head(head: Row, findings: Iterable[Row]) -> list[tuple[str, str, str]]:
    """The texts of a report's head: kind, name and text."""
    return [
        ("title", "", head["title"] or ""),
        ("number", "", head["document_number"] or ""),
        *(("finding", row["rule"], search_index.text_of_finding(row["rule"], row["detail"])) for row in findings),
    ]


def _of_section(section: Row) -> list[tuple[str, str, str]]:
    return [("heading", section["heading"], section["heading"]), ("section", section["heading"], section["text"])]


def _hit(head: Row, texts: Sequence[tuple[str, str, str]], asked: Sequence[str]) -> Hit | None:
    """The parts that hold a word, where texts and place together hold all of them."""
    folded = [search_text.fold(text) for _, _, text in texts]
    place = [search_text.fold(head[name]) for name in ("township", "county", "prefecture", "province")]
    if not all(any(word in text for text in (*folded, *place)) for word in asked):
        return None
    parts = [
        Part(kind, name, passage)
        for (kind, name, text), one in zip(texts, folded, strict=True)
        if any(word in one for word in asked) and (passage := search_text.passage(text, asked))
    ]
    return Hit(head, parts) if parts else None

"""A review of a draft as a page to print: the remarks, then tables and text with the numbers of the remarks on them.

The same content is shown by `nianbao check --html`, as one file with its style inside, and by the served page.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from archive import messages
from archive.drafts import words
from archive.drafts.remark import WEIGHTS, Remark, Weight
from archive.drafts.review import Review
from archive.drafts.words import Language
from archive.extract.report import forms
from archive.extract.report.model import Report
from archive.messages.printable import shown
from archive.web.pages import statutory

_HERE = Path(__file__).parents[1]
STYLE = _HERE / "static" / "draft.css"
_TABLES = ("disclosure", "applications", "review")


@dataclass(frozen=True, slots=True)
class Badge:
    """The numbers of the remarks on one cell or passage, and the most urgent of their weights.

    A cell that only takes part in what a remark is about has no numbers.
    """

    numbers: str
    weight: Weight


@dataclass(frozen=True, slots=True)
class BadgedPiece:
    """A piece of a paragraph, and the badge of the remarks about it."""

    text: str
    badge: Badge | None = None


def render(review: Review, name: str, lang: Language) -> str:
    """The whole page as one file that needs no other; `name` is the draft's."""
    template = _environment().get_template("draft.html")
    return template.render(content(review, name, lang), style=STYLE.read_text(encoding="utf-8"))


def content(review: Review, name: str, lang: Language) -> dict[str, object]:
    """What the template shows."""
    report = review.draft.report
    printed = _printed(report)
    return {
        "lang": "zh-CN" if lang == "zh" else "en",
        "say": {
            key: messages.text(f"draft-page-{key}", lang) for key in ("title", "tables", "text", "remarks", "foot")
        },
        "file": name,
        "title": report.title or messages.text("draft-untitled", lang),
        "summary": words.summary(review, lang),
        "clean": not review.remarks,
        "checked": words.checked(review, lang) if report.kind == "report" else "",
        "groups": list(_groups(review, lang)),
        "badges": _cell_badges(review),
        "headings": {number: messages.text(f"draft-section-{number}", lang) for number in range(7)},
        "disclosure": statutory.disclosure(printed) if printed.has("disclosure") else (),
        "applications": statutory.applications(printed) if printed.has("applications") else (),
        "application_columns": statutory.column_labels("applications"),
        "review": statutory.review(printed) if printed.has("review") else (),
        "review_columns": statutory.column_labels("review"),
        "opening": [_pieces(line, _of_section(review, 0)) for line in review.draft.opening],
        "sections": {
            section.number: [
                _pieces(line, _of_section(review, section.number)) for line in section.text.splitlines() if line.strip()
            ]
            for section in report.sections
        },
    }


def _groups(review: Review, lang: Language) -> Iterator[Mapping[str, object]]:
    numbered = enumerate(review.remarks, 1)
    for weight, members in groupby(numbered, lambda pair: pair[1].weight):
        remarks = [
            {
                "number": number,
                "remedy": words.remedy(remark, lang),
                "reason": words.reason(remark, lang),
                "where": words.place(remark, lang),
            }
            for number, remark in members
        ]
        yield {"weight": weight, "head": words.head(weight, lang), "remarks": remarks}


def _cell_badges(review: Review) -> dict[statutory.Place, Badge]:
    """The badge of each cell with remarks; the first cell of a remark carries its number, the others its colour."""
    numbers: defaultdict[statutory.Place, list[int]] = defaultdict(list)
    weights: defaultdict[statutory.Place, list[Weight]] = defaultdict(list)
    for number, remark in enumerate(review.remarks, 1):
        for at, cell in enumerate(remark.place.cells):
            if place := _whole_place(cell):
                weights[place].append(remark.weight)
                numbers[place] += [number] if at == 0 else []
    return {
        place: Badge(",".join(map(str, numbers[place])), min(given, key=WEIGHTS.index))
        for place, given in weights.items()
    }


def _whole_place(cell: tuple[str, str, str]) -> statutory.Place | None:
    """The cell as the form names it: a line with one value has a column there; None for a whole line or table."""
    table, line, column = cell
    if column:
        return cell
    only = _only_columns().get((table, line))
    return (table, line, only) if only else None


@cache
def _only_columns() -> Mapping[tuple[str, str], str]:
    """The column of each line that has one value only."""
    return {
        (table, line.key): line.columns[0]
        for form in forms.generations()
        for table, entry in form.tables.items()
        for line in entry.lines
        if len(line.columns) == 1
    }


def _printed(report: Report) -> statutory.Printed:
    """The report's cells in the shape in which the form is laid out."""
    numbers: dict[statutory.Place, float] = {}
    for (table, line, column), number in report.values():
        place = _whole_place((table, line, column)) if table in _TABLES else None
        if place and number is not None:
            numbers[place] = number
    notes = {
        place: (note.state, note.raw)
        for note in report.cells
        if (place := _whole_place((note.table, note.line, note.column)))
    }
    return statutory.Printed(numbers, notes)


def _of_section(review: Review, section: int) -> list[tuple[int, Remark]]:
    return [(number, remark) for number, remark in enumerate(review.remarks, 1) if remark.place.section == section]


def _pieces(text: str, remarks: Sequence[tuple[int, Remark]]) -> list[BadgedPiece]:
    """A paragraph cut at the passages that remarks quote; passages that overlap become one with all their numbers."""
    spans: list[tuple[int, int, list[int], list[Weight]]] = []
    found = (
        (at, at + len(quote), number, remark.weight)
        for number, remark in remarks
        for quote in remark.place.quotes
        if quote and (at := text.find(quote)) >= 0
    )
    for start, end, number, weight in sorted(found):
        if spans and start < spans[-1][1]:
            first, last, numbers, weights = spans.pop()
            spans.append((first, max(last, end), [*numbers, number], [*weights, weight]))
        else:
            spans.append((start, end, [number], [weight]))
    return list(_cut(text, spans))


def _cut(text: str, spans: Sequence[tuple[int, int, list[int], list[Weight]]]) -> Iterator[BadgedPiece]:
    done = 0
    for start, end, numbers, weights in spans:
        yield BadgedPiece(text[done:start])
        shown = ",".join(map(str, sorted(set(numbers))))
        yield BadgedPiece(text[start:end], Badge(shown, min(weights, key=WEIGHTS.index)))
        done = end
    yield BadgedPiece(text[done:])


@cache
def _environment() -> Environment:
    loader = FileSystemLoader(_HERE / "templates")
    return Environment(
        loader=loader, autoescape=select_autoescape(), undefined=StrictUndefined, trim_blocks=True, finalize=shown
    )
